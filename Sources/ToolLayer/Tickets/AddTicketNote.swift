internal import CanonicalJSON
internal import Projections

/// `addTicketNote` (contract, section 5.6). Ours.
///
/// The number of notes before it is part of the id, so that the same text can be noted again. Unlike the status updates
/// it sets the ticket's `updatedAt`.
enum AddTicketNote {
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket; searchTickets finds it.", example: "tick-250828-002")
    static let authorID = Argument.text(
        "author_id", "Id of the employee who writes: the one that you act as.", example: "dana-kim")
    static let text = Argument.text(
        "text", "What to put on record.", example: "Asked the customer for a photo of the damage."
    ).refusedWhenEmpty

    static let tool = Tool(
        name: "addTicketNote",
        title: "Add a note to a ticket",
        description: """
            Add an internal note to a ticket. Use it to keep what was found or done for colleagues; the customer does \
            not read it. Each call adds another note. Returns the whole ticket with all its notes.
            """,
        effect: .appends,
        arguments: [ticketID, authorID, text],
        answer: .entity(.supportTicket),
        events: ["ticket.note_added"],
        policy: ["R-GEN-6", "R-GEN-7", "R-TICKET-1"],
        isPublished: false,
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let text = try arguments[text]
        let ticket = try state.find(.supportTicket, arguments[ticketID], orThrow: ToolError.notFound)
        let author = try state.find(.employee, arguments[authorID], orThrow: ToolError.notFound).id
        let count = ticket["notes"]?.elements?.count ?? 0
        let note: JSONObject = [
            "id": .string(DerivedID.make("note_", [ticket.id, author, text, Text(String(count))])),
            "authorId": .string(author), "text": .string(text), "createdAt": state.now,
        ]
        return .writing([.ticketNoteAdded(ticket: ticket.id, note: note)], to: state, answering: ticket.key)
    }
}
