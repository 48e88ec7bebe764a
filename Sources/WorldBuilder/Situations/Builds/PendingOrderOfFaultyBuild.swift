internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P64
    static let pendingOrderOfFaultyBuild = Situation(
        "P64", count: 4,
        meaning: "A pending order of the customer's own build, which fails and which one part's exchange cures.",
        falseWhen: "the order was paid, cancelled or changed, the build changed, or a cheaper part in stock cures it",
        kinds: ["WF16"]
    ) { plan, index, generator in
        let list = try FaultyList.draw(errors: 1 + index % 2, plan, &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 1...5), &generator)
        let saved = placed.adding(days: -generator.number(in: 0...9), minutes: -generator.number(in: 20...300))
        let customer = plan.addCustomer(
            CustomerRequest(before: saved), &generator)
        let build = plan.addBuild(
            customer: customer, name: plan.buildName(customer, &generator), parts: list.parts.map(\.id), at: saved,
            &generator)
        let service = generator.pick([Service.standard, .express, .overnight])
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.lines(of: list.parts), service: service,
                fate: .pending(.none), buildID: build), &generator)
        let order = plan.orders[receipt.orderID]
        let tier = plan.customers[customer].tier
        let repaired = plan.lines(of: list.cheapest.parts)
        let newTotal = plan.totalCents(repaired, tier: tier, service: service)
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("build", .build, build), ("order", .order, receipt.orderID),
            ] + list.entities,
            facts: list.facts.adding([
                "old_total": .cents(receipt.totalCents), "new_total": .cents(newTotal), "tier": .text(tier ?? "none"),
                "service": .text(service.rawValue), "carrier": .text(order.carrier),
            ]),
            conditions: Condition.build(build, of: customer, holds: list.parts, among: [build]) + list.conditions + [
                .field(.order, receipt.orderID, "/status", is: "pending"),
                .field(.order, receipt.orderID, "/buildId", is: .text(build)),
                .field(.order, receipt.orderID, "/lineItems", .counts(order.lines.count)),
                .exactly([receipt.orderID], .order, where: [("/customerId", .text(customer))]),
                .count(0, .payment, where: [("/orderId", .text(receipt.orderID))]),
                .count(0, .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
                .total(plan.lines(of: list.parts), tier: tier, service: service, is: receipt.totalCents),
                .total(repaired, tier: tier, service: service, is: newTotal),
            ])
    }
}
