public import CanonicalJSON

/// What a customer asked for (contract 3.14).
public struct SupportTicket: EntityView {
    public static let type = EntityType.supportTicket
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var customerID: Text { required("customerId") }

    public var orderID: Text? { text("orderId") }

    public var buildID: Text? { text("buildId") }

    public var ticketType: Text? { text("ticketType") }

    public var channel: Text? { text("channel") }

    public var priority: Text { required("priority") }

    public var status: Text { required("status") }

    public var subject: Text { required("subject") }

    public var body: Text? { text("body") }

    /// `description`, used once in place of `body`; not searched.
    public var ticketDescription: Text? { text("description") }

    public var assignedEmployeeID: Text? { text("assignedEmployeeId") }

    public var resolutionID: Text? { text("resolutionId") }

    public var closureReason: Text? { text("closureReason") }

    public var createdAt: Text { required("createdAt") }

    public var updatedAt: Text? { text("updatedAt") }

    /// Oldest first.
    public var notes: [JSONObject] { objects("notes") ?? [] }
}

extension EntitySchema {
    static let supportTicket = EntitySchema(
        .supportTicket,
        [
            .required("customerId", .reference(.customer)),
            .nullable("orderId", .reference(.order)),
            .nullable("buildId", .reference(.build)),
            .optional("ticketType", .enumeration(.ticketType)),
            .optional("channel", .enumeration(.ticketChannel)),
            .required("priority", .enumeration(.ticketPriority)),
            .required("status", .enumeration(.ticketStatus)),
            .required("subject", .string),
            .optional("body", .string),
            .optional("description", .string),
            .nullable("assignedEmployeeId", .reference(.employee)),
            .nullable("resolutionId", .reference(.resolution)),
            .optional("closureReason", .enumeration(.closureReason)),
            .required("createdAt", .timestamp),
            .optional("updatedAt", .timestamp),
            .optional(
                "notes",
                .array(
                    .object([
                        .required("id", .string),
                        .required("authorId", .reference(.employee)),
                        .required("text", .string),
                        .required("createdAt", .timestamp),
                    ]))),
        ])
}

extension Vocabulary {
    /// What a ticket is about.
    public static let ticketType: Vocabulary = [
        "return", "troubleshooting", "recommendation", "order_issue", "shipping", "billing", "other",
    ]

    /// The ways in which a ticket comes in.
    public static let ticketChannel: Vocabulary = ["web", "email", "phone", "chat"]

    /// The priorities of a ticket.
    public static let ticketPriority: Vocabulary = ["low", "normal", "high"]

    /// The statuses of a ticket.
    public static let ticketStatus: Vocabulary = ["new", "open", "pending_customer", "resolved", "closed"]

    /// Why a ticket was closed.
    public static let closureReason: Vocabulary = [
        "resolved_success", "customer_abandoned", "duplicate", "invalid_request", "other",
    ]
}
