public import CanonicalJSON

/// `ticket.status_changed`: a ticket got a status.
public struct TicketStatusChanged: EventPayload {
    static let type: Text = "ticket.status_changed"
    static let documentation = EventDocumentation(
        "A ticket got another status.",
        effect: "sets `status`.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "status", kind: .text, meaning: "The new status."),
        ])

    public let ticket: Text
    public let status: Text

    public init(ticket: Text, status: Text) {
        self.ticket = ticket
        self.status = status
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        status = try reader.text("status")
    }

    var members: JSONObject { ["ticket": .string(ticket), "status": .string(status)] }

    var event: Event { .ticketStatusChanged(self) }

    /// Sets `status` and nothing else: `updatedAt` stays.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) { $0["status"] = .string(status) }
    }
}

extension Event {
    public static func ticketStatusChanged(ticket: Text, status: Text) -> Event {
        .ticketStatusChanged(TicketStatusChanged(ticket: ticket, status: status))
    }
}
