internal import CanonicalJSON
internal import Projections

extension WorldState {
    /// The entity, or an error that says in one of the contract's two ways that there is none.
    func find(
        _ type: EntityType, _ id: Text, orThrow error: (EntityType, Text) -> ToolError
    ) throws(ToolError) -> Document {
        guard let document = document(type, id) else { throw error(type, id) }
        return document
    }

    /// Those of the ids that name no product, in input order, as often as they stand there.
    func unknownProducts(_ ids: some Sequence<Text>) -> [Text] {
        ids.filter { document(.product, $0) == nil }
    }

    /// Refuses when the table itself is absent, which differs from an empty one in four tools.
    func requireTable(_ type: EntityType) throws(ToolError) {
        guard hasTable(type) else {
            throw ToolError(
                "\(type.tableNoun) table not found in data",
                hint: "This world has no \(type.noun.lowercased())s at all.")
        }
    }
}

extension ToolError {
    /// `Customer maria not found`, as most writes word it.
    static func notFound(_ type: EntityType, _ id: Text) -> ToolError {
        ToolError("\(type.noun) \(id) not found", hint: type.finder)
    }

    /// `Product not found: gpu-1`, as most reads word it.
    static func unknown(_ type: EntityType, _ id: Text) -> ToolError {
        ToolError("\(type.noun) not found: \(id)", hint: type.finder)
    }

    /// All product ids that are unknown, in input order.
    static func unknownProducts(_ ids: [Text]) -> ToolError {
        ToolError("Products not found: \(ids.list)", hint: EntityType.product.finder)
    }
}

extension [Text] {
    /// The texts with comma and space between them.
    var list: String { map(\.string).joined(separator: ", ") }
}

extension EntityType {
    /// What messages call one entity of this type.
    fileprivate var noun: String {
        switch self {
        case .supportTicket: "Ticket"
        case .slackChannel: "Channel"
        case .slackMessage: "Message"
        case .knowledgeBaseArticle: "Article"
        case .warrantyClaim: "Warranty claim"
        case .build, .customer, .employee, .escalation, .order, .payment, .product, .refund, .resolution, .shipment,
            .bundle, .compatibilityRule, .hold:
            rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// What messages call the table.
    fileprivate var tableNoun: String {
        self == .supportTicket ? "Support ticket" : noun
    }

    /// Which tool finds ids of this type, as a hint.
    fileprivate var finder: String {
        let tool: String? =
            switch self {
            case .build: "searchBuilds"
            case .customer: "searchCustomers"
            case .employee: "searchEmployees"
            case .escalation: "searchEscalations"
            case .knowledgeBaseArticle: "searchKnowledgeBase"
            case .order: "searchOrders"
            case .payment: "searchPayments"
            case .product: "searchProducts"
            case .refund: "searchRefunds"
            case .resolution: "searchResolutions"
            case .shipment: "searchShipments"
            case .slackChannel: "listSlackChannels"
            case .slackMessage: "searchSlackMessages"
            case .supportTicket: "searchTickets"
            case .warrantyClaim, .bundle, .compatibilityRule, .hold: nil
            }
        return tool.map { "Find the right id with \($0)." } ?? "No tool finds ids of this kind."
    }
}
