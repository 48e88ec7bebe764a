internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P72
    static let ticketNamesWrongOrder = Situation(
        "P72", count: 4,
        meaning: "A return ticket that names another order of the customer than the one with the item: that one is "
            + "inside the window and the named one outside, or the reverse.",
        falseWhen: "the named order holds the item, the windows changed, or something was refunded",
        kinds: ["WF28"]
    ) { plan, index, generator in
        let isInside = index.isMultiple(of: 2)
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(forTextsOf: "P72", cents: 2500...limit - 2000, &generator)
        let other = try plan.pickCompanion(of: [product.id], &generator)
        // Outside the days of the July campaign as well (H05).
        let old = generator.number(in: index < 2 ? 33...44 : 80...110)
        let young = generator.number(in: 9...26)
        let customer = plan.addCustomer(CustomerRequest(before: plan.clock.adding(days: -120)), &generator)
        func order(_ days: Int, _ productID: String) -> OrderReceipt {
            plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: days, &generator), lines: [(productID, 1)],
                    service: .express, fate: .shipped), &generator)
        }
        let named = order(isInside ? old : young, other.id)
        let holding = order(isInside ? young : old, product.id)
        let youngest = isInside ? holding : named
        let ticket = try plan.addPlantedTicket(
            "P72", order: named.orderID, product: product.id, type: "return",
            at: plan.unfinishedTicketMoment(about: youngest, &generator), &generator)
        let outside: (OrderReceipt) -> Condition = { .age(.order, $0.orderID, atLeast: WorldPlan.returnDays + 2) }
        return PlantedInstance(
            variant: isInside ? "item inside" : "item outside",
            entities: [
                ("customer", .customer, customer), ("named order", .order, named.orderID),
                ("order", .order, holding.orderID), ("payment", .payment, holding.paymentID ?? ""),
                ("named order's payment", .payment, named.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id), ("named order's product", .product, other.id),
            ],
            facts: [
                "amount": .cents(plan.goodsCents(product.id, quantity: 1, in: holding.orderID)),
                "reason": "customer_remorse", "returnable": .bool(isInside),
            ],
            conditions: plan.settledConditions(named) + plan.settledConditions(holding)
                + plan.lineConditions(named.orderID) + plan.lineConditions(holding.orderID)
                + plan.ticketConditions(ticket.id, order: named.orderID)
                + [
                    isInside ? plan.inWindow(holding.orderID) : outside(holding),
                    isInside ? outside(named) : plan.inWindow(named.orderID), plan.tierCondition(customer),
                    .exactly(
                        [named.orderID, holding.orderID], .order, where: [("/customerId", .text(customer))]),
                    .count(0, .supportTicket, where: [("/orderId", .text(holding.orderID))]),
                ])
    }
}
