internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P85
    static let briefWithSubstitute = Situation(
        "P85", count: 4,
        meaning: """
            A brief for a computer of named parts, one of them sold out though it could be ordered, one with a near-twin; \
            the rule for a substitute leaves exactly one part.
            """,
        falseWhen: "the part comes into stock, the substitute goes out of it, or the customer's tier changes",
        kinds: ["WF30"]
    ) { plan, index, generator in
        let short = plan.catalogue.products.filter {
            $0.stock == 0 && $0.backorderable && WorldPlan.buildCategories.contains($0.category)
        }
        for _ in 0..<3000 {
            let missing = generator.pick(short)
            let twins = WorldPlan.buildCategories.filter { $0 != missing.category }.flatMap { plan.sellable($0) }
                .filter { $0.line.twin != nil }
            guard let twin = generator.pickAny(twins),
                let parts = try? plan.fittingParts(around: [missing, twin], &generator)
            else { continue }
            // The rule: the cheapest in stock of the same kind that costs more and passes the check with the rest.
            let dearer = plan.swaps(of: parts, [missing.category])
                .filter { $0.added.priceCents > missing.priceCents }
                .sorted { $0.added.priceCents < $1.added.priceCents }
            guard let place = dearer.firstIndex(where: \.verdict.isCompatible),
                dearer.count(where: { $0.added.priceCents == dearer[place].added.priceCents }) == 1
            else { continue }
            let chosen = dearer[place]
            let customer = plan.addCustomer(
                CustomerRequest(
                    tier: ["gold", "silver", "none", "platinum"][index], before: plan.clock.adding(days: -20)),
                &generator)
            let tier = plan.customers[customer].tier
            let total = plan.totalCents(plan.lines(of: chosen.parts), tier: tier, service: .overnight)
            let other = try plan.catalogue.product(key: twin.line.twin ?? "", for: "P85")
            return PlantedInstance(
                entities: [
                    ("customer", .customer, customer), ("sold-out part", .product, missing.id),
                    ("substitute", .product, chosen.added.id), ("part with a near-twin", .product, twin.id),
                    ("near-twin", .product, other.id),
                ] + parts.map { ("part of the brief", .product, $0.id) },
                facts: [
                    "rule": """
                    in place of a part that is out of stock, the cheapest one in stock of the same kind that costs \
                    more and passes the compatibility check with the other parts
                    """,
                    "price_of_sold_out_part": .cents(missing.priceCents),
                    "price_of_substitute": .cents(chosen.added.priceCents), "tier": .text(tier ?? "none"),
                    "total_overnight": .cents(total),
                ],
                conditions: Condition.verdict(of: parts, is: BuildVerdict(parts))
                    + Condition.verdict(of: chosen.parts, is: chosen.verdict)
                    + dearer.prefix(place).map { .isCompatible($0.parts, false) }
                    + chosen.parts.map { .isInStock($0) } + [
                        .field(.product, missing.id, "/inventory/inStock", is: 0),
                        .field(.product, missing.id, "/inventory/backorderable", is: true),
                        .field(.product, missing.id, "/price", is: .cents(missing.priceCents)),
                        .field(.product, chosen.added.id, "/price", is: .cents(chosen.added.priceCents)),
                        .field(.customer, customer, "/addresses/0/country", is: "US"),
                        .count(0, .build, where: [("/customerId", .text(customer))]),
                        .count(0, .order, where: [("/customerId", .text(customer))]),
                        .total(plan.lines(of: chosen.parts), tier: tier, service: .overnight, is: total),
                    ])
        }
        throw ContentError("Catalogue", "has no brief with one substitute")
    }
}
