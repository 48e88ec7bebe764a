internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P03
    static let absentSpec = Situation(
        "P03",
        meaning: "A product whose record lacks a spec which its siblings have.",
        falseWhen: "the spec is recorded, or its siblings lose it",
        kinds: ["IR02"]
    ) { plan, generator in
        plan.catalogue.products.compactMap { product in
            guard let name = product.line.lacks else { return nil }
            let pointer = "/specs/\(product.specGroup)/\(name)"
            let siblings = plan.catalogue.of(product.category)
                .filter { $0.id != product.id && $0.spec(Text(name)) != nil }
                .sorted { abs($0.priceCents - product.priceCents) < abs($1.priceCents - product.priceCents) }.prefix(3)
            return PlantedInstance(
                entities: [("product", .product, product.id)] + siblings.map { ("sibling", .product, $0.id) },
                facts: ["spec": .text(name), "category": .text(product.category)],
                conditions: [.field(.product, product.id, pointer, .absent)]
                    + siblings.map { .field(.product, $0.id, pointer, .present) })
        }
    }
}
