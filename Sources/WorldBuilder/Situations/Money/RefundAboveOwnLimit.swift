internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P63
    static let refundAboveOwnLimit = Situation(
        "P63", count: 5,
        meaning: "A refund wish in time above the limit of approval, one within it for somebody without the "
            + "permission, and defects above the limit.",
        falseWhen: "the amount is on the other side of the limit, the window is over, or the case was settled",
        kinds: ["WF15"]
    ) { plan, index, generator in
        let variant = ["above limit", "defect", "above limit", "without permission", "defect"][index]
        let limit = try plan.company.figures.cents("H03.limit")
        let isDefect = variant == "defect"
        // Twenty percent more than the limit, so that a platinum customer's amount is above it as well.
        let product = try plan.pickProduct(
            forTextsOf: "P63", variant: isDefect ? "defect" : "remorse",
            cents: variant == "without permission" ? limit / 2...limit * 9 / 10 : limit * 120 / 100...250_000,
            &generator)
        // What is faulty comes back within the ordinary days (H08).
        let receipt = plan.addDeliveredOrder(
            daysAgo: isDefect ? generator.number(in: 9...26) : try plan.returnableDaysAgo(&generator),
            [(product.id, 1)], &generator)
        let orderID = receipt.orderID
        let ticket = try plan.addPlantedTicket(
            "P63", variant: isDefect ? "defect" : "remorse", order: orderID, type: "return",
            at: plan.unfinishedTicketMoment(about: receipt, &generator), &generator)
        let customer = plan.orders[orderID].customerID
        let amount = isDefect ? receipt.totalCents : plan.goodsCents(of: orderID)
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: [
                "amount": .cents(amount), "limit": .cents(limit),
                "reason": .text(isDefect ? "defective" : "customer_remorse"),
                "status": .text(isDefect ? "approved" : "pending"),
            ],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                + plan.ticketConditions(ticket.id, order: orderID)
                + [
                    try plan.mayComeBack(orderID), plan.tierCondition(customer),
                    .field(
                        .payment, receipt.paymentID ?? "", "/amount",
                        variant == "without permission" ? .atMost(.cents(limit)) : .atLeast(.cents(limit + 2000))),
                ])
    }
}
