public import CanonicalJSON

/// A claim under warranty (contract 3.15).
public struct WarrantyClaim: EntityView {
    public static let type = EntityType.warrantyClaim
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var productID: Text { required("productId") }

    public var orderID: Text { required("orderId") }

    public var customerID: Text { required("customerId") }

    public var reason: Text { required("reason") }

    public var status: Text { required("status") }

    public var denialReason: Text? { text("denialReason") }

    public var notes: Text? { text("notes") }

    public var createdAt: Text { required("createdAt") }

    public var updatedAt: Text { required("updatedAt") }
}

extension EntitySchema {
    static let warrantyClaim = EntitySchema(
        .warrantyClaim,
        [
            .required("productId", .reference(.product)),
            .required("orderId", .reference(.order)),
            .required("customerId", .reference(.customer)),
            .required("reason", .enumeration(.claimReason)),
            .required("status", .enumeration(.claimStatus)),
            .nullable("denialReason", .enumeration(.denialReason)),
            .nullable("notes", .string),
            .required("createdAt", .timestamp),
            .required("updatedAt", .timestamp),
        ])
}

extension Vocabulary {
    /// Why a claim is made.
    public static let claimReason: Vocabulary = ["defect", "wear_and_tear", "malfunction"]

    /// The statuses of a claim.
    public static let claimStatus: Vocabulary = ["pending_review", "accepted", "denied"]

    /// Why a claim is denied.
    public static let denialReason: Vocabulary = [
        "product_misuse", "uncovered_damage", "out_of_warranty", "unauthorized_modification", "insufficient_evidence",
    ]
}
