internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P53
    static let briefForBudget = Situation(
        "P53", count: 4,
        meaning: """
            A brief with a budget that no set of parts in stock meets, by its budget or by the size of its case alone; \
            mirror: one that can be met.
            """,
        falseWhen: "a price or the stock of a part changes, or the customer's tier does",
        kinds: ["RE28"]
    ) { plan, index, generator in
        let variant = ["over budget", "feasible", "does not fit", "feasible"][index]
        for _ in 0..<3000 {
            let brief = BuildBrief(
                cores: generator.pick([6, 8, 10]), memoryGb: generator.pick([32, 64]),
                storageGb: generator.pick([1000, 2000]),
                graphicsGb: variant == "does not fit" ? 20 : generator.pick([8, 12, 16]),
                isSmall: variant == "does not fit" || index == 3)
            // Where the size is what stands in the way, the lowest total is that of the rest.
            var rest = brief
            if variant == "does not fit" {
                guard brief.cheapestParts(plan) == nil else { continue }
                rest.isSmall = false
            }
            guard let parts = rest.cheapestParts(plan), BuildVerdict(parts).isCompatible else { continue }
            let customer = plan.addCustomer(
                CustomerRequest(tier: ["silver", "none", "gold", "none"][index], before: plan.clock.adding(days: -9)),
                &generator)
            let tier = plan.customers[customer].tier
            let lines = plan.lines(of: parts)
            let total = plan.totalCents(lines, tier: tier, service: .standard)
            let percent = generator.number(in: 4...9)
            let budget = total * (variant == "over budget" ? 100 - percent : 100 + percent) / 100 / 1000 * 1000
            let tooLong = plan.inStock("case").filter(BuildBrief.isSmall).flatMap { enclosure in
                plan.inStock("gpu").filter { ($0.number("vramGb") ?? 0) >= brief.graphicsGb }.map { [enclosure, $0] }
            }
            let soldOut = plan.catalogue.products.filter { $0.stock == 0 }.map(\.id)
            return PlantedInstance(
                variant: variant,
                entities: [("customer", .customer, customer)]
                    + parts.map { ("part of the cheapest list", .product, $0.id) },
                facts: brief.facts.adding([
                    "budget": .cents(budget), "tier": .text(tier ?? "none"),
                    "is_feasible": .bool(variant == "feasible"),
                    "lowest_total": .cents(total),
                ]),
                conditions: Condition.verdict(of: parts, is: BuildVerdict(parts)) + parts.map { .isInStock($0) }
                    + parts.map { .field(.product, $0.id, "/price", is: .cents($0.priceCents)) }
                    + (variant == "does not fit" ? tooLong.map { .isCompatible($0, false) } : []) + [
                        .total(lines, tier: tier, service: .standard, is: total),
                        // Which lists there are to choose from hangs on what is in stock.
                        .exactly(soldOut, .product, where: [("/inventory/inStock", 0)]),
                        .count(0, .order, where: [("/customerId", .text(customer))]),
                    ])
        }
        throw ContentError("Catalogue", "has no brief of that kind")
    }
}
