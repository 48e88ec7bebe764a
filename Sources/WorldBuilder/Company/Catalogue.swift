internal import CanonicalJSON
internal import Projections

/// All that the shop sells in this world.
struct Catalogue: Sendable {
    private(set) var products: [CatalogueProduct]
    private let positionsByKey: [String: Int]
    private let positionsByID: [String: Int]
    private let positionsByCategory: [String: [Int]]

    init(_ products: [CatalogueProduct]) {
        self.products = products
        positionsByKey = Dictionary(products.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        positionsByID = Dictionary(products.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        positionsByCategory = Dictionary(grouping: products.indices) { products[$0].category }
    }

    func of(_ category: String) -> [CatalogueProduct] {
        (positionsByCategory[category] ?? []).map { products[$0] }
    }

    /// The product of a key of the content.
    ///
    /// - Throws: ``ContentError`` when there is none.
    func product(key: String, for place: String) throws(ContentError) -> CatalogueProduct {
        guard let position = positionsByKey[key] else {
            throw ContentError(place, "names the product \(key), of which there is none")
        }
        return products[position]
    }

    /// The product of an id, which must be there.
    subscript(id: String) -> CatalogueProduct {
        get { products[positionsByID[id] ?? 0] }
        set {
            guard let position = positionsByID[id] else { return }
            products[position] = newValue
        }
    }

    func contains(_ id: String) -> Bool { positionsByID[id] != nil }

    /// The parts without which some faults of builds could not be shown (P39), never sold out nor set aside: the
    /// hungriest processor, the weakest supply, the longest card, the tightest case.
    var extremes: [CatalogueProduct] {
        func most(_ category: String, _ spec: Text, _ sign: Int) -> CatalogueProduct? {
            of(category).filter { $0.number(spec) != nil }
                .max { sign * ($0.number(spec) ?? 0) < sign * ($1.number(spec) ?? 0) }
        }
        return [
            most("cpu", "tdpWatts", 1), most("psu", "wattage", -1), most("gpu", "lengthMm", 1),
            most("case", "gpuMaxLengthMm", -1),
        ].compactMap(\.self)
    }
}

/// Names, prices and stock of a world's catalogue.
struct CatalogueDrawing {
    private let content: CatalogueContent
    private var generator: SeededGenerator
    private var makers: [String: Maker] = [:]
    private var priceFactors: [String: Int] = [:]
    private var skus: Set<String> = []

    /// What a world draws for a letter of a pool.
    private struct Maker {
        let brand: Brand
        var series: [String: String]
        var generation: String
    }

    init(_ content: CatalogueContent, seed: Int) {
        self.content = content
        generator = SeededGenerator(seed: seed, purpose: "catalogue")
    }

    /// Draws brands, then names and prices, parts before what is made of them.
    mutating func catalogue() throws(ContentError) -> Catalogue {
        try drawMakers()
        var products: [CatalogueProduct] = []
        for line in content.lines where line.components == nil && line.baseBuild == nil {
            guard let price = line.price.flatMap({ DollarText.parse($0) }) else {
                throw ContentError("Catalogue/\(line.category).yaml", "\(line.key) has no price such as 129.90")
            }
            products.append(
                try product(line, priceCents: scaled(price, category: line.category), specs: line.specs?.json))
        }
        for line in content.lines where line.baseBuild != nil {
            let parts = (line.baseBuild?.parts ?? []).map { (key: $0, quantity: 1) }
            let sum = try cost(of: parts, in: products, for: line.key)
            let marked = sum * (108 + generator.below(7)) / 100
            var specs = line.specs?.json.object ?? JSONObject()
            specs.put("baseBuildId", CatalogueDrawing.baseBuildID(line))
            products.append(try product(line, priceCents: marked / 1000 * 1000 + 999, specs: .object(specs)))
        }
        for line in content.lines where line.components != nil {
            products.append(try bundle(line, products))
        }
        return stocked(products)
    }

    /// The id of the build that a prebuilt is based on.
    static func baseBuildID(_ line: ProductLine) -> String { "\(slug(line.baseBuild?.name ?? line.key))-base" }

    private mutating func drawMakers() throws(ContentError) {
        for pool in content.pools {
            let lines = content.lines.filter { $0.pool == pool.pool }
            let letters = Set(lines.map(\.maker)).sorted()
            var brands = generator.shuffle(pool.brands)
            for letter in letters {
                guard let position = brands.firstIndex(where: { $0.vendor == nil || $0.vendor == letter }) else {
                    throw ContentError(
                        "Catalogue/brands.yaml", "pool \(pool.pool) has too few brands for maker \(letter)")
                }
                let brand = brands.remove(at: position)
                var series: [String: String] = [:]
                for category in pool.categories { series[category] = generator.pickAny(brand.series[category] ?? []) }
                makers["\(pool.pool)/\(letter)"] = Maker(
                    brand: brand, series: series, generation: "\(generator.number(in: 3...9))")
            }
        }
    }

    /// The world's price: one factor a category, so that prices keep their order, and the cents as they were.
    private mutating func scaled(_ cents: Int, category: String) -> Int {
        let factor = priceFactors[category] ?? generator.number(in: 93...108)
        priceFactors[category] = factor
        return cents / 100 * factor / 100 * 100 + cents % 100
    }

    private mutating func product(
        _ line: ProductLine, priceCents: Int, specs: JSONValue?
    ) throws(ContentError) -> CatalogueProduct {
        let place = "Catalogue/\(line.category).yaml"
        guard let maker = makers["\(line.pool)/\(line.maker)"] else {
            throw ContentError(place, "\(line.key) is of pool \(line.pool), which brands.yaml does not have")
        }
        let name = try TextTemplate(line.name).filled(
            "\(place), \(line.key)",
            [
                "brand": maker.brand.name, "series": maker.series[line.category] ?? "",
                "generation": maker.generation,
            ]
        ).split(separator: " ").joined(separator: " ")
        let group = line.category == "workstation" ? "prebuilt" : line.category
        let nested = line.category == "bundle" ? specs : specs.map { .object([Text(group): $0]) }
        return CatalogueProduct(
            line: line, id: slug(name), name: name, brand: maker.brand, sku: sku(line, maker.brand),
            priceCents: priceCents, specs: nested ?? .object([:]), stock: 0, backorderable: false)
    }

    private mutating func sku(_ line: ProductLine, _ brand: Brand) -> String {
        while true {
            let sku = "\(brand.sku)-\(line.category.prefix(3).uppercased())-\(1000 + generator.below(9000))"
            if skus.insert(sku).inserted { return sku }
        }
    }

    private func cost(
        of parts: [(key: String, quantity: Int)], in products: [CatalogueProduct], for key: String
    ) throws(ContentError) -> Int {
        var sum = 0
        for part in parts {
            guard let product = products.first(where: { $0.key == part.key }) else {
                throw ContentError("Catalogue", "\(key) is made of \(part.key), of which there is none")
            }
            sum += product.priceCents * part.quantity
        }
        return sum
    }

    /// I-STATE-9: the sum of the components less the discount, rounded to cents, half to even.
    private mutating func bundle(
        _ line: ProductLine, _ products: [CatalogueProduct]
    ) throws(ContentError) -> CatalogueProduct {
        guard let components = line.components, let discount = line.discount else {
            throw ContentError("Catalogue/bundle.yaml", "\(line.key) needs components and a discount")
        }
        let sum = try cost(of: components.map { (key: $0.key, quantity: $0.qty) }, in: products, for: line.key)
        let micros =
            discount.type == "percent" ? sum * 100 * (100 - discount.value) : (sum - discount.value * 100) * 10_000
        let price = Money(micros: micros).roundedCents
        let parts = components.compactMap { component in
            products.first { $0.key == component.key }.map { (product: $0, quantity: component.qty) }
        }
        var specs: JSONObject = [
            "components": .array(
                parts.map { ["componentId": .text($0.product.id), "qty": .whole($0.quantity)] }),
            "discount": ["type": .text(discount.type), "value": .whole(discount.value)],
            "componentCount": .whole(parts.reduce(0) { $0 + $1.quantity }),
        ]
        specs.put("categories", Set(parts.map(\.product.category)).sorted())
        return try product(line, priceCents: price, specs: .object(specs))
    }

    /// Ten sold-out products over five categories, three of them not to be ordered (P04); the rest in stock.
    private mutating func stocked(_ products: [CatalogueProduct]) -> Catalogue {
        var catalogue = Catalogue(products)
        for product in products {
            catalogue[product.id].stock = generator.number(in: 4...120)
            catalogue[product.id].backorderable = generator.chance(percent: 60)
        }
        let essential = Set(
            content.lines.flatMap { ($0.baseBuild?.parts ?? []) + ($0.components ?? []).map(\.key) }
                + catalogue.extremes.map(\.key))
        // Three of them hold parts that may or may not fit a build, for swaps of what is sold out (P67).
        let categories =
            generator.draw(2, from: ["storage", "case", "cooling", "monitor", "networking"])
            + generator.draw(3, from: ["cpu", "motherboard", "gpu", "memory", "psu"])
        for (index, category) in categories.enumerated() {
            let candidates = products.filter {
                $0.category == category && !essential.contains($0.key) && $0.line.twin == nil
            }
            for (position, product) in generator.draw(2, from: candidates).enumerated() {
                catalogue[product.id].stock = 0
                catalogue[product.id].backorderable = !(position == 1 && index < 3)
            }
        }
        return catalogue
    }
}
