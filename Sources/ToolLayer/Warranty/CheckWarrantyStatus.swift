internal import CanonicalJSON
internal import Projections

/// `checkWarrantyStatus` (contract, section 4.6).
///
/// for an order without a product, or with one that it does not hold, 12 months are assumed. C-7: a product alone
/// without a date counts from the clock.
enum CheckWarrantyStatus {
    static let orderID = Argument.text(
        "order_id", "Id of the order; its date is the date of purchase.", example: "ord-250830-001"
    ).optionalWhenEmpty
    static let productID = Argument.text(
        "product_id", "Id of the product, alone or to pick one product of the order.",
        example: "pyratech-graphforce-4070-16gb"
    ).optionalWhenEmpty
    static let purchaseDate = Argument.date(
        "purchase_date", "When the product was bought; only used without order_id, and now when left out.")

    static let tool = Tool(
        name: "checkWarrantyStatus",
        title: "Check a warranty",
        description: """
            Check whether a warranty still runs. Use it before you file or refuse a warranty claim. Give an order id, \
            an order id with one of its products, or a product id with the date of purchase. Returns \
            is_under_warranty, warranty_end_date (UTC) and days_remaining, 0 when it is over. Without a product of the \
            order 12 months are assumed, so give both ids for an exact answer.
            """,
        effect: .reads,
        arguments: [orderID, productID, purchaseDate],
        answer: .object([
            ("is_under_warranty", .boolean.described("Whether the warranty still runs.")),
            ("warranty_end_date", .text.described("YYYY-MM-DD, in UTC.")),
            ("days_remaining", .integer.described("Days left, begun ones counted; 0 when it is over.")),
        ]),
        policy: ["R-WARR-1", "R-WARR-2", "R-WARR-3", "R-RETURN-5"],
        quirks: ["Q-14", "C-7"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let product = try arguments[productID]
        if let order = try arguments[orderID] {
            let order = try state.find(.order, order, orThrow: ToolError.unknown)
            guard let purchase = order.object.instant("createdAt") else {
                throw ToolError(
                    "Order \(order.id) has no date of purchase",
                    hint: "Leave order_id out, and give product_id with purchase_date.")
            }
            return try answer(from: purchase, months: months(of: product, in: order, state), state)
        }
        guard let product else {
            throw ToolError(
                "Either order_id or product_id is required",
                hint: "Find orders with searchOrders, products with searchProducts.")
        }
        let found = try state.find(.product, product, orThrow: ToolError.unknown)
        let purchase = try arguments[purchaseDate] ?? state.clock.instant
        return try answer(from: purchase, months: warrantyMonths(of: found) ?? standardMonths, state)
    }

    /// What an absent warranty counts as.
    private static let standardMonths = 12

    private static func warrantyMonths(of product: Document?) -> Int? {
        product?["warrantyMonths"]?.number?.integer
    }

    private static func months(of product: Text?, in order: Document, _ state: WorldState) -> Int {
        guard let product, Order(order).lineItems.contains(where: { $0.productID == product }),
            let months = warrantyMonths(of: state.document(.product, product)), months > 0
        else { return standardMonths }
        return months
    }

    private static func answer(
        from purchase: Instant, months: Int, _ state: WorldState
    ) throws(ToolError) -> ToolOutcome {
        guard let end = purchase.adding(months: months), 0...9999 ~= end.utcDate.year else {
            throw ToolError(
                "The warranty of \(months) months ends outside the calendar",
                hint: "Give an earlier purchase_date, if it is that; else the product's warranty cannot be computed.")
        }
        let microsecondsPerDay: Int64 = 86_400_000_000
        let remaining = end.microseconds - state.clock.instant.microseconds
        let days = remaining > 0 ? (remaining + microsecondsPerDay - 1) / microsecondsPerDay : 0
        return .answering([
            "is_under_warranty": .bool(remaining > 0),
            "warranty_end_date": .string(end.utcDate.text),
            "days_remaining": JSONValue(integer: Int(days)),
        ])
    }
}
