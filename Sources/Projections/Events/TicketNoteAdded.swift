public import CanonicalJSON

/// `ticket.note_added`: an employee wrote a note on a ticket.
public struct TicketNoteAdded: EventPayload {
    static let type: Text = "ticket.note_added"
    static let documentation = EventDocumentation(
        "An employee wrote a note on a ticket.",
        effect: "appends to `notes`, which is made when it is absent, and sets `updatedAt` to the note's `createdAt`.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "note", kind: .part("`id`, `authorId`, `text`, `createdAt`"), meaning: "The note."),
        ])

    public let ticket: Text
    /// `{id, authorId, text, createdAt}`
    public let note: JSONObject

    public init(ticket: Text, note: JSONObject) {
        self.ticket = ticket
        self.note = note
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        note = try reader.entity("note")
    }

    var members: JSONObject { ["note": .object(note), "ticket": .string(ticket)] }

    var event: Event { .ticketNoteAdded(self) }

    /// Appends to `notes`, which is made when it is absent, and sets `updatedAt` to the time of the note.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) {
            $0["notes"] = .array(($0["notes"]?.elements ?? []) + [.object(note)])
            if let time = note["createdAt"] { $0["updatedAt"] = time }
        }
    }
}

extension Event {
    public static func ticketNoteAdded(ticket: Text, note: JSONObject) -> Event {
        .ticketNoteAdded(TicketNoteAdded(ticket: ticket, note: note))
    }
}
