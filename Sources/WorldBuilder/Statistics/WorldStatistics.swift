public import CanonicalJSON
public import Projections

/// Counts and distributions of a world.
public struct WorldStatistics: Sendable {
    /// A table of counts: what is counted, and how often each value occurs.
    public struct Distribution: Sendable {
        public let title: String
        /// In the order in which they are worth reading.
        public let rows: [(value: String, count: Int)]
    }

    /// Entities and bytes by type, in the order of the types' names.
    public let types: [(type: EntityType, count: Int, bytes: Int)]
    public let distributions: [Distribution]
    /// Orders and tickets by week, oldest first: the Monday and how many were created.
    public let weeks: [(monday: String, orders: Int, tickets: Int)]
    /// How many entities have so many links, in either direction: 0, 1, 2, 3-4, 5-8, ...
    public let degrees: Distribution
    /// The entity with most links.
    public let hub: (key: EntityKey, links: Int)?

    /// Counts a snapshot through.
    public init(_ snapshot: Snapshot) {
        types = snapshot.types.map { type in
            let documents = snapshot.documents(type)
            return (type, documents.count, documents.reduce(0) { $0 + $1.bytes.count + 1 })
        }
        distributions = Self.counted.map { what in
            Distribution(
                title: what.title,
                rows: Self.count(snapshot.documents(what.type).flatMap { Self.texts($0, what.pointer) }))
        }
        weeks = Self.weeks(snapshot)
        let links = Self.links(snapshot)
        degrees = Distribution(title: "entities by links", rows: Self.buckets(links.map(\.links)))
        hub = links.max { ($0.links, $1.key) < ($1.links, $0.key) }
    }

    private static let counted: [(title: String, type: EntityType, pointer: String)] = [
        ("orders by status", .order, "/status"), ("orders by service", .order, "/shipping/service"),
        ("payments by status", .payment, "/status"), ("payments by method", .payment, "/method"),
        ("shipments by status", .shipment, "/status"), ("tickets by type", .supportTicket, "/ticketType"),
        ("tickets by status", .supportTicket, "/status"), ("tickets by priority", .supportTicket, "/priority"),
        ("tickets by channel", .supportTicket, "/channel"), ("refunds by status", .refund, "/status"),
        ("refunds by reason", .refund, "/reason"), ("resolutions by outcome", .resolution, "/outcome"),
        ("escalations by type", .escalation, "/escalationType"),
        ("escalations by destination", .escalation, "/destination"), ("customers by tier", .customer, "/loyaltyTier"),
        ("products by category", .product, "/category"), ("articles by category", .knowledgeBaseArticle, "/category"),
        ("messages by channel", .slackMessage, "/channelId"), ("employees by department", .employee, "/department"),
    ]

    private static func texts(_ document: Document, _ pointer: String) -> [String] {
        [JSONValue.object(document.object).at(pointer)?.text?.string ?? "(absent)"]
    }

    /// Most frequent first, equals in the order of their texts.
    private static func count(_ values: [String]) -> [(value: String, count: Int)] {
        var counts: [String: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.map { (value: $0.key, count: $0.value) }
            .sorted { ($1.count, Text($0.value)) < ($0.count, Text($1.value)) }
    }

    private static func weeks(_ snapshot: Snapshot) -> [(monday: String, orders: Int, tickets: Int)] {
        func days(_ type: EntityType) -> [Int] {
            snapshot.documents(type).compactMap { document in
                document.object["createdAt"]?.text.flatMap { Timestamp($0) }?.instant.utcDate.daysSinceEpoch
            }
        }
        func monday(_ day: Int) -> Int { day - BusinessCalendar.weekday(CivilDate(daysSinceEpoch: day)) }
        let orders = days(.order).map(monday)
        let tickets = days(.supportTicket).map(monday)
        guard let first = (orders + tickets).min(), let last = (orders + tickets).max() else { return [] }
        var counts = [(orders: Int, tickets: Int)](repeating: (0, 0), count: (last - first) / 7 + 1)
        for day in orders { counts[(day - first) / 7].orders += 1 }
        for day in tickets { counts[(day - first) / 7].tickets += 1 }
        return counts.enumerated().map { index, count in
            (CivilDate(daysSinceEpoch: first + index * 7).text.string, count.orders, count.tickets)
        }
    }

    /// The links of every entity, outgoing and incoming.
    private static func links(_ snapshot: Snapshot) -> [(key: EntityKey, links: Int)] {
        var counts: [EntityKey: Int] = [:]
        let documents = snapshot.types.flatMap { snapshot.documents($0) }
        for document in documents {
            let references = document.references
            counts[document.key, default: 0] += references.count
            for reference in references { counts[reference, default: 0] += 1 }
        }
        return documents.map { ($0.key, counts[$0.key] ?? 0) }
    }

    private static func buckets(_ links: [Int]) -> [(value: String, count: Int)] {
        var rows: [(value: String, count: Int)] = []
        var low = 0
        var high = 0
        let most = links.max() ?? 0
        while low <= most {
            rows.append((low == high ? "\(low)" : "\(low)-\(high)", links.count { (low...high).contains($0) }))
            low = high + 1
            high = low <= 2 ? low : low * 2 - 2
        }
        return rows
    }
}

extension WorldStatistics {
    /// All of it as JSON.
    public var json: JSONValue {
        func rows(_ distribution: Distribution) -> JSONValue {
            .array(distribution.rows.map { ["value": .text($0.value), "count": .whole($0.count)] })
        }
        var counts = JSONObject()
        for type in types {
            counts[type.type.name] = ["count": .whole(type.count), "bytes": .whole(type.bytes)]
        }
        var distributions = JSONObject()
        for distribution in self.distributions + [degrees] {
            distributions[Text(distribution.title)] = rows(distribution)
        }
        return [
            "types": .object(counts), "distributions": .object(distributions),
            "weeks": .array(
                weeks.map { ["monday": .text($0.monday), "orders": .whole($0.orders), "tickets": .whole($0.tickets)] }),
        ]
    }
}
