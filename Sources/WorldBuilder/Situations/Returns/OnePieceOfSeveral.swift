internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P57
    static let onePieceOfSeveral = Situation(
        "P57", count: 4,
        meaning:
            "A delivered order that may still come back with several pieces of one article, of which some may come "
            + "back; no ticket.",
        falseWhen: "the window is over, something was refunded, or there is a ticket about it",
        kinds: ["WF06"]
    ) { plan, index, generator in
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            ["memory", "storage", "cooling", "monitor", "keyboard", "mouse", "headset", "cable", "accessory"],
            cents: 1500...limit / 4, &generator)
        let quantity = generator.number(in: 2...3)
        let companion = try plan.pickCompanion(of: [product.id], &generator)
        let receipt = plan.addDeliveredOrder(
            daysAgo: try plan.returnableDaysAgo(&generator), [(product.id, quantity), (companion.id, 1)],
            tier: ["silver", "gold", "platinum", "none"][index], &generator)
        let orderID = receipt.orderID
        let customer = plan.orders[orderID].customerID
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("product", .product, product.id),
                ("product that stays", .product, companion.id),
            ],
            facts: [
                "one_piece": .cents(plan.goodsCents(product.id, quantity: 1, in: orderID)), "pieces": .whole(quantity),
                "captured": .cents(receipt.totalCents),
            ],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID) + [
                try plan.mayComeBack(orderID), plan.tierCondition(customer),
                .count(0, .supportTicket, where: [("/orderId", .text(orderID))]),
            ])
    }
}
