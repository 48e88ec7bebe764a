internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P17
    static let boughtInPart = Situation(
        "P17", count: 7,
        meaning: """
            A customer with two builds of similar names and one order, without a link to a build, that lacks parts or \
            pieces of the first.
            """,
        falseWhen: "another order holds a missing part, a build changed, or a missing part is sold out",
        kinds: ["IR17", "WF03"]
    ) { plan, index, generator in
        let variant = index.isMultiple(of: 2) ? "parts" : "pieces"
        var parts = try plan.fittingParts(around: [], &generator)
        // A second stick or drive: the list with two pieces must still go together.
        let double = try plan.partThatFitsTwice(&parts, &generator)
        let other = try plan.fittingParts(around: [parts[0], parts[1]], &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 16...300), &generator)
        let saved = placed.adding(days: -generator.number(in: 1...20))
        // The second build is some days older.
        let customer = plan.addCustomer(CustomerRequest(before: saved.adding(days: -10)), &generator)
        let name = plan.buildName(customer, &generator)
        let build = plan.addBuild(customer: customer, name: name, parts: parts.map(\.id), at: saved, &generator)
        let second = plan.addBuild(
            customer: customer, name: generator.pick(["\(name) (old)", "\(name) v2", "\(name) alternative"]),
            parts: other.map(\.id), at: saved.adding(days: -generator.number(in: 1...9), minutes: 7), &generator)
        var missing: [CatalogueProduct] = variant == "pieces" ? [double] : []
        let single = parts.filter { part in part.id != double.id }
        missing += generator.draw(variant == "pieces" ? generator.below(2) : generator.number(in: 2...3), from: single)
        var bought = parts
        for part in missing { if let at = bought.firstIndex(where: { $0.id == part.id }) { bought.remove(at: at) } }
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: plan.lines(of: bought), fate: .shipped),
            &generator)
        let tier = plan.customers[customer].tier
        let wanted = plan.lines(of: missing)
        let total = plan.totalCents(wanted, tier: tier, service: .standard)
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("build", .build, build), ("similar build", .build, second),
                ("order", .order, receipt.orderID),
            ] + missing.map { ("missing part", .product, $0.id) },
            facts: [
                "build_name": .text(name), "tier": .text(tier ?? "none"),
                "missing": .array(
                    wanted.map { ["product": .text($0.productID), "pieces": .whole($0.quantity)] }),
                "subtotal": .cents(missing.reduce(0) { $0 + $1.priceCents }), "total": .cents(total),
            ],
            conditions: Condition.build(build, of: customer, holds: parts, among: [build, second])
                + Condition.verdict(of: parts, is: BuildVerdict(parts)) + missing.map { .isInStock($0) } + [
                    .field(.build, second, "/name", .contains(.text(name))),
                    .exactly([receipt.orderID], .order, where: [("/customerId", .text(customer))]),
                    .field(.order, receipt.orderID, "/buildId", .absent),
                    .field(.order, receipt.orderID, "/lineItems", .counts(plan.lines(of: bought).count)),
                    .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                    .total(wanted, tier: tier, service: .standard, is: total),
                ]
                + plan.lines(of: bought).map { line in
                    .selection(
                        Condition.Selection(
                            type: .order, members: [("/customerId", .text(customer))],
                            holding: (
                                "/lineItems",
                                [("productId", .text(line.productID)), ("qty", .whole(line.quantity))]
                            )), .counts(1))
                })
    }
}

extension WorldPlan {
    /// Puts a second piece of a drive or memory kit into a list.
    ///
    /// - Returns: The part that is there twice now.
    fileprivate func partThatFitsTwice(
        _ parts: inout [CatalogueProduct], _ generator: inout SeededGenerator
    ) throws(ContentError) -> CatalogueProduct {
        for category in generator.shuffle(["memory", "storage"]) {
            guard let part = parts.first(where: { $0.category == category }) else { continue }
            let verdict = BuildVerdict(parts + [part])
            if verdict.isCompatible, verdict.warnings.isEmpty {
                parts.append(part)
                return part
            }
        }
        throw ContentError("Catalogue", "has a list of parts that takes no second drive")
    }
}
