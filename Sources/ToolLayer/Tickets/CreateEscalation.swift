internal import CanonicalJSON
internal import Projections

/// `create_escalation` (contract, section 4.12).
///
/// the name is in snake case. Q-7: any destination is stored. C-3: `insufficient_permission` is valid. C-13: an
/// equal escalation is answered as it stands. `notes` is ours.
enum CreateEscalation {
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket to escalate; searchTickets finds it.", example: "tick-250828-002")
    static let type = Argument.choice(
        "escalation_type",
        """
        technical (special expertise needed), policy_exception (an exception to policy is asked for), \
        product_specialist (product knowledge needed) or insufficient_permission (another employee has the \
        permission).
        """,
        from: .escalationType)
    static let destination = Argument.advertised(
        "destination", "The department that takes over.", .department.without("recruitment"))
    static let notes = Argument.text("notes", "Why it is escalated, for those who take over.").optional

    static let tool = Tool(
        name: "create_escalation",
        title: "Escalate a ticket",
        description: """
            Hand a ticket to another department. Use it when policy or your permissions do not let you solve the case; \
            say why in the notes. The ticket itself stays as it is: set priority and assignee with updateTicketStatus. \
            Returns the escalation; an equal one (ticket, type, destination) is not made twice but returned as it \
            stands.
            """,
        effect: .creates,
        arguments: [ticketID, type, destination, notes],
        answer: .entity(.escalation),
        events: ["escalation.created"],
        policy: ["R-GEN-5", "R-GEN-6", "R-GEN-7", "R-ESC-1", "R-ESC-2", "R-ESC-3", "R-ESC-4", "R-ESC-5", "R-ESC-6"],
        quirks: ["Q-7", "Q-9", "C-3", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let type = try arguments[type]
        let ticket = try state.find(.supportTicket, arguments[ticketID], orThrow: ToolError.notFound).id
        let destination = try arguments[destination]

        let id = DerivedID.make("esc_", [ticket, type, destination])
        if let existing = state.document(.escalation, id) { return .answering(existing) }
        var escalation: JSONObject = [
            "id": .string(id), "type": "escalation", "ticketId": .string(ticket), "escalationType": .string(type),
            "destination": .string(destination), "createdAt": state.now, "resolvedAt": .null,
        ]
        if let notes = try arguments[notes] { escalation["notes"] = .string(notes) }
        return .writing([.escalationCreated(escalation)], to: state, answering: EntityKey(.escalation, id))
    }
}
