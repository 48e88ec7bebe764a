import CanonicalJSON
import Projections

/// What a tool is called with in the benchmark.
struct ToolCase: Sendable {
    /// What design.md, section 9, has a limit for.
    enum Kind: Sendable {
        /// Looks entities up by their ids, and may write.
        case byID
        case search

        /// Microseconds that a call may take in the smaller world.
        var limit: Double { self == .byID ? 10 : 50 }
    }

    let tool: Text
    /// Tells the cases of one tool apart.
    let detail: String
    let kind: Kind
    /// Whether the search finds nothing: the hardest case for an index.
    let isWithoutHit: Bool
    let arguments: @Sendable (Draw) throws -> JSONValue

    var name: String { detail.isEmpty ? tool.string : "\(tool) \(detail)" }

    private static func byID(
        _ tool: Text, _ arguments: @escaping @Sendable (Draw) throws -> JSONValue
    ) -> ToolCase {
        ToolCase(tool: tool, detail: "", kind: .byID, isWithoutHit: false, arguments: arguments)
    }

    private static func search(
        _ tool: Text, _ detail: String, _ arguments: @escaping @Sendable (Draw) throws -> JSONValue
    ) -> ToolCase {
        ToolCase(tool: tool, detail: detail, kind: .search, isWithoutHit: false, arguments: arguments)
    }

    private static func miss(_ tool: Text, _ detail: String, _ arguments: JSONValue) -> ToolCase {
        ToolCase(tool: tool, detail: detail + ", no hit", kind: .search, isWithoutHit: true) { _ in arguments }
    }

    /// Every tool, the searches also by what is harder than an id. A limit makes the answers of both worlds alike.
    static let all = reads + writes + searches + misses

    private static let reads: [ToolCase] = [
        byID("calculate_price") {
            ["product_ids": [try $0.part("gpu"), try $0.part("psu")], "quantities": [1, 2], "loyalty_tier": "gold"]
        },
        byID("checkWarrantyStatus") { draw in
            let order = try draw.entity(.order)
            return ["order_id": order.argument, "product_id": order.firstProduct]
        },
        byID("getCustomerTicketHistory") { ["customer_id": try $0.id(.customer)] },
        byID("getOrderDetails") { ["order_id": try $0.id(.order)] },
        byID("getProduct") { ["product_id": try $0.id(.product)] },
        byID("readSlackChannel") { ["channel_id": try $0.id(.slackChannel), "limit": 5] },
        byID("validateBuildCompatibility") {
            [
                "product_ids": [
                    try $0.part("cpu"), try $0.part("motherboard"), try $0.part("memory"), try $0.part("case"),
                    try $0.part("psu"),
                ]
            ]
        },
    ]

    private static let writes: [ToolCase] = [
        byID("addTicketNote") {
            ["ticket_id": try $0.id(.supportTicket), "author_id": try $0.id(.employee), "text": $0.text("note")]
        },
        byID("createBuild") {
            [
                "name": $0.text("build"), "customer_id": try $0.id(.customer),
                "product_ids": [try $0.part("cpu"), try $0.part("gpu"), try $0.part("psu")],
            ]
        },
        byID("createOrder") { draw in
            let product = try draw.entity(.product) { ($0["inventory"]?["inStock"]?.number?.integer ?? 0) > 0 }
            return [
                "customer_id": try draw.id(.customer), "line_items": [["productId": product.argument, "qty": 1]],
                "shipping_service": "express",
            ]
        },
        byID("createTicket") { draw in
            let order = try draw.entity(.order)
            return [
                "customer_id": order.value("customerId"), "order_id": order.argument, "ticket_type": "return",
                "subject": draw.text("subject"), "body": draw.text("body"),
            ]
        },
        byID("createWarrantyClaim") { draw in
            let order = try draw.entity(.order)
            return [
                "product_id": try draw.part("gpu"), "order_id": order.argument,
                "customer_id": order.value("customerId"), "reason": "defect",
            ]
        },
        byID("create_escalation") {
            [
                "ticket_id": try $0.id(.supportTicket), "escalation_type": "technical", "destination": "engineering",
                "notes": $0.text("note"),
            ]
        },
        byID("create_refund") {
            [
                "payment_id": try $0.id(.payment), "amount": 19, "currency": "USD", "reason": "defective",
                "status": "approved",
            ]
        },
        byID("create_resolution") {
            [
                "ticket_id": try $0.id(.supportTicket), "outcome": "troubleshooting_steps",
                "resolved_by_id": try $0.id(.employee), "details": $0.text("details"),
            ]
        },
        byID("postSlackMessage") { draw in
            let channel = try draw.entity(.slackChannel)
            return ["channel_id": channel.argument, "author_id": channel.firstMember, "text": draw.text("hello")]
        },
        byID("updateBuild") { ["build_id": try $0.id(.build), "add_product_ids": [try $0.part("storage")]] },
        byID("updateOrderStatus") { ["order_id": try $0.id(.order), "status": "refund_requested"] },
        byID("updatePaymentStatus") { ["payment_id": try $0.id(.payment), "status": "disputed"] },
        byID("updateTicketStatus") {
            [
                "ticket_id": try $0.id(.supportTicket), "status": "pending_customer", "priority": "high",
                "assigned_employee_id": try $0.id(.employee),
            ]
        },
    ]

