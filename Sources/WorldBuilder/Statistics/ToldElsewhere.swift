public import CanonicalJSON
public import Projections

/// How much of a world is told in none of some others: its tickets and Slack messages, compared by what is left of them
/// without names, ids, products, amounts and days.
public struct ToldElsewhere: Sendable {
    /// Texts of one type.
    public struct Texts: Sendable {
        public let count: Int
        /// Those that none of the others tells.
        public let own: Int
    }

    public let tickets: Texts
    /// Messages of six words or more; shorter ones are nobody's.
    public let messages: Texts

    public init(_ snapshot: Snapshot, besides others: [Snapshot]) {
        tickets = Self.compared(.supportTicket, "body", leastWords: 1, snapshot, others)
        messages = Self.compared(.slackMessage, "text", leastWords: 6, snapshot, others)
    }

    private static func compared(
        _ type: EntityType, _ member: Text, leastWords: Int, _ snapshot: Snapshot, _ others: [Snapshot]
    ) -> Texts {
        func texts(_ world: Snapshot) -> [[String]] {
            let mask = TextMask(world)
            return world.documents(type).map { mask.sentences(of: $0.object[member]?.text?.string ?? "") }
        }
        let known = TextLikeness(others.flatMap(texts))
        let told = texts(snapshot).filter { sentences in
            sentences.reduce(0) { $0 + $1.split(separator: " ").count } >= leastWords
        }
        let own = told.count { (known.closest(to: $0)?.similarity ?? 0) < TextLikeness.retold }
        return Texts(count: told.count, own: own)
    }

    /// All of it as JSON.
    public var json: JSONValue {
        func json(_ texts: Texts) -> JSONValue { ["count": .whole(texts.count), "own": .whole(texts.own)] }
        return ["tickets": json(tickets), "messages": json(messages)]
    }
}
