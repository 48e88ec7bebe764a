internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P69
    static let disputedPayment = Situation(
        "P69", count: 8,
        meaning: "A delivered order whose payment is disputed at the bank, with a ticket that asks for a refund "
            + "besides.",
        falseWhen: "the payment is not disputed, something was refunded, or the ticket was passed on or finished",
        kinds: ["CO17", "WF25"]
    ) { plan, index, generator in
        let product = try plan.pickProduct(forTextsOf: "P69", cents: 4000...90_000, &generator)
        // Inside and outside the window alike, since the dispute settles both.
        let daysAgo = index.isMultiple(of: 4) ? generator.number(in: 13...26) : generator.number(in: 48...140)
        let receipt = plan.addDeliveredOrder(daysAgo: daysAgo, [(product.id, 1)], &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        plan.payments[payment].status = "disputed"
        let ticket = try plan.addPlantedTicket(
            "P69", order: orderID, type: "billing", at: plan.unfinishedTicketMoment(about: receipt, &generator),
            &generator)
        return PlantedInstance(
            entities: [
                ("customer", .customer, plan.orders[orderID].customerID), ("order", .order, orderID),
                ("payment", .payment, payment), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
                ("article", .knowledgeBaseArticle, plan.articleID(settling: "H16")),
            ],
            facts: ["amount": .cents(receipt.totalCents), "department": "finance"],
            conditions: plan.ticketConditions(ticket.id, order: orderID) + [
                .field(.order, orderID, "/status", is: "fulfilled"),
                .exactly([payment], .payment, where: [("/orderId", .text(orderID))]),
                .field(.payment, payment, "/status", is: "disputed"),
                .field(.payment, payment, "/amount", is: .cents(receipt.totalCents)),
                .count(0, .refund, where: [("/paymentId", .text(payment))]),
            ],
            breaks: [("I-STATE-2", .order, orderID)])
    }
}
