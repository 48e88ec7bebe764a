internal import CanonicalJSON
internal import Projections

/// `searchPayments` (contract, section 4.1).
///
/// a status outside the list is no error, it matches nothing. Unprocessed payments are left out as soon as one of
/// the `processed_*` filters is given.
enum SearchPayments {
    static let tool = Tool.search(
        "searchPayments",
        titled: "Search payments",
        """
        Find payments by order, status or date. Use it to get the payment id and amount before a refund, or to see why \
        a payment failed. All filters given must hold; without any, every payment is returned. Returns complete \
        payments (amount in the payment's currency, US dollars when none is named, method, status, failure reason), \
        newest first.
        """,
        over: .payment,
        filters: [
            .equals("order_id", "orderId", "Id of the order that was paid.", example: "ord-250830-001"),
            .choice("status", "status", "Status of the payment.", from: .paymentStatus),
            .instants("created", field: .paymentCreated),
            .instants("processed", field: .paymentProcessed, untimed: .isLeftOut),
        ],
        policy: ["R-REFUND-1", "R-PAY-1", "R-PAY-2", "R-PRIV-1"],
        quirks: ["Q-2"])
}
