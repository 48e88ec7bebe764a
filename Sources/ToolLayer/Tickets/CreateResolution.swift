internal import CanonicalJSON
internal import Projections

/// `create_resolution` (contract, section 4.13).
///
/// the name is in snake case. Q-16: a resolution does not resolve its ticket. C-13: an equal resolution is
/// answered as it stands. `details` is ours.
enum CreateResolution {
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket that is solved; searchTickets finds it.", example: "tick-250828-002")
    static let outcome = Argument.choice("outcome", "What solved it.", from: .resolutionOutcome)
    static let refundID = Argument.text(
        "linked_refund_id", "Id of the refund that was issued; give it with outcome refund_issued.",
        example: "ref-250901-001"
    ).optional
    static let employeeID = Argument.text(
        "resolved_by_id", "Id of the employee who solved it; searchEmployees finds it.", example: "dana-kim"
    ).optional
    static let details = Argument.text("details", "What was done, in a sentence or two.").optional

    static let tool = Tool(
        name: "create_resolution",
        title: "Record a resolution",
        description: """
            Record how a ticket was solved. Use it after doing what solves the ticket; then set the ticket to resolved \
            with updateTicketStatus, naming this resolution, since this tool leaves the ticket as it is. Returns the \
            resolution; an equal one (ticket, outcome, employee, refund) is not made twice but returned as it stands.
            """,
        effect: .creates,
        arguments: [ticketID, outcome, refundID, employeeID, details],
        answer: .entity(.resolution),
        events: ["resolution.created"],
        policy: ["R-GEN-6", "R-GEN-7", "R-RES-1", "R-RES-2", "R-RES-3", "R-RES-4", "R-RES-5", "R-TICKET-5"],
        quirks: ["Q-9", "Q-16", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let outcome = try arguments[outcome]
        let ticket = try state.find(.supportTicket, arguments[ticketID], orThrow: ToolError.notFound).id
        let refund = try arguments[refundID]
        if let refund, !refund.isEmpty { _ = try state.find(.refund, refund, orThrow: ToolError.notFound) }
        let employee = try arguments[employeeID]
        if let employee, !employee.isEmpty { _ = try state.find(.employee, employee, orThrow: ToolError.notFound) }

        let id = DerivedID.make("res_", [ticket, outcome, employee ?? "", refund ?? ""])
        if let existing = state.document(.resolution, id) { return .answering(existing) }
        var resolution: JSONObject = [
            "id": .string(id), "type": "resolution", "ticketId": .string(ticket), "outcome": .string(outcome),
            "linkedRefundId": .text(refund), "resolvedById": .text(employee), "createdAt": state.now,
        ]
        if let details = try arguments[details] { resolution["details"] = .string(details) }
        return .writing([.resolutionCreated(resolution)], to: state, answering: EntityKey(.resolution, id))
    }
}
