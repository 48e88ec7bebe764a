internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P02
    static let nearTwins = Situation(
        "P02",
        meaning: "Two products whose names differ by a suffix or one word, and whose specs and prices differ.",
        falseWhen: "a name, price or spec of one of them changes",
        kinds: ["IR02", "WF30"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        for product in plan.catalogue.products {
            guard let key = product.line.twin else { continue }
            let twin = try plan.catalogue.product(key: key, for: product.key)
            let names = product.specNames.union(twin.specNames).sorted()
            let one = names.filter { (product.spec(Text($0)) == nil) != (twin.spec(Text($0)) == nil) }
            instances.append(
                PlantedInstance(
                    variant: one.isEmpty ? "same specs listed" : "one lacks a spec",
                    entities: [("product", .product, product.id), ("twin", .product, twin.id)],
                    facts: [
                        "specs_that_differ": .texts(names.filter { product.spec(Text($0)) != twin.spec(Text($0)) }),
                        "specs_of_one_alone": .texts(one),
                        "prices": .array([.cents(product.priceCents), .cents(twin.priceCents)]),
                    ],
                    conditions: [product, twin].flatMap { half in
                        [
                            Condition.field(.product, half.id, "/name", is: .text(half.name)),
                            .field(.product, half.id, "/price", is: .cents(half.priceCents)),
                            .field(.product, half.id, "/specs", is: half.specs),
                        ]
                    } + [.field(.product, twin.id, "/price", .differs(.cents(product.priceCents)))]))
        }
        return instances
    }
}

extension CatalogueProduct {
    /// Names of the specs that its record has.
    var specNames: Set<String> {
        Set((specs[Text(specGroup)]?.object?.members ?? []).map(\.name.string))
    }

    /// The member of `specs` that holds its category's.
    var specGroup: String { category == "workstation" ? "prebuilt" : category }
}
