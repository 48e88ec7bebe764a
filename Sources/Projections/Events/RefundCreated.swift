public import CanonicalJSON

/// `refund.created`: a refund was asked for or granted.
public struct RefundCreated: EventPayload {
    static let type: Text = "refund.created"
    static let documentation = EventDocumentation(
        "A refund was asked for or granted; payment and order stay.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "refund", kind: .entity(.refund), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let refund: JSONObject

    public init(refund: JSONObject) {
        self.refund = refund
    }

    init(from reader: inout EventReader) throws(EventError) {
        refund = try reader.entity("refund")
    }

    var members: JSONObject { ["refund": .object(refund)] }

    var event: Event { .refundCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.refund, refund)
    }
}

extension Event {
    public static func refundCreated(_ refund: JSONObject) -> Event {
        .refundCreated(RefundCreated(refund: refund))
    }
}
