public import CanonicalJSON

/// `ticket.created`: a customer's request became a ticket.
public struct TicketCreated: EventPayload {
    static let type: Text = "ticket.created"
    static let documentation = EventDocumentation(
        "A customer's request became a ticket.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "ticket", kind: .entity(.supportTicket), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let ticket: JSONObject

    public init(ticket: JSONObject) {
        self.ticket = ticket
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.entity("ticket")
    }

    var members: JSONObject { ["ticket": .object(ticket)] }

    var event: Event { .ticketCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.supportTicket, ticket)
    }
}

extension Event {
    public static func ticketCreated(_ ticket: JSONObject) -> Event {
        .ticketCreated(TicketCreated(ticket: ticket))
    }
}
