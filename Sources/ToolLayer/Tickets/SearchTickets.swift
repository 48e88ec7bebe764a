internal import CanonicalJSON
internal import Projections

/// `searchTickets` (contract, section 4.1).
///
/// a status, priority or type outside the lists is no error, it matches nothing. Q-11: `resolved_*` looks at
/// `updatedAt`, whatever the status, and a ticket without `updatedAt` passes.
enum SearchTickets {
    static let tool = Tool.search(
        "searchTickets",
        titled: "Search tickets",
        """
        Find support tickets by id, customer, assignee, status, priority, type, text or date. Use it to find the \
        ticket of a case before changing, escalating or resolving it. All filters given must hold; without any, every \
        ticket is returned. Returns complete tickets (subject, body, status, priority, assignedEmployeeId, orderId, \
        resolutionId), high priority first, then normal, then low, newest first within each.
        """,
        over: .supportTicket,
        filters: [
            .equals("ticket_id", "id", "The ticket's id, exactly.", example: "tick-250828-002"),
            .equals("customer_id", "customerId", "Id of the customer who asked.", example: "maria-lopez-10482"),
            .equals("assigned_employee_id", "assignedEmployeeId", "Id of the assignee.", example: "dana-kim"),
            .choice("status", "status", "Status of the ticket.", from: .ticketStatus),
            .choice("priority", "priority", "Priority of the ticket.", from: .ticketPriority),
            .choice("ticket_type", "ticketType", "What the ticket is about.", from: .ticketType),
            .contains(
                "text", in: .ticketSubjectAndBody, "Part of the subject or body, as one piece; case does not matter.",
                example: "not booting"),
            .instants("created", field: .ticketCreated),
            .instants("resolved", field: .ticketUpdated),
        ],
        policy: ["R-TICKET-1", "R-TICKET-2", "R-ESC-1", "R-RES-1"],
        quirks: ["Q-2", "Q-11"])
}
