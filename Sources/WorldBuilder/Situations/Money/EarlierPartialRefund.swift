internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P44
    static let earlierPartialRefund = Situation(
        "P44", count: 4,
        meaning: "A payment with an earlier partial refund, of goods and a goodwill (H03), and a denied one: the other "
            + "goods are worth more than what is left on it.",
        falseWhen: "another refund is on the payment, one of the two changed, or the order is too old to come back",
        kinds: ["RE18"]
    ) { plan, _, generator in
        let first = try plan.pickProduct(WorldPlan.parts, cents: 4000...30_000, &generator)
        let second = try plan.pickCompanion(of: [first.id], cents: 6000...40_000, &generator)
        let third = try plan.pickCompanion(of: [first.id, second.id], &generator)
        let receipt = plan.addDeliveredOrder(
            daysAgo: max(16, try plan.returnableDaysAgo(&generator)), [(first.id, 1), (second.id, 1), (third.id, 1)],
            past: .closed,
            &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        let arrival = plan.arrival(of: receipt)
        // More than the shipping, so that the rest does not cover the other goods.
        let goodwill = RefundLineDraft(
            productID: nil, quantity: nil, amountCents: generator.number(in: 30...55) * 100)
        let partial = plan.addRefund(
            payment: payment, ticket: nil, reason: "shipping_issue", status: "processed",
            lines: [plan.refundLine(first.id, quantity: 1, in: orderID), goodwill],
            at: arrival.adding(hours: generator.number(in: 20...40)), &generator)
        plan.carryOut(partial, whole: false)
        let denied = plan.addRefund(
            payment: payment, ticket: nil, reason: "other", status: "denied",
            lines: [plan.refundLine(third.id, quantity: 1, in: orderID)],
            at: arrival.adding(hours: generator.number(in: 70...110)), &generator)
        let wish =
            plan.refundLine(second.id, quantity: 1, in: orderID).amountCents
            + plan.refundLine(third.id, quantity: 1, in: orderID).amountCents
        let refunded = plan.refunds[partial].amountCents
        let customer = plan.orders[orderID].customerID
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID), ("payment", .payment, payment),
                ("partial refund", .refund, partial), ("denied refund", .refund, denied),
                ("product that came back", .product, first.id), ("product", .product, second.id),
                ("product", .product, third.id),
            ],
            facts: [
                "captured": .cents(receipt.totalCents), "refunded": .cents(refunded), "wish": .cents(wish),
                "left": .cents(receipt.totalCents - refunded),
            ],
            conditions: plan.lineConditions(orderID) + plan.refundConditions(partial) + plan.refundConditions(denied)
                + [
                    .exactly([partial, denied], .refund, where: [("/paymentId", .text(payment))]),
                    .exactly([payment], .payment, where: [("/orderId", .text(orderID))]),
                    .field(.payment, payment, "/amount", is: .cents(receipt.totalCents)),
                    .field(.payment, payment, "/amount", .atMost(.cents(refunded + wish - 1))),
                    .field(
                        .refund, partial, "/lines/1/amount",
                        .atMost(.cents(try plan.company.figures.cents("H03.goodwill")))),
                    .field(.payment, payment, "/status", is: "partially_refunded"),
                    .field(.order, orderID, "/status", is: "partially_refunded"), try plan.mayComeBack(orderID),
                    plan.tierCondition(customer), .count(0, .supportTicket, where: [("/orderId", .text(orderID))]),
                ])
    }
}
