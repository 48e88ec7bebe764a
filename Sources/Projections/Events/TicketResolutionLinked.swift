public import CanonicalJSON

/// `ticket.resolution_linked`: a ticket got its resolution.
public struct TicketResolutionLinked: EventPayload {
    static let type: Text = "ticket.resolution_linked"
    static let documentation = EventDocumentation(
        "A ticket got its resolution.",
        effect: "sets `resolutionId`.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "resolution", kind: .text, meaning: "Id of the resolution."),
        ])

    public let ticket: Text
    public let resolution: Text

    public init(ticket: Text, resolution: Text) {
        self.ticket = ticket
        self.resolution = resolution
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        resolution = try reader.text("resolution")
    }

    var members: JSONObject { ["ticket": .string(ticket), "resolution": .string(resolution)] }

    var event: Event { .ticketResolutionLinked(self) }

    /// Sets `resolutionId` and nothing else.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) { $0["resolutionId"] = .string(resolution) }
    }
}

extension Event {
    public static func ticketResolutionLinked(ticket: Text, resolution: Text) -> Event {
        .ticketResolutionLinked(TicketResolutionLinked(ticket: ticket, resolution: resolution))
    }
}
