public import CanonicalJSON

/// A ticket handed to somebody else (contract 3.4).
public struct Escalation: EntityView {
    public static let type = EntityType.escalation
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var ticketID: Text { required("ticketId") }

    public var escalationType: Text { required("escalationType") }

    /// A department by policy; any text is stored.
    public var destination: Text { required("destination") }

    public var notes: Text? { text("notes") }

    public var createdAt: Text { required("createdAt") }

    public var resolvedAt: Text? { text("resolvedAt") }
}

extension EntitySchema {
    static let escalation = EntitySchema(
        .escalation,
        [
            .required("ticketId", .reference(.supportTicket)),
            .required("escalationType", .enumeration(.escalationType)),
            .required("destination", .string),
            .optional("notes", .string),
            .required("createdAt", .timestamp),
            .nullable("resolvedAt", .timestamp),
        ])
}

extension Vocabulary {
    /// Why a ticket is escalated.
    public static let escalationType: Vocabulary = [
        "technical", "policy_exception", "product_specialist", "insufficient_permission",
    ]
}
