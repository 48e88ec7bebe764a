public import CanonicalJSON

/// `order.created`: an order was placed. What it takes of the stock is ``StockTaken``.
public struct OrderCreated: EventPayload {
    static let type: Text = "order.created"
    static let documentation = EventDocumentation(
        "An order was placed. What it takes from stock is a `stock.taken` of the same call.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "order", kind: .entity(.order), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let order: JSONObject

    public init(order: JSONObject) {
        self.order = order
    }

    init(from reader: inout EventReader) throws(EventError) {
        order = try reader.entity("order")
    }

    var members: JSONObject { ["order": .object(order)] }

    var event: Event { .orderCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.order, order)
    }
}

extension Event {
    public static func orderCreated(_ order: JSONObject) -> Event {
        .orderCreated(OrderCreated(order: order))
    }
}
