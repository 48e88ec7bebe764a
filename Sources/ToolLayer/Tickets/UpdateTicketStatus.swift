internal import CanonicalJSON
internal import Projections

/// `updateTicketStatus` (contract, section 4.17).
///
/// an absent table has its own message. Q-15: the assignee need not exist. Q-17: `updatedAt` stays. C-4: null for
/// status or priority leaves them alone. `resolution_id` and `closure_reason` are ours.
enum UpdateTicketStatus {
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket to change; searchTickets finds it.", example: "tick-250828-002")
    static let status = Argument.choice(
        "status",
        """
        The new status: new (unassigned), open (assigned), pending_customer (waits for the customer), resolved \
        (solved, with a resolution), closed (without being solved).
        """,
        from: .ticketStatus
    ).optional
    static let assignee = Argument.assignment(
        "assigned_employee_id", "Id of the employee to assign it to; null unassigns it. searchEmployees finds ids.",
        example: "dana-kim")
    static let priority = Argument.choice("priority", "The new priority.", from: .ticketPriority).optional
    static let resolutionID = Argument.text(
        "resolution_id", "Id of the ticket's resolution, as create_resolution returned it."
    ).optional
    static let closureReason = Argument.choice(
        "closure_reason", "Why the ticket is done with; give it with status resolved or closed.", from: .closureReason
    ).optional

    static let tool = Tool(
        name: "updateTicketStatus",
        title: "Set a ticket's status",
        description: """
            Set status, assignee, priority, resolution or closure reason of a ticket; what is not given stays. Use it \
            to assign a ticket, after an escalation, and to resolve or close a ticket. Look the ticket up first. \
            Returns the whole ticket.
            """,
        effect: .overwrites,
        arguments: [ticketID, status, assignee, priority, resolutionID, closureReason],
        answer: .entity(.supportTicket),
        events: [
            "ticket.status_changed", "ticket.assigned", "ticket.priority_changed", "ticket.resolution_linked",
            "ticket.closure_reason_given",
        ],
        policy: [
            "R-GEN-6", "R-TICKET-1", "R-TICKET-2", "R-TICKET-3", "R-TICKET-4", "R-TICKET-5", "R-ESC-5", "R-RES-5",
        ],
        quirks: ["Q-1", "Q-15", "Q-17", "C-4"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let status = try arguments[status]
        let priority = try arguments[priority]
        let closureReason = try arguments[closureReason]
        try state.requireTable(.supportTicket)
        let ticket = try state.find(.supportTicket, arguments[ticketID], orThrow: ToolError.notFound)
        let resolution = try arguments[resolutionID]
        if let resolution { try check(resolution, belongsTo: ticket.id, in: state) }

        var events: [Event] = []
        if let status, ticket.text("status") != status {
            events.append(.ticketStatusChanged(ticket: ticket.id, status: status))
        }
        switch try arguments[assignee] {
        case .unchanged: break
        case .null where ticket["assignedEmployeeId"] == .some(.null): break
        case .null: events.append(.ticketAssigned(ticket: ticket.id, employee: nil))
        case .set(let employee) where ticket.text("assignedEmployeeId") == employee: break
        case .set(let employee): events.append(.ticketAssigned(ticket: ticket.id, employee: employee))
        }
        if let priority, ticket.text("priority") != priority {
            events.append(.ticketPriorityChanged(ticket: ticket.id, priority: priority))
        }
        if let resolution, ticket.text("resolutionId") != resolution {
            events.append(.ticketResolutionLinked(ticket: ticket.id, resolution: resolution))
        }
        if let closureReason, ticket.text("closureReason") != closureReason {
            events.append(.ticketClosureReasonGiven(ticket: ticket.id, reason: closureReason))
        }
        return .writing(events, to: state, answering: ticket.key)
    }

    private static func check(_ id: Text, belongsTo ticket: Text, in state: WorldState) throws(ToolError) {
        let resolution = try state.find(.resolution, id, orThrow: ToolError.notFound)
        let owner = resolution.text("ticketId") ?? ""
        guard owner == ticket else {
            throw ToolError(
                "Resolution \(id) belongs to ticket \(owner)",
                hint: "Create one for this ticket with create_resolution.")
        }
    }
}
