internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// When the last parcel of an order arrived; before that, when it was placed.
    func deliveryMoment(of receipt: OrderReceipt) -> Moment {
        let arrivals = receipt.shipmentIDs.compactMap { id in
            shipments[id].scans.last.flatMap { $0.status == "delivered" ? $0.at : nil }
        }
        return arrivals.max() ?? orders[receipt.orderID].createdAt
    }

    /// Conditions of a delivered order about which one open ticket tells all: nothing was done about it yet.
    func isOnlyStory(_ ticketID: String, of receipt: OrderReceipt) -> [Condition] {
        [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .field(.supportTicket, ticketID, "/status", is: "open"),
            .field(.supportTicket, ticketID, "/body", is: .text(tickets[ticketID].body)),
            .exactly([ticketID], .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
            .count(0, .escalation, where: [("/ticketId", .text(ticketID))]),
            .count(0, .warrantyClaim, where: [("/orderId", .text(receipt.orderID))]),
            .count(0, .refund, where: [("/paymentId", .text(receipt.paymentID ?? ""))]),
        ] + receipt.shipmentIDs.map { .field(.shipment, $0, "/status", is: "delivered") }
    }
}
