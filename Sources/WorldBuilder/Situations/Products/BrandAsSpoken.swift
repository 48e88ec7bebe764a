internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P24
    static let brandAsSpoken = Situation(
        "P24", count: 5,
        meaning: "A brand whose stored spelling is not the one that people say, and a price that parts its articles.",
        falseWhen: "the set of its articles in stock under the price changes, or the spoken spelling finds some",
        kinds: ["IR24"]
    ) { plan, index, generator in
        // A brand of its own for each instance as far as there are any, dealt out in the world's own order.
        let choices = plan.spokenBrandRanges
        let brands = choices.map(\.brand.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var order = SeededGenerator(seed: plan.seed, purpose: "P24 brands")
        let brand = order.shuffle(brands)[index % brands.count]
        let range = generator.pick(choices.filter { $0.brand.name == brand })
        let prices = range.products.map(\.priceCents).sorted()
        // Between two prices: some below, at least one above; no price lies on it.
        let cut = generator.number(in: 1...prices.count - 2)
        let bound = (prices[cut] / 100 + 1) * 100
        let found = range.products.filter { $0.stock > 0 && $0.priceCents <= bound }
            .sorted { $0.priceCents > $1.priceCents }
        let arguments: JSONValue = [
            "brand": .text(brand), "category": .text(range.category), "max_price": .cents(bound), "inStockOnly": "true",
        ]
        return PlantedInstance(
            entities: found.map { ("article", .product, $0.id) }
                + range.products.filter { $0.stock == 0 || $0.priceCents > bound }.map {
                    ("other article", .product, $0.id)
                },
            facts: [
                "stored": .text(brand), "spoken": .text(range.brand.spoken ?? ""), "category": .text(range.category),
                "price_bound": .cents(bound), "articles": .texts(found.map(\.id)),
            ],
            conditions: [
                .tool(name: "searchProducts", arguments: arguments, pointer: "", .counts(found.count)),
                .tool(
                    name: "searchProducts", arguments: ["brand": .text(range.brand.spoken ?? "")], pointer: "",
                    .counts(0)),
                .exactly(
                    range.products.map(\.id), .product,
                    where: [("/brand", .text(brand)), ("/category", .text(range.category))]),
            ]
                + found.flatMap {
                    [.isInStock($0), .field(.product, $0.id, "/price", is: .cents($0.priceCents))]
                })
    }
}

extension WorldPlan {
    /// Brands with another spoken form, by category in which they have at least three articles.
    fileprivate var spokenBrandRanges: [(brand: Brand, category: String, products: [CatalogueProduct])] {
        var ranges: [(brand: Brand, category: String, products: [CatalogueProduct])] = []
        for product in catalogue.products where product.brand.spoken != nil {
            if let position = ranges.firstIndex(where: {
                $0.brand.name == product.brand.name && $0.category == product.category
            }) {
                ranges[position].products.append(product)
            } else {
                ranges.append((product.brand, product.category, [product]))
            }
        }
        return ranges.filter { range in
            // Some below any cut must be in stock.
            let prices = Set(range.products.map { $0.priceCents / 100 })
            return prices.count >= 3 && range.products.min { $0.priceCents < $1.priceCents }?.stock ?? 0 > 0
        }
    }
}
