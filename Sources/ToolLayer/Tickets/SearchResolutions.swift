internal import CanonicalJSON
internal import Projections

/// `searchResolutions` (contract, section 4.1).
///
/// an outcome outside the list is no error, it matches nothing.
enum SearchResolutions {
    static let tool = Tool.search(
        "searchResolutions",
        titled: "Search resolutions",
        """
        Find resolutions: how tickets were solved. Use it to see what was done about a ticket, by whom, and with which \
        refund. All filters given must hold; without any, every resolution is returned. Returns complete resolutions \
        (ticketId, outcome, details, linkedRefundId, resolvedById), newest first.
        """,
        over: .resolution,
        filters: [
            .equals("resolution_id", "id", "The resolution's id, exactly.", example: "res-250901-001"),
            .equals("ticket_id", "ticketId", "Id of the ticket that was solved.", example: "tick-250828-002"),
            .choice("outcome", "outcome", "What solved it.", from: .resolutionOutcome),
            .equals("resolved_by_id", "resolvedById", "Id of the employee who solved it.", example: "dana-kim"),
            .equals("linked_refund_id", "linkedRefundId", "Id of the linked refund.", example: "ref-250901-001"),
            .contains("details_text", in: .resolutionDetails, "Part of the details; case does not matter."),
            .instants("created", field: .resolutionCreated),
        ],
        policy: ["R-RES-1", "R-RES-2", "R-RES-4"],
        quirks: ["Q-2"])
}
