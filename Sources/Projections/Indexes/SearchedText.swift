public import CanonicalJSON

/// Texts in which the tools look for a piece (`~` of contract 2.3), indexed by ``TextIndex``. To index others, add a
/// case and its place.
public enum SearchedText: Int, CaseIterable, Sendable {
    case buildName
    case customerName, customerAddresses
    case employeeName, employeeTitle
    case escalationNotes
    case articleTitleAndBody
    case productNameBrandAndSKU
    case resolutionDetails
    case channelName
    case messageText
    case ticketSubjectAndBody

    /// The entities' type and the names of the members; one of them must contain the piece.
    public var place: (type: EntityType, members: [Text]) {
        switch self {
        case .buildName: (.build, ["name"])
        case .customerName: (.customer, ["name"])
        case .customerAddresses: (.customer, ["addresses"])
        case .employeeName: (.employee, ["name"])
        case .employeeTitle: (.employee, ["title"])
        case .escalationNotes: (.escalation, ["notes"])
        case .articleTitleAndBody: (.knowledgeBaseArticle, ["title", "body"])
        case .productNameBrandAndSKU: (.product, ["name", "brand", "sku"])
        case .resolutionDetails: (.resolution, ["details"])
        case .channelName: (.slackChannel, ["name"])
        case .messageText: (.slackMessage, ["text"])
        case .ticketSubjectAndBody: (.supportTicket, ["subject", "body"])
        }
    }

    /// The type of the entities that the texts belong to.
    public var type: EntityType { place.type }

    /// Whether one of the entity's texts contains the piece. Absent and null contain nothing.
    public func matches(_ document: Document, _ piece: TextMatch) -> Bool {
        contains(in: document) { piece.occurs(in: $0) }
    }

    /// Whether some text of the entity fulfils a condition; of addresses the texts are the values of their members.
    func contains(in document: Document, _ condition: (Text) -> Bool) -> Bool {
        place.members.contains { member in
            switch document[member] {
            case .string(let text): condition(text)
            case .array(let elements) where self == .customerAddresses:
                elements.contains { element in
                    element.object?.members.contains { $0.value.text.map(condition) ?? false } ?? false
                }
            default: false
            }
        }
    }
}