    private static let searches: [ToolCase] = [
        search("listSlackChannels", "by member") { ["member_id": try $0.entity(.slackChannel).firstMember] },
        search("searchBuilds", "by customer") { draw in
            ["customer_id": try draw.entity(.build) { $0["customerId"] != nil }.value("customerId")]
        },
        search("searchCustomers", "by e-mail") {
            ["email": try $0.entity(.customer).value("email"), "limit": 10]
        },
        search("searchCustomers", "by part of an address") { _ in ["address_text": "Brooklyn", "limit": 10] },
        search("searchEmployees", "by permission") { _ in ["has_permission": "issue_refund", "limit": 10] },
        search("searchEscalations", "by ticket") { ["ticket_id": try $0.entity(.escalation).value("ticketId")] },
        search("searchKnowledgeBase", "by text") { _ in ["text": "refund", "limit": 5] },
        search("searchOrders", "by customer") { ["customer_id": try $0.entity(.order).value("customerId")] },
        search("searchOrders", "by status and time") { _ in
            ["status": "paid", "created_after": "2025-07-01T00:00:00Z", "limit": 10]
        },
        search("searchPayments", "by order") { ["order_id": try $0.entity(.payment).value("orderId")] },
        search("searchProducts", "by price") { _ in ["min_price": 100, "max_price": 200, "limit": 10] },
        search("searchProducts", "by category and stock") { _ in
            ["category": "gpu", "inStockOnly": "true", "limit": 10]
        },
        search("searchProducts", "by text") { _ in ["text": "orrindale", "limit": 10] },
        search("searchRefunds", "by payment") { ["payment_id": try $0.entity(.refund).value("paymentId")] },
        search("searchResolutions", "by ticket") { ["ticket_id": try $0.entity(.resolution).value("ticketId")] },
        search("searchShipments", "by order") { ["order_id": try $0.entity(.shipment).value("orderId")] },
        search("searchSlackMessages", "by text") { _ in ["text": "customer", "limit": 10] },
        search("searchTickets", "by customer") { ["customer_id": try $0.entity(.supportTicket).value("customerId")] },
        search("searchTickets", "by text") { _ in ["text": "Orrindale", "limit": 10] },
    ]

    private static let misses: [ToolCase] = [
        miss("listSlackChannels", "by member", ["member_id": "nobody"]),
        miss("searchCustomers", "by part of an address", ["address_text": "Atlantis"]),
        miss("searchKnowledgeBase", "by text", ["text": "the customer is never right"]),
        miss("searchOrders", "by time", ["created_after": "2035-01-01T00:00:00Z"]),
        miss("searchProducts", "by price", ["min_price": 1_000_000]),
        miss("searchProducts", "by stock", ["minStock": 100_000_000]),
        miss("searchProducts", "by category and price", ["category": "gpu", "max_price": 0]),
        miss("searchProducts", "by text", ["text": "orrindalic"]),
        miss("searchTickets", "by text", ["text": "the customer wants a pony"]),
    ]
}

extension Document {
    /// The first product of an order.
    fileprivate var firstProduct: JSONValue { self["lineItems"]?.elements?.first?["productId"] ?? .null }

    /// The first member of a channel.
    fileprivate var firstMember: JSONValue { self["members"]?["connect"]?.elements?.first?["id"] ?? .null }
}
