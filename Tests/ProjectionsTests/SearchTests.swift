import CanonicalJSON
import Projections
import Testing

@Suite struct SearchTests {
    private static let statuses: [Text] = ["new", "open", "resolved"]

    private static func ticket(_ generator: inout SeededGenerator) -> JSONObject {
        func pick(_ values: [Text]) -> JSONValue { .string(values.randomElement(using: &generator) ?? "") }
        return [
            "customerId": pick(["c-1", "c-2", "c-3"]), "priority": pick(["low", "normal", "high"]),
            "status": pick(statuses), "subject": pick(["a", "b"]),
            "createdAt": pick(["2025-09-01T00:00:00Z", "2025-09-01T00:00:00.5Z", "2025-09-02T00:00:00Z"]),
        ]
    }

    /// The order of contract 4.1, written again as plainly as can be.
    private static func sorted(_ tickets: [Document]) -> [Document] {
        let ranks: [Text: Int] = ["high": 0, "normal": 1, "low": 2]
        return tickets.sorted {
            let (left, right) = (SupportTicket($0), SupportTicket($1))
            let (leftRank, rightRank) = (ranks[left.priority, default: 3], ranks[right.priority, default: 3])
            if leftRank != rightRank { return leftRank < rightRank }
            if left.createdAt != right.createdAt { return left.createdAt > right.createdAt }
            return left.id < right.id
        }
    }

    @Test(arguments: 0..<60)
    func searchesAgreeWithAScan(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let members = (0..<30).map {
            JSONObject.Member(name: Text("t-\($0)"), value: .object(Self.ticket(&generator)))
        }
        let base = try World.importing(["support_ticket": .object(JSONObject(uniqueMembers: members))])
        var changes: [EntityChange] = []
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let id = Text("t-\(Int.random(in: 0..<40, using: &generator))")
            let document = Document(.supportTicket, id: id, members: Self.ticket(&generator))
            changes.append(EntityChange(key: document.key, document: document))
        }
        let world = WorldState(base: base).folding(changes)
        let all = Self.sorted(world.documents(.supportTicket))

        for limit in [0, 1, 5, 50] {
            #expect(world.search(.supportTicket, limit: limit) == Array(all.prefix(limit)))
            let customer = Text("c-\(Int.random(in: 1...4, using: &generator))")
            let status = Self.statuses.randomElement(using: &generator) ?? "new"
            let found = world.search(
                .supportTicket, where: [.init(.ticketCustomerID, customer), .init(.ticketStatus, status)], limit: limit
            ) { SupportTicket($0).subject == "a" }
            let expected = all.map { SupportTicket($0) }
                .filter { $0.customerID == customer && $0.status == status && $0.subject == "a" }
            #expect(found == expected.prefix(limit).map(\.document))
            #expect(
                world.documents(where: .ticketStatus, equals: status) == all.filter { $0.text("status") == status })
        }
        for id: Text in ["t-3", "t-35", "t-99"] {
            let found = world.search(.supportTicket, id: id, where: [.init(.ticketStatus, "new")]) { _ in true }
            #expect(found == all.filter { $0.id == id && $0.text("status") == "new" })
        }
    }

    @Test func absentAndNullMatchNothing() throws {
        var customer = try #require(World.minimal[.customer]?.object)
        let absent = JSONValue.object(customer)
        customer["phone"] = .null
        let null = JSONValue.object(customer)
        customer["phone"] = ""
        let base = try World.importing(["customer": ["a": absent, "b": null, "c": .object(customer)]])
        let world = WorldState(base: base)
        #expect(world.documents(where: .customerPhone, equals: "").map(\.id) == ["c"])
        #expect(world.documents(where: .customerEmail, equals: "e").map(\.id) == ["a", "b", "c"])
        #expect(world.documents(where: .customerEmail, equals: "E") == [])
    }

    @Test func arraysAreFoundByEachElementOnce() throws {
        var article = try #require(World.minimal[.knowledgeBaseArticle]?.object)
        article["tags"] = ["gpu", "psu", "gpu"]
        let world = WorldState(base: try World.importing(["knowledge_base_article": ["a": .object(article)]]))
        #expect(world.documents(where: .articleTags, equals: "gpu").map(\.id) == ["a"])
        #expect(world.documents(where: .articleTags, equals: "gp") == [])
    }

    @Test func namesSortByBytesAndAbsentOnesFirst() throws {
        func build(_ name: JSONValue?) -> JSONValue {
            var object: JSONObject = ["createdAt": .string(World.now), "updatedAt": .string(World.now)]
            object["name"] = name
            return .object(object)
        }
        let base = try World.importing([
            "build": ["1": build("b"), "2": build("B"), "3": build(nil), "4": build("b"), "5": build("é")]
        ])
        #expect(WorldState(base: base).search(.build).map(\.id) == ["3", "2", "1", "4", "5"])
    }

    @Test func aSearchStopsAtItsLimit() throws {
        let members = (0..<200).map { JSONObject.Member(name: Text("o-\($0)"), value: World.order()) }
        let world = WorldState(base: try World.importing(["order": .object(JSONObject(uniqueMembers: members))]))
        var asked = 0
        let found = world.search(.order, where: [.init(.orderStatus, "paid")], limit: 7) { _ in
            asked += 1
            return true
        }
        #expect(found.count == 7)
        #expect(asked == 7)
    }

    @Test func conditionsMayThrow() throws {
        struct Refusal: Error {}
        let world = WorldState(base: try World.importing(["order": ["o": World.order()]]))
        #expect(throws: Refusal.self) {
            try world.search(.order) { (_: Document) throws(Refusal) -> Bool in throw Refusal() }
        }
    }
}
