public import CanonicalJSON

/// `ticket.priority_changed`: a ticket got a priority.
public struct TicketPriorityChanged: EventPayload {
    static let type: Text = "ticket.priority_changed"
    static let documentation = EventDocumentation(
        "A ticket got another priority.",
        effect: "sets `priority`.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "priority", kind: .text, meaning: "The new priority."),
        ])

    public let ticket: Text
    public let priority: Text

    public init(ticket: Text, priority: Text) {
        self.ticket = ticket
        self.priority = priority
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        priority = try reader.text("priority")
    }

    var members: JSONObject { ["ticket": .string(ticket), "priority": .string(priority)] }

    var event: Event { .ticketPriorityChanged(self) }

    /// Sets `priority` and nothing else.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) { $0["priority"] = .string(priority) }
    }
}

extension Event {
    public static func ticketPriorityChanged(ticket: Text, priority: Text) -> Event {
        .ticketPriorityChanged(TicketPriorityChanged(ticket: ticket, priority: priority))
    }
}
