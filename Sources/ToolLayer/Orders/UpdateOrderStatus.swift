internal import CanonicalJSON
internal import Projections

/// `updateOrderStatus` (contract, section 4.15).
///
/// an absent table has its own message. Q-17: `updatedAt` stays. C-1: `refund_requested` is valid. C-11: an order
/// that becomes `cancelled` gives back the stock that it still holds, once. Any status may follow any other; which one
/// should is left to the agent.
enum UpdateOrderStatus {
    static let orderID = Argument.text(
        "order_id", "Id of the order to change; searchOrders finds it.", example: "ord-250830-001")
    static let status = Argument.choice(
        "status",
        """
        The new status: pending (not yet paid), paid (not yet shipped), fulfilled (shipped), cancelled, backorder, \
        refunded (full refund approved), partially_refunded (partial refund approved), refund_requested (asked for, \
        not yet approved).
        """,
        from: .orderStatus)

    static let tool = Tool(
        name: "updateOrderStatus",
        title: "Set an order's status",
        description: """
            Set the status of an order. Use it to cancel an order, or after a refund was created to show what became \
            of the order; look the order up first. Changes nothing else of the order and neither its payment nor its \
            shipment; only stock held by an order that becomes cancelled goes back to the shelves. Returns the whole \
            order.
            """,
        effect: .overwrites,
        arguments: [orderID, status],
        answer: .entity(.order),
        events: ["order.status_changed", "stock.released"],
        policy: ["R-GEN-6", "R-ORDER-1", "R-ORDER-2", "R-ORDER-3", "R-ORDER-4", "R-REFUND-6"],
        quirks: ["Q-1", "Q-17", "C-1", "C-11"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let status = try arguments[status]
        let id = try arguments[orderID]
        try state.requireTable(.order)
        let order = try state.find(.order, id, orThrow: ToolError.notFound)

        var events: [Event] = []
        if order.object["status"]?.text != status {
            events.append(.orderStatusChanged(order: id, status: status))
        }
        if status == "cancelled", Stock.isHeld(byOrder: id, in: state) {
            events.append(.stockReleased(order: id))
        }
        return .writing(events, to: state, answering: order.key)
    }
}
