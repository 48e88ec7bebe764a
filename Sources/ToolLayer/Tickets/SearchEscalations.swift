internal import CanonicalJSON
internal import Projections

/// `searchEscalations` (contract, section 4.1).
///
/// a type or destination outside the lists is no error, it matches nothing. Unresolved escalations are left out as
/// soon as one of the `resolved_*` filters is given.
enum SearchEscalations {
    static let tool = Tool.search(
        "searchEscalations",
        titled: "Search escalations",
        """
        Find escalations: tickets handed to another department. Use it to see whether and why a ticket was escalated. \
        All filters given must hold; without any, every escalation is returned. Returns complete escalations \
        (ticketId, escalationType, destination, notes, resolvedAt), newest first.
        """,
        over: .escalation,
        filters: [
            .equals("escalation_id", "id", "The escalation's id, exactly.", example: "esc-250828-001"),
            .equals("ticket_id", "ticketId", "Id of the escalated ticket.", example: "tick-250828-002"),
            .choice("escalation_type", "escalationType", "Why it was escalated.", from: .escalationType),
            .choice(
                "destination", "destination", "The department it went to.", from: .department.without("recruitment")),
            .contains("notes_text", in: .escalationNotes, "Part of the notes; case does not matter."),
            .instants("created", field: .escalationCreated),
            .instants("resolved", field: .escalationResolved, untimed: .isLeftOut),
        ],
        policy: ["R-ESC-1", "R-ESC-2", "R-ESC-6"],
        quirks: ["Q-2"])
}
