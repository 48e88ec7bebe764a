internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P58
    static let faultCalledTaste = Situation(
        "P58", count: 3,
        meaning: "A ticket inside the window that calls a return a matter of taste, while its story shows a fault.",
        falseWhen: "the window is over, something was refunded, the ticket is finished or its text is another",
        kinds: ["WF07"]
    ) { plan, index, generator in
        let product = try plan.pickProduct(forTextsOf: "P58", cents: 2500...300_000, &generator)
        // Every other one was the whole order, so that the shipping comes back as well.
        let isWhole = index.isMultiple(of: 2)
        var lines = [(productID: product.id, quantity: 1)]
        if !isWhole { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        let receipt = plan.addDeliveredOrder(daysAgo: generator.number(in: 9...27), lines, &generator)
        let orderID = receipt.orderID
        let customer = plan.orders[orderID].customerID
        let ticket = try plan.addPlantedTicket(
            "P58", order: orderID, product: product.id, type: "return",
            at: plan.unfinishedTicketMoment(about: receipt, &generator), &generator)
        let amount = isWhole ? receipt.totalCents : plan.goodsCents(product.id, quantity: 1, in: orderID)
        return PlantedInstance(
            variant: isWhole ? "whole order" : "one of two",
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: ["amount": .cents(amount), "reason": "defective", "status": "approved"],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                + plan.ticketConditions(ticket.id, order: orderID)
                + [plan.inWindow(orderID), plan.tierCondition(customer)])
    }
}
