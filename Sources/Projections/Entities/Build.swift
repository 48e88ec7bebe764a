public import CanonicalJSON

/// A list of parts: a customer's, or the base of a prebuilt (contract 3.1).
public struct Build: EntityView {
    public static let type = EntityType.build
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var ownerType: Text? { text("ownerType") }

    public var customerID: Text? { text("customerId") }

    /// An absent name sorts and searches as the empty one.
    public var name: Text? { text("name") }

    /// The parts of an imported build, one id per piece.
    public var componentIDs: [Text]? { texts("componentIds") }

    /// The parts that tools have written, sorted.
    public var productIDs: [Text]? { texts("productIds") }

    /// The current parts: `productIds`, else `componentIds` (C-5).
    public var parts: [Text] { productIDs ?? componentIDs ?? [] }

    public var createdAt: Text { required("createdAt") }

    public var updatedAt: Text { required("updatedAt") }
}

extension EntitySchema {
    static let build = EntitySchema(
        .build,
        [
            .optional("ownerType", .enumeration(.buildOwnerType)),
            .optional("customerId", .reference(.customer)),
            .optional("name", .string),
            .optional("componentIds", .array(.reference(.product))),
            .optional("productIds", .array(.reference(.product))),
            .required("createdAt", .timestamp),
            .required("updatedAt", .timestamp),
        ])
}

extension Vocabulary {
    /// Whose a build is.
    public static let buildOwnerType: Vocabulary = ["customer", "internal"]
}
