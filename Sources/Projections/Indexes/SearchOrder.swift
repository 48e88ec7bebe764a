internal import CanonicalJSON

/// The order in which the tools show a type's entities (contract 2.3 and 4.1); ties are broken by id, ascending.
enum SearchOrder: Sendable {
    case byID
    /// Ascending by a text; an absent one counts as empty.
    case ascending(Text)
    /// Descending by the *text* of a timestamp.
    case newestFirst(Text)
    /// High, normal, low, then descending by the text of a timestamp.
    case byPriorityThenNewest(Text)

    init(of type: EntityType) {
        self =
            switch type {
            case .hold: .byID
            case .build, .customer, .employee, .product, .slackChannel, .bundle, .compatibilityRule: .ascending("name")
            case .knowledgeBaseArticle: .ascending("title")
            case .escalation, .order, .payment, .refund, .resolution, .shipment, .warrantyClaim:
                .newestFirst("createdAt")
            case .slackMessage: .newestFirst("timestamp")
            case .supportTicket: .byPriorityThenNewest("createdAt")
            }
    }

    /// What an entity is ordered by, before its id.
    struct Key {
        var rank = 0
        var text: Text = ""
    }

    func key(of document: Document) -> Key {
        switch self {
        case .byID: Key()
        case .ascending(let member), .newestFirst(let member): Key(text: document.text(member) ?? "")
        case .byPriorityThenNewest(let member):
            Key(rank: SearchOrder.rank(ofPriority: document.text("priority")), text: document.text(member) ?? "")
        }
    }

    private static func rank(ofPriority priority: Text?) -> Int {
        switch priority {
        case "high": 0
        case "normal": 1
        case "low": 2
        default: 3
        }
    }

    /// Negative, zero or positive, as the left key comes before, is equal to or comes after the right one.
    func order(_ left: Key, _ right: Key) -> Int {
        guard left.rank == right.rank else { return left.rank - right.rank }
        guard left.text != right.text else { return 0 }
        let isAscending = left.text < right.text
        return switch self {
        case .byID, .ascending: isAscending ? -1 : 1
        case .newestFirst, .byPriorityThenNewest: isAscending ? 1 : -1
        }
    }

    func precedes(_ left: Document, _ right: Document) -> Bool {
        let order = order(key(of: left), key(of: right))
        return order == 0 ? left.id < right.id : order < 0
    }

    /// Sorts entities that stand in the order of their ids.
    func sorting(_ documents: [Document]) -> [Document] {
        if case .byID = self { return documents }
        let keys = documents.map { key(of: $0) }
        let positions = documents.indices.sorted {
            let order = order(keys[$0], keys[$1])
            return order == 0 ? $0 < $1 : order < 0
        }
        return positions.map { documents[$0] }
    }
}
