public import CanonicalJSON

/// How a ticket was resolved (contract 3.10).
public struct Resolution: EntityView {
    public static let type = EntityType.resolution
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var ticketID: Text { required("ticketId") }

    public var outcome: Text { required("outcome") }

    public var details: Text? { text("details") }

    public var linkedRefundID: Text? { text("linkedRefundId") }

    public var resolvedByID: Text? { text("resolvedById") }

    public var createdAt: Text { required("createdAt") }
}

extension EntitySchema {
    static let resolution = EntitySchema(
        .resolution,
        [
            .required("ticketId", .reference(.supportTicket)),
            .required("outcome", .enumeration(.resolutionOutcome)),
            .optional("details", .string),
            .nullable("linkedRefundId", .reference(.refund)),
            .nullable("resolvedById", .reference(.employee)),
            .required("createdAt", .timestamp),
        ])
}

extension Vocabulary {
    /// What a resolution came to.
    public static let resolutionOutcome: Vocabulary = [
        "refund_issued", "replacement_sent", "recommendation_provided", "troubleshooting_steps", "order_updated",
        "no_action",
    ]
}
