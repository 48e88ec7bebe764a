public import CanonicalJSON
public import Projections
internal import ToolLayer

/// How long the answers of the read tools are in a world: what an agent's context has to hold.
public struct AnswerSizes: Sendable {
    /// The answers of one tool to all of its probes.
    public struct Row: Sendable {
        public let tool: String
        /// How many different calls were made.
        public let calls: Int
        /// Tokens at four bytes each.
        public let median: Int
        public let percentile95: Int
        public let largest: Int
        /// The arguments of the largest answer.
        public let largestCall: JSONValue
    }

    /// In the order of the tools' names.
    public let rows: [Row]

    /// Calls each read tool once with every value that occurs in the world for each argument worth asking by, limits
    /// left at their default.
    public init(_ snapshot: Snapshot) {
        let world = FinishedWorld(snapshot)
        rows = Self.probes.map { tool, probes in
            var answers: [(bytes: Int, call: JSONValue)] = []
            for probe in probes {
                for value in probe.values(snapshot) {
                    let call: JSONValue = [Text(probe.argument): value]
                    answers.append((world.answer(of: tool, call).canonicalBytes.count, call))
                }
            }
            answers.sort { $0.bytes < $1.bytes }
            let tokens = answers.map { ($0.bytes + 3) / 4 }
            return Row(
                tool: tool, calls: answers.count, median: tokens.isEmpty ? 0 : tokens[tokens.count / 2],
                percentile95: tokens.isEmpty ? 0 : tokens[min(tokens.count - 1, tokens.count * 95 / 100)],
                largest: tokens.last ?? 0, largestCall: answers.last?.call ?? .null)
        }
    }

    /// An argument and where the values for it occur in the world.
    private struct Probe {
        let argument: String
        let type: EntityType
        let pointer: String
        /// Wraps the value in a list.
        var isList = false

        init(_ argument: String, _ type: EntityType, _ pointer: String, isList: Bool = false) {
            self.argument = argument
            self.type = type
            self.pointer = pointer
            self.isList = isList
        }

        func values(_ snapshot: Snapshot) -> [JSONValue] {
            var seen: Set<JSONValue> = []
            return snapshot.documents(type).compactMap { document in
                guard let value = JSONValue.object(document.object).at(pointer), !value.isNull,
                    seen.insert(value).inserted
                else { return nil }
                return isList && value.elements == nil ? .array([value]) : value
            }
        }
    }

    private static let probes: [(tool: String, probes: [Probe])] = [
        ("checkWarrantyStatus", [Probe("order_id", .order, "/id")]),
        ("getCustomerTicketHistory", [Probe("customer_id", .customer, "/id")]),
        ("getOrderDetails", [Probe("order_id", .order, "/id")]),
        ("getProduct", [Probe("product_id", .product, "/id")]),
        ("searchBuilds", [Probe("customer_id", .build, "/customerId"), Probe("name", .build, "/name")]),
        (
            "searchCustomers",
            [
                Probe("customer_id", .customer, "/id"), Probe("email", .customer, "/email"),
                Probe("loyalty_tier", .customer, "/loyaltyTier"), Probe("address_text", .customer, "/addresses/0/city"),
            ]
        ),
        (
            "searchEmployees",
            [
                Probe("employee_id", .employee, "/id"), Probe("department", .employee, "/department"),
                Probe("has_permission", .employee, "/permissions/0"),
            ]
        ),
        (
            "searchEscalations",
            [Probe("ticket_id", .escalation, "/ticketId"), Probe("destination", .escalation, "/destination")]
        ),
        (
            "searchKnowledgeBase",
            [
                Probe("text", .knowledgeBaseArticle, "/title"), Probe("tag", .knowledgeBaseArticle, "/tags/0"),
                Probe("category", .knowledgeBaseArticle, "/category"),
            ]
        ),
        ("searchOrders", [Probe("customer_id", .order, "/customerId"), Probe("status", .order, "/status")]),
        ("searchPayments", [Probe("order_id", .payment, "/orderId"), Probe("status", .payment, "/status")]),
        (
            "searchProducts",
            [
                Probe("category", .product, "/category"), Probe("brand", .product, "/brand"),
                Probe("text", .product, "/name"),
            ]
        ),
        ("searchRefunds", [Probe("payment_id", .refund, "/paymentId"), Probe("status", .refund, "/status")]),
        (
            "searchResolutions",
            [Probe("ticket_id", .resolution, "/ticketId"), Probe("outcome", .resolution, "/outcome")]
        ),
        (
            "searchShipments",
            [Probe("order_id", .shipment, "/orderId"), Probe("tracking_number", .shipment, "/trackingNumber")]
        ),
        ("searchSlackMessages", [Probe("channel_id", .slackMessage, "/channelId")]),
        (
            "searchTickets",
            [
                Probe("customer_id", .supportTicket, "/customerId"), Probe("status", .supportTicket, "/status"),
                Probe("ticket_type", .supportTicket, "/ticketType"),
                Probe("assigned_employee_id", .supportTicket, "/assignedEmployeeId"),
            ]
        ),
        ("validateBuildCompatibility", [Probe("product_ids", .build, "/componentIds", isList: true)]),
    ]
}

extension AnswerSizes {
    /// All of it as JSON.
    public var json: JSONValue {
        .array(
            rows.map { row in
                [
                    "tool": .text(row.tool), "calls": .whole(row.calls), "median_tokens": .whole(row.median),
                    "p95_tokens": .whole(row.percentile95), "largest_tokens": .whole(row.largest),
                    "largest_call": row.largestCall,
                ]
            })
    }
}
