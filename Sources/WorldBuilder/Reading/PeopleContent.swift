/// `People/*.yaml`: what customers and employees are made of.
struct PeopleContent: Sendable {
    let firstNames: [String]
    let lastNames: [String]
    let streets: [String]
    let units: [String]
    let cities: [City]
    let personalDomains: [String]
    let businessDomains: [String]
    /// Formal names and what their bearers are called.
    let nicknames: [(formal: String, short: String)]

    init(_ folder: ContentFolder) throws(ContentError) {
        firstNames = try folder.yaml(Names.self, "People/first-names.yaml").names
        lastNames = try folder.yaml(Names.self, "People/last-names.yaml").names
        let streets = try folder.yaml(Streets.self, "People/streets.yaml")
        self.streets = streets.streets
        units = streets.units
        cities = try folder.yaml(Cities.self, "People/cities.yaml").cities
        let domains = try folder.yaml(Domains.self, "People/mail-domains.yaml")
        personalDomains = domains.personal
        businessDomains = domains.business
        nicknames = try folder.yaml([String: [String: String]].self, "People/nicknames.yaml")
            .values.flatMap { $0 }
            .map { (formal: $0.key, short: $0.value) }
            .sorted { $0.formal.utf8.lexicographicallyPrecedes($1.formal.utf8) }
    }
}

private struct Names: Decodable {
    let names: [String]
}

private struct Streets: Decodable {
    let streets: [String]
    let units: [String]
}

private struct Cities: Decodable {
    let cities: [City]
}

/// A city with codes that are really its own.
struct City: Decodable, Sendable {
    let city: String
    /// State or province code.
    let region: String
    /// Named after another place, which few customers live in.
    let isTrap: Bool?
    /// `US` or `CA`
    let country: String
    let postal: [String]
    /// Telephone area codes.
    let area: [String]

    private enum CodingKeys: String, CodingKey {
        case city, region, country, postal, area
        case isTrap = "trap"
    }
}

private struct Domains: Decodable {
    let personal: [String]
    let business: [String]
}
