public import CanonicalJSON

/// The kinds of entity: the seventeen of world-contract section 3, and the one that the project keeps for itself.
///
/// The cases stand in the order of their names' UTF-8 bytes, so that ordering cases orders keys.
public enum EntityType: String, CaseIterable, Sendable {
    /// What an order holds of the stock (format section 5): shown by no tool, refused on import.
    case hold = "_hold"
    case build
    case bundle
    case compatibilityRule = "compatibility_rule"
    case customer
    case employee
    case escalation
    case knowledgeBaseArticle = "knowledge_base_article"
    case order
    case payment
    case product
    case refund
    case resolution
    case shipment
    case slackChannel = "slack_channel"
    case slackMessage = "slack_message"
    case supportTicket = "support_ticket"
    case warrantyClaim = "warranty_claim"

    /// The seventeen types that a snapshot may have a table of, in the order of their names.
    public static let importable: [EntityType] = allCases.filter { !$0.isInternal }

    /// Whether entities of this type are hidden from tools and from state views that do not ask for them.
    public var isInternal: Bool { self == .hold }

    /// The type's key as it stands in snapshots and entity keys, e.g. `support_ticket`.
    public var name: Text { Text(rawValue) }

    /// The type of that key, `_hold` included.
    public init?(name: Text) {
        // `String` compares by canonical equivalence, but small ASCII letters have no other equivalent spelling.
        self.init(rawValue: name.string)
    }

    /// The position among all cases.
    var ordinal: Int {
        switch self {
        case .hold: 0
        case .build: 1
        case .bundle: 2
        case .compatibilityRule: 3
        case .customer: 4
        case .employee: 5
        case .escalation: 6
        case .knowledgeBaseArticle: 7
        case .order: 8
        case .payment: 9
        case .product: 10
        case .refund: 11
        case .resolution: 12
        case .shipment: 13
        case .slackChannel: 14
        case .slackMessage: 15
        case .supportTicket: 16
        case .warrantyClaim: 17
        }
    }
}

extension EntityType: Comparable {
    public static func < (left: EntityType, right: EntityType) -> Bool {
        left.ordinal < right.ordinal
    }
}
