internal import CanonicalJSON
internal import Projections

/// What many situations ask of the finished world.
extension WorldPlan {
    /// What makes an order paid, delivered and without any money given back.
    func settledConditions(_ receipt: OrderReceipt) -> [Condition] {
        [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .exactly(receipt.paymentIDs, .payment, where: [("/orderId", .text(receipt.orderID))]),
            .exactly(receipt.shipmentIDs, .shipment, where: [("/orderId", .text(receipt.orderID))]),
        ]
            + receipt.shipmentIDs.map { .field(.shipment, $0, "/status", is: "delivered") }
            + (receipt.paymentID.map { captureConditions($0) } ?? [])
    }

    /// What makes a payment captured and whole.
    func captureConditions(_ paymentID: String) -> [Condition] {
        [
            .field(.payment, paymentID, "/status", is: "captured"),
            .field(.payment, paymentID, "/amount", is: .cents(payments[paymentID].amountCents)),
            .count(0, .refund, where: [("/paymentId", .text(paymentID))]),
        ]
    }

    /// What pins an order's lines: pieces and prices, and that there are no others.
    func lineConditions(_ orderID: String) -> [Condition] {
        let lines = orders[orderID].lines
        return [.field(.order, orderID, "/lineItems", .counts(lines.count))]
            + lines.enumerated().flatMap { index, line -> [Condition] in
                [
                    .field(.order, orderID, "/lineItems/\(index)/productId", is: .text(line.productID)),
                    .field(.order, orderID, "/lineItems/\(index)/qty", is: .whole(line.quantity)),
                    .field(.order, orderID, "/lineItems/\(index)/price", is: .cents(line.priceCents)),
                ]
            }
    }

    /// What pins a customer's tier; absent where the record has none.
    func tierCondition(_ customerID: String) -> Condition {
        .field(
            .customer, customerID, "/loyaltyTier",
            customers[customerID].tier.map { .equals(.text($0)) } ?? .absent)
    }

    /// That an order was bought inside the days of return, with a margin of two days.
    func inWindow(_ orderID: String) -> Condition { .age(.order, orderID, atMost: WorldPlan.returnDays - 2) }

    /// What pins the only ticket of an order: unfinished, and holding these words.
    func ticketConditions(_ ticketID: String, order orderID: String, status: String = "open") -> [Condition] {
        [
            .exactly([ticketID], .supportTicket, where: [("/orderId", .text(orderID))]),
            .field(.supportTicket, ticketID, "/status", is: .text(status)),
            .field(.supportTicket, ticketID, "/body", is: .text(tickets[ticketID].body)),
            .count(0, .resolution, where: [("/ticketId", .text(ticketID))]),
            .count(0, .escalation, where: [("/ticketId", .text(ticketID))]),
        ]
    }

    /// What pins a refund as it stands.
    func refundConditions(_ refundID: String) -> [Condition] {
        let refund = refunds[refundID]
        return [
            .field(.refund, refundID, "/status", is: .text(refund.status)),
            .field(.refund, refundID, "/reason", is: .text(refund.reason)),
            .field(.refund, refundID, "/amount", is: .cents(refund.amountCents)),
            .field(.refund, refundID, "/paymentId", is: .text(refund.paymentID)),
        ]
    }
}
