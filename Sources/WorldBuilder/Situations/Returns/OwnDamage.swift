internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P76
    static let ownDamage = Situation(
        "P76", count: 4,
        meaning: "A return wish inside the window for goods with the owner's damage, liquid, no packaging or a "
            + "modified part.",
        falseWhen: "the window is over, something was refunded, the ticket is finished or its text is another",
        kinds: ["RE01", "WF07"]
    ) { plan, index, generator in
        let variant = ["damage", "liquid", "packaging", "modified"][index % 4]
        let product = try plan.pickProduct(forTextsOf: "P76", variant: variant, cents: 1500...300_000, &generator)
        var lines = [(productID: product.id, quantity: 1)]
        if generator.chance(percent: 50) { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        let receipt = plan.addDeliveredOrder(daysAgo: generator.number(in: 9...27), lines, &generator)
        let orderID = receipt.orderID
        let ticket = try plan.addPlantedTicket(
            "P76", variant: variant, order: orderID, product: product.id, type: "return",
            at: plan.unfinishedTicketMoment(about: receipt, &generator), &generator)
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, plan.orders[orderID].customerID), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: ["ground": .text(variant)],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                + plan.ticketConditions(ticket.id, order: orderID) + [plan.inWindow(orderID)])
    }
}
