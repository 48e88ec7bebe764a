internal import CanonicalJSON

/// The declaration of one entity type (contract section 3): the one source of validation on import, of the schema for
/// readers, and of the lint's references.
public struct EntitySchema: Sendable {
    public let type: EntityType
    /// All fields, `id` and `type` first.
    public let fields: [FieldSchema]

    init(_ type: EntityType, _ fields: [FieldSchema]) {
        self.type = type
        self.fields = [.required("id", .string), .optional("type", .string)] + fields
    }

    /// The declarations of all types, in the order of their names.
    public static let all: [EntitySchema] = EntityType.allCases.compactMap { $0.schema }
}

extension EntityType {
    /// The type's declaration; nil for the internal type, whose entities only events write.
    public var schema: EntitySchema? {
        switch self {
        case .hold: nil
        case .build: .build
        case .bundle: .bundle
        case .compatibilityRule: .compatibilityRule
        case .customer: .customer
        case .employee: .employee
        case .escalation: .escalation
        case .knowledgeBaseArticle: .knowledgeBaseArticle
        case .order: .order
        case .payment: .payment
        case .product: .product
        case .refund: .refund
        case .resolution: .resolution
        case .shipment: .shipment
        case .slackChannel: .slackChannel
        case .slackMessage: .slackMessage
        case .supportTicket: .supportTicket
        case .warrantyClaim: .warrantyClaim
        }
    }
}
