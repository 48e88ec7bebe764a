internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P04
    static let soldOut = Situation(
        "P04",
        meaning: "A product with no stock, which can be ordered all the same, or not.",
        falseWhen: "it comes into stock, or another of its category is sold out",
        kinds: ["IR03"]
    ) { plan, generator in
        let soldOut = plan.catalogue.products.filter { $0.stock == 0 }
        return soldOut.map { product in
            let others = soldOut.filter { $0.category == product.category }
            return PlantedInstance(
                variant: product.backorderable ? "backorderable" : "not to be had",
                entities: [("product", .product, product.id)]
                    + others.filter { $0.id != product.id }.map { ("sold out beside it", .product, $0.id) },
                facts: [
                    "category": .text(product.category), "price": .cents(product.priceCents),
                    "orderable_of_its_category": .texts(
                        others.filter(\.backorderable).sorted { $0.priceCents < $1.priceCents }.map(\.id)),
                ],
                conditions: others.map {
                    .field(.product, $0.id, "/inventory/backorderable", is: .bool($0.backorderable))
                } + others.map { .field(.product, $0.id, "/price", is: .cents($0.priceCents)) } + [
                    .exactly(
                        others.map(\.id), .product,
                        where: [("/category", .text(product.category)), ("/inventory/inStock", 0)]),
                    .exactly(soldOut.map(\.id), .product, where: [("/inventory/inStock", 0)]),
                ])
        }
    }
}
