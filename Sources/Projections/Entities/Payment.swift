public import CanonicalJSON

/// One attempt to pay for an order (contract 3.7).
public struct Payment: EntityView {
    public static let type = EntityType.payment
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var orderID: Text { required("orderId") }

    public var customerID: Text? { text("customerId") }

    public var amount: JSONNumber? { document["amount"]?.number }

    /// US dollars when absent.
    public var currency: Text? { text("currency") }

    public var method: Text { required("method") }

    public var status: Text { required("status") }

    public var transactionID: Text? { text("transactionId") }

    public var processedAt: Text? { text("processedAt") }

    /// As imported; what the tool writes is ``writtenFailureReason``.
    public var failureReason: Text? { text("failureReason") }

    /// `failure_reason`, written by `updatePaymentStatus`.
    public var writtenFailureReason: Text? { text("failure_reason") }

    public var createdAt: Text { required("createdAt") }
}

extension EntitySchema {
    static let payment = EntitySchema(
        .payment,
        [
            .required("orderId", .reference(.order)),
            .optional("customerId", .reference(.customer)),
            .required("amount", .money),
            .optional("currency", .string),
            .required("method", .enumeration(.paymentMethod)),
            .required("status", .enumeration(.paymentStatus)),
            .nullable("transactionId", .string),
            .nullable("processedAt", .timestamp),
            .optional("failureReason", .string),
            .nullable("failure_reason", .string),
            .required("createdAt", .timestamp),
        ])
}

extension Vocabulary {
    /// The ways to pay.
    public static let paymentMethod: Vocabulary = ["card", "paypal", "apple_pay", "google_pay", "bank_transfer"]

    /// The statuses of a payment.
    public static let paymentStatus: Vocabulary = [
        "pending", "authorized", "captured", "failed", "refunded", "disputed", "voided", "completed",
        "partially_refunded",
    ]
}
