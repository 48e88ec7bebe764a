public import CanonicalJSON

/// Money given back, or to be given back (contract 3.9).
public struct Refund: EntityView {
    public static let type = EntityType.refund
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var paymentID: Text { required("paymentId") }

    public var ticketID: Text? { text("ticketId") }

    public var amount: JSONNumber? { document["amount"]?.number }

    public var currency: Text? { text("currency") }

    public var reason: Text { required("reason") }

    public var status: Text { required("status") }

    /// The breakdown, stored as given.
    public var lines: [JSONObject] { objects("lines") ?? [] }

    public var createdAt: Text { required("createdAt") }

    public var processedAt: Text? { text("processedAt") }
}

extension EntitySchema {
    static let refund = EntitySchema(
        .refund,
        [
            .required("paymentId", .reference(.payment)),
            .optional("ticketId", .reference(.supportTicket)),
            .required("amount", .money),
            .optional("currency", .string),
            .required("reason", .enumeration(.refundReason)),
            .required("status", .enumeration(.refundStatus)),
            .required("lines", .array(.anyObject)),
            .required("createdAt", .timestamp),
            .nullable("processedAt", .timestamp),
        ])
}

extension Vocabulary {
    /// Why money is given back.
    public static let refundReason: Vocabulary = [
        "customer_remorse", "defective", "incompatible", "shipping_issue", "other",
    ]

    /// The statuses of a refund.
    public static let refundStatus: Vocabulary = ["pending", "approved", "denied", "processed", "failed"]
}
