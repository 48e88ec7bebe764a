internal import CanonicalJSON
internal import Projections

/// What a customer must be like; the rest is drawn.
struct CustomerRequest {
    /// A recorded tier; `absent` leaves the field out, nil draws one.
    var tier: String?
    /// nil draws one of the shop's usual places.
    var city: City?
    /// The latest moment at which the account was made.
    var before: Moment
    /// The earliest, when it matters.
    var after: Moment?
    var first: String?
    var last: String?
    var separateBilling = false
    var past = CustomerPast.closed
}

/// Whether ordinary orders may be added to a customer's past.
enum CustomerPast {
    /// What is known of the customer is complete.
    case closed
    /// Before that moment.
    case open(before: Moment)

    /// A tier that fits what such customers buy (H15): what is known of them is little, and a past may be filled.
    fileprivate func tier(_ generator: inout SeededGenerator) -> String {
        switch self {
        case .closed: generator.pick(weighted: [("none", 99), ("silver", 1)])
        case .open: generator.pick(weighted: [("none", 94), ("silver", 4), ("gold", 1), ("platinum", 1)])
        }
    }
}

extension WorldPlan {
    /// Makes a customer.
    ///
    /// - Returns: The id.
    mutating func addCustomer(_ request: CustomerRequest, _ generator: inout SeededGenerator) -> String {
        let people = company.content.people
        var name = names.newName(people, &generator)
        if let first = request.first { name.first = first }
        if let last = request.last { name.last = last }
        let city = request.city ?? usualCity(&generator)
        let tier: String? =
            switch request.tier {
            case "absent"?: nil
            case let tier?: tier
            case nil: request.past.tier(&generator)
            }
        let earliest = request.after ?? request.before.adding(days: -420)
        let created = Moment(
            seconds: generator.number(
                in: min(earliest.seconds, request.before.seconds - 60)...request.before.seconds - 60))
        var addresses = [address(in: city, label: "shipping", &generator)]
        if request.separateBilling || generator.chance(percent: 12) {
            addresses.append(address(in: usualCity(&generator), label: "billing", &generator))
        }
        // Accounts are for adults; people in middle life are the most.
        let youngest = created.date.daysSinceEpoch - 6_600
        let drawn = generator.number(in: -8_500...youngest) + generator.number(in: -8_500...youngest)
        let birth = CivilDate(daysSinceEpoch: drawn / 2)
        var id = ""
        repeat {
            id = "\(slug("\(name.first) \(name.last)"))-\(10_000 + generator.below(90_000))"
        } while customers.contains(id)
        customers.add(
            CustomerDraft(
                id: id, first: name.first, last: name.last,
                email: names.newEmail(first: name.first, last: name.last, people, &generator),
                phone: generator.chance(percent: 6) ? nil : names.newPhone(area: city.area, &generator),
                dateOfBirth: birth, addresses: addresses, tier: tier, createdAt: created))
        if case .open(let before) = request.past { openPasts.append((id, before)) }
        return id
    }

    /// A city of the shop's usual places, large ones more often and those that are named after others hardly ever.
    func usualCity(_ generator: inout SeededGenerator) -> City {
        let isTrap = generator.chance(percent: 2)
        return generator.pick(
            weighted: usualCities.filter { ($0.isTrap ?? false) == isTrap }
                .map { ($0, weight: $0.postal.count * $0.area.count) })
    }

    /// Cities but for the far ones, which situations about shipping count.
    var usualCities: [City] {
        company.content.people.cities.filter { $0.country == "US" && $0.region != "AK" && $0.region != "HI" }
    }

    /// A street address in a city.
    func address(in city: City, label: String?, _ generator: inout SeededGenerator) -> AddressDraft {
        let people = company.content.people
        var line2: String?
        if generator.chance(percent: 22) {
            line2 = generator.pick(people.units)
                .replacing("{n}", with: "\(generator.number(in: 1...48))")
                .replacing("{letter}", with: String(generator.pick(Array("ABCDEF"))))
        }
        return AddressDraft(
            label: label, line1: "\(generator.number(in: 3...9800)) \(generator.pick(people.streets))", line2: line2,
            city: city.city, region: city.region, postalCode: generator.pick(city.postal), country: city.country)
    }

    /// A tier of a customer of whom it does not matter, but that it gives no priority (H20).
    static func plainTier(_ generator: inout SeededGenerator) -> String {
        generator.pick(weighted: [("none", 91), ("silver", 6), ("gold", 3)])
    }
}
