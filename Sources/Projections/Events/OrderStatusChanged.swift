public import CanonicalJSON

/// `order.status_changed`: an order got a status. What it gives back to the stock is ``StockReleased``.
public struct OrderStatusChanged: EventPayload {
    static let type: Text = "order.status_changed"
    static let documentation = EventDocumentation(
        "An order got another status. What it gives back to stock is a `stock.released` of the same call.",
        effect: "sets `status`.",
        members: [
            .init(name: "order", kind: .text, meaning: "Id of the order."),
            .init(name: "status", kind: .text, meaning: "The new status."),
        ])

    public let order: Text
    public let status: Text

    public init(order: Text, status: Text) {
        self.order = order
        self.status = status
    }

    init(from reader: inout EventReader) throws(EventError) {
        order = try reader.text("order")
        status = try reader.text("status")
    }

    var members: JSONObject { ["order": .string(order), "status": .string(status)] }

    var event: Event { .orderStatusChanged(self) }

    /// Sets `status` and nothing else: `updatedAt` stays.
    func apply(to world: inout WorldDraft) {
        world.update(.order, order) { $0["status"] = .string(status) }
    }
}

extension Event {
    public static func orderStatusChanged(order: Text, status: Text) -> Event {
        .orderStatusChanged(OrderStatusChanged(order: order, status: status))
    }
}
