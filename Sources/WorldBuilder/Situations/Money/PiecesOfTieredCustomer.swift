internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P43
    static let piecesOfTieredCustomer = Situation(
        "P43", count: 8,
        meaning:
            "A delivered order that may still come back with two or three pieces of one article for a customer with a "
            + "tier; for half of them one piece gives back an exact half cent before rounding.",
        falseWhen: "the tier, the price paid or the pieces are otherwise, or something was refunded",
        kinds: ["RE17", "WF06", "CO20"]
    ) { plan, index, generator in
        let isHalf = index.isMultiple(of: 2)
        let tier = ["silver", "gold", "platinum", "silver", "platinum", "platinum", "silver", "gold"][index]
        let percent = plan.discountPercent(tier)
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: 1500...limit - 2000, &generator,
            where: { ($0.priceCents * (100 - percent) % 100 == 50) == isHalf })
        let pieces = generator.number(in: 2...3)
        var lines = [(productID: product.id, quantity: pieces)]
        if generator.chance(percent: 50) { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        let receipt = plan.addDeliveredOrder(
            daysAgo: try plan.returnableDaysAgo(&generator), lines, tier: tier, &generator)
        let orderID = receipt.orderID
        let customer = plan.orders[orderID].customerID
        return PlantedInstance(
            variant: isHalf ? "half cent" : "plain",
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("product", .product, product.id),
                ("shipment", .shipment, receipt.shipmentIDs[0]),
            ],
            facts: [
                "one_piece": .cents(plan.goodsCents(product.id, quantity: 1, in: orderID)), "pieces": .whole(pieces),
                "price": .cents(product.priceCents), "percent": .whole(percent), "tier": .text(tier),
            ],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID) + [
                try plan.mayComeBack(orderID), plan.tierCondition(customer),
                .count(0, .supportTicket, where: [("/orderId", .text(orderID))]),
            ])
    }
}
