internal import CanonicalJSON

/// `Catalogue/*.yaml`: what the shop sells, without the names that a world gives.
struct CatalogueContent: Sendable {
    let pools: [BrandPool]
    /// In the order of the categories' names.
    let lines: [ProductLine]
    let rules: [CompatibilityRuleContent]

    init(_ folder: ContentFolder) throws(ContentError) {
        pools = try folder.yaml(BrandPools.self, "Catalogue/brands.yaml").pools
        rules = try folder.yaml(CompatibilityRules.self, "Catalogue/rules.yaml").rules
        var lines: [ProductLine] = []
        for file in try folder.files(in: "Catalogue", ending: ".yaml")
        where file != "Catalogue/brands.yaml" && file != "Catalogue/rules.yaml" {
            let content = try folder.yaml(CatalogueFile.self, file)
            for var line in content.products {
                line.category = content.category
                line.pool = content.pool
                lines.append(line)
            }
        }
        self.lines = lines
    }
}

struct BrandPools: Decodable {
    let pools: [BrandPool]
}

/// Brands that a world may draw for some categories.
struct BrandPool: Decodable, Sendable {
    let pool: String
    let categories: [String]
    let brands: [Brand]
}

struct Brand: Decodable, Sendable {
    let name: String
    /// How people say it where that differs from the stored spelling.
    let spoken: String?
    /// The beginning of its SKUs.
    let sku: String
    /// Names of its series by category.
    let series: [String: [String]]
    /// Of processors: which platforms it makes, `am` or `lga`.
    let vendor: String?
}

private struct CatalogueFile: Decodable {
    let category: String
    let pool: String
    let products: [ProductLine]
}

/// One article of the catalogue, the same in all worlds but for names and prices.
struct ProductLine: Decodable, Sendable {
    let key: String
    /// The letter of the brand among those that a world draws.
    let maker: String
    /// With the slots `{brand}`, `{series}`, `{generation}`.
    let name: String
    /// Dollars with two decimals; absent where it is computed.
    let price: String?
    let warrantyMonths: Int?
    let specs: ContentValue?
    /// The key of the product whose name differs by a suffix only.
    let twin: String?
    /// A spec that its siblings have.
    let lacks: String?
    let baseBuild: BaseBuild?
    let components: [BundleComponent]?
    let discount: BundleDiscount?
    var category = ""
    var pool = ""

    private enum CodingKeys: String, CodingKey {
        case key, maker, name, price, warrantyMonths, specs, twin, lacks, baseBuild, components, discount
    }
}

struct BaseBuild: Decodable, Sendable {
    let name: String
    /// Keys, one per piece.
    let parts: [String]
}

struct BundleComponent: Decodable, Sendable {
    let key: String
    let qty: Int
}

struct BundleDiscount: Decodable, Sendable {
    /// `percent` or `fixed`
    let type: String
    let value: Int
}

private struct CompatibilityRules: Decodable {
    let rules: [CompatibilityRuleContent]
}

struct CompatibilityRuleContent: Decodable, Sendable {
    let id: String
    let name: String
    let severity: String
    let logic: [String: String]
    let appliesToCategories: [String]
}
