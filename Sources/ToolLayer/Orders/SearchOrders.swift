internal import CanonicalJSON
internal import Projections

/// `searchOrders` (contract, section 4.1).
///
/// One of the two searches that refuse a value outside their enum. C-1: `refund_requested` is valid here.
enum SearchOrders {
    static let tool = Tool.search(
        "searchOrders",
        titled: "Search orders",
        """
        Find orders by id, customer, status or date of purchase. Use it to see what a customer bought, or which orders \
        are in a certain status. All filters given must hold; without any, every order is returned. Returns complete \
        orders (lineItems with productId, qty and the unit price paid in US dollars, status, shipping), newest first. \
        For one order together with its payment, shipment, customer and tickets use getOrderDetails.
        """,
        over: .order,
        filters: [
            .equals("order_id", "id", "The order's id, exactly.", example: "ord-250830-001"),
            .equals("customer_id", "customerId", "Id of the customer who ordered.", example: "maria-lopez-10482"),
            .choice(
                "status", "status",
                """
                Status of the order: pending (not yet paid), paid (not yet shipped), fulfilled (shipped), cancelled, \
                backorder, refunded (in full), partially_refunded, refund_requested (asked for, not approved).
                """,
                from: .orderStatus, refusesOthers: true),
            .instants("created", field: .orderCreated),
        ],
        policy: ["R-ORDER-1", "R-ORDER-2", "R-RETURN-1"],
        quirks: ["Q-2", "C-1"])
}
