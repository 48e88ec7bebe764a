internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P30
    static let ownerTellsCondition = Situation(
        "P30", count: 7,
        meaning: "A delivered order inside the window whose owner tells in a ticket that the goods are sealed, or "
            + "opened and whole.",
        falseWhen: "the window is over, something was refunded, the ticket is finished or its text is another",
        kinds: ["RE01", "CO02"]
    ) { plan, index, generator in
        let variant = index.isMultiple(of: 2) ? "sealed" : "opened"
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            forTextsOf: "P30", variant: variant, cents: 3000...limit - 3000, &generator)
        let receipt = plan.addDeliveredOrder(
            daysAgo: generator.number(in: 9...27), [(product.id, 1)],
            tier: ["silver", "gold", "platinum", "silver", "gold", nil, "platinum"][index], &generator)
        let orderID = receipt.orderID
        let ticket = try plan.addPlantedTicket(
            "P30", variant: variant, order: orderID, type: "return",
            at: plan.unfinishedTicketMoment(about: receipt, &generator), &generator)
        let customer = plan.orders[orderID].customerID
        let placed = plan.orders[orderID].createdAt.date
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: [
                "last_day": .text(CivilDate(daysSinceEpoch: placed.daysSinceEpoch + WorldPlan.returnDays).text.string),
                "amount": .cents(plan.goodsCents(of: orderID)),
                "tier": .text(plan.customers[customer].tier ?? "absent"),
            ],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                + plan.ticketConditions(ticket.id, order: orderID)
                + [plan.inWindow(orderID), plan.tierCondition(customer)])
    }
}
