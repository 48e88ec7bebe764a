public import CanonicalJSON

/// `ticket.closure_reason_given`: why a ticket is done with was put on record.
public struct TicketClosureReasonGiven: EventPayload {
    static let type: Text = "ticket.closure_reason_given"
    static let documentation = EventDocumentation(
        "Why a ticket is done with was put on record.",
        effect: "sets `closureReason`.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "reason", kind: .text, meaning: "The reason."),
        ])

    public let ticket: Text
    public let reason: Text

    public init(ticket: Text, reason: Text) {
        self.ticket = ticket
        self.reason = reason
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        reason = try reader.text("reason")
    }

    var members: JSONObject { ["ticket": .string(ticket), "reason": .string(reason)] }

    var event: Event { .ticketClosureReasonGiven(self) }

    /// Sets `closureReason` and nothing else.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) { $0["closureReason"] = .string(reason) }
    }
}

extension Event {
    public static func ticketClosureReasonGiven(ticket: Text, reason: Text) -> Event {
        .ticketClosureReasonGiven(TicketClosureReasonGiven(ticket: ticket, reason: reason))
    }
}
