internal import CanonicalJSON
internal import Projections

/// `getOrderDetails` (contract, section 4.3).
///
/// keys of the order, shipment and customer are in snake case, those of tickets in camel case. "Latest" is the
/// first in "newest first" order.
enum GetOrderDetails {
    static let orderID = Argument.text(
        "order_id", "Id of the order; searchOrders finds it.", example: "ord-250830-001"
    ).refusedWhenEmpty
    static let createdBefore = Argument.date(
        "created_before",
        "Show only payments, shipments and tickets created at or before this instant; order and customer always show.")

    static let tool = Tool(
        name: "getOrderDetails",
        title: "Look up an order",
        description: """
            Look up one order with what belongs to it. Use it before changing an order, payment or refund, and for \
            questions about where an order is. Returns the order (line items with unit prices in US dollars, status, \
            times), its latest payment and latest shipment (null when there is none), the customer's name, e-mail and \
            loyalty tier (null when unknown), and all tickets about the order, newest first. Shipping address and \
            build are only in searchOrders; earlier payments are in searchPayments, tracking events in \
            searchShipments.
            """,
        effect: .reads,
        arguments: [orderID, createdBefore],
        answer: answer,
        policy: ["R-GEN-6", "R-REFUND-1", "R-ORDER-1", "R-PAY-1", "R-RETURN-2", "R-PRIV-1"],
        quirks: ["Q-12"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let id = try arguments[orderID]
        let end = try arguments[createdBefore]
        let found = try state.find(.order, id, orThrow: ToolError.unknown)

        func isShown(_ row: Document) -> Bool {
            guard let end, let created = row.object.instant("createdAt") else { return true }
            return created <= end
        }
        /// Payments and shipments come newest first from a search.
        func latest(_ field: IndexedField) -> Document? {
            state.documents(where: field, equals: id).first(where: isShown)
        }
        let buyer = found.text("customerId").flatMap { state.document(.customer, $0) }
        let tickets = state.documents(where: .ticketOrderID, equals: id).filter(isShown).newestFirst

        var writer = CanonicalWriter(capacity: 2_048)
        writer.writeVerbatim("{\"customer\":")
        customer.write(buyer, to: &writer)
        writer.writeVerbatim(",\"order\":")
        order.write(found, to: &writer)
        writer.writeVerbatim(",\"payment\":")
        payment.write(latest(.paymentOrderID), to: &writer)
        writer.writeVerbatim(",\"shipment\":")
        shipment.write(latest(.shipmentOrderID), to: &writer)
        writer.writeVerbatim(",\"tickets\":")
        ticket.write(tickets, to: &writer)
        writer.writeVerbatim("}")
        return ToolOutcome(result: writer.bytes)
    }

    private static let order = View([
        ("id", "id", .text), ("customer_id", "customerId", .text),
        ("line_items", "lineItems", .list(of: .anyObject("productId, qty, and price where known (US dollars each)."))),
        ("status", "status", .text), ("created_at", "createdAt", .text.described("When it was bought.")),
        ("updated_at", "updatedAt", .text),
    ])
    private static let payment = View([
        ("id", "id", .text), ("amount", "amount", .number), ("method", "method", .text), ("status", "status", .text),
    ])
    private static let shipment = View([
        ("id", "id", .text), ("tracking_number", "trackingNumber", .text), ("carrier", "carrier", .text),
        ("status", "status", .text),
    ])
    private static let customer = View([
        ("name", "name", .text), ("email", "email", .text), ("loyalty_tier", "loyaltyTier", .text),
    ])
    private static let ticket = View([
        ("id", "id", .text), ("subject", "subject", .text), ("status", "status", .text),
        ("createdAt", "createdAt", .text),
    ])

    private static let answer = Schema.object([
        ("order", order.schema()),
        ("payment", payment.schema("The latest payment of the order.").nullable),
        ("shipment", shipment.schema("The latest shipment of the order.").nullable),
        ("customer", customer.schema("Who ordered.").nullable),
        ("tickets", .list(of: ticket.schema(), "All tickets about the order, newest first.")),
    ])
}
