public import CanonicalJSON

/// A customer of the shop (contract 3.2).
public struct Customer: EntityView {
    public static let type = EntityType.customer
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var name: Text { required("name") }

    public var email: Text { required("email") }

    public var phone: Text? { text("phone") }

    public var dateOfBirth: Text { required("dateOfBirth") }

    public var addresses: [JSONObject] { objects("addresses") ?? [] }

    public var loyaltyTier: Text? { text("loyaltyTier") }

    public var createdAt: Text { required("createdAt") }
}

extension EntitySchema {
    static let customer = EntitySchema(
        .customer,
        [
            .required("name", .string),
            .required("email", .string),
            .nullable("phone", .string),
            .required("dateOfBirth", .date),
            .required("addresses", .array(.object(FieldSchema.address))),
            .optional("loyaltyTier", .enumeration(.loyaltyTier)),
            .required("createdAt", .timestamp),
        ])
}

extension Vocabulary {
    /// The tiers of the loyalty programme.
    public static let loyaltyTier: Vocabulary = ["none", "silver", "gold", "platinum"]
}

extension FieldSchema {
    /// The keys of a postal address.
    static let address: [FieldSchema] = [
        .optional("label", .string),
        .required("line1", .string),
        .optional("line2", .string),
        .required("city", .string),
        .required("region", .string),
        .required("postalCode", .string),
        .required("country", .string),
    ]

    /// An address of an order, where every key may be left out.
    static let partialAddress: [FieldSchema] = address.map { .optional($0.name, $0.kind) }
}
