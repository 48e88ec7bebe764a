public import CanonicalJSON

/// `escalation.created`: a ticket was handed to another department.
public struct EscalationCreated: EventPayload {
    static let type: Text = "escalation.created"
    static let documentation = EventDocumentation(
        "A ticket was passed on to another department; the ticket itself stays.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "escalation", kind: .entity(.escalation), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let escalation: JSONObject

    public init(escalation: JSONObject) {
        self.escalation = escalation
    }

    init(from reader: inout EventReader) throws(EventError) {
        escalation = try reader.entity("escalation")
    }

    var members: JSONObject { ["escalation": .object(escalation)] }

    var event: Event { .escalationCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.escalation, escalation)
    }
}

extension Event {
    public static func escalationCreated(_ escalation: JSONObject) -> Event {
        .escalationCreated(EscalationCreated(escalation: escalation))
    }
}
