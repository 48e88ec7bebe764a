internal import CanonicalJSON
internal import Projections

/// `searchRefunds` (contract, section 4.1).
///
/// a reason or status outside the lists is no error, it matches nothing. Unprocessed refunds are left out as soon
/// as one of the `processed_*` filters is given.
enum SearchRefunds {
    static let tool = Tool.search(
        "searchRefunds",
        titled: "Search refunds",
        """
        Find refunds by id, payment, ticket, reason, status or date. Use it to see what was paid back already, or what \
        became of a refund. All filters given must hold; without any, every refund is returned. Returns complete \
        refunds (amount, reason, status, lines, processedAt), newest first.
        """,
        over: .refund,
        filters: [
            .equals("refund_id", "id", "The refund's id, exactly.", example: "ref-250901-001"),
            .equals("payment_id", "paymentId", "Id of the payment that is paid back.", example: "pay-250830-001"),
            .equals("ticket_id", "ticketId", "Id of the ticket that it answers.", example: "tick-250828-002"),
            .choice("reason", "reason", "Why money goes back.", from: .refundReason),
            .choice("status", "status", "Status of the refund.", from: .refundStatus),
            .instants("created", field: .refundCreated),
            .instants("processed", field: .refundProcessed, untimed: .isLeftOut),
        ],
        policy: ["R-REFUND-3", "R-REFUND-5"],
        quirks: ["Q-2"])
}
