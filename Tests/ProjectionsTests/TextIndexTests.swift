import CanonicalJSON
import Dispatch
import Testing

@testable import Projections

/// Text and time searches through indexes against plain scans.
@Suite struct TextIndexTests {
    private static let letters = ["a", "b", "A", "B", " ", "é", "É", "\u{1F600}", "e\u{301}", "[", "{", "@", "`"]

    private static func text(_ generator: inout SeededGenerator, upTo length: Int) -> Text {
        // Few letters, so that pieces are common and rare alike.
        let letters = generator.next().isMultiple(of: 3) ? Self.letters : ["a", "b", "A"]
        return Text(
            (0..<Int.random(in: 0...length, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? ""
            }.joined())
    }

    private static func folded(_ text: Text) -> [UInt8] { text.string.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 } }

    private static func contains(_ text: Text?, _ piece: Text) -> Bool {
        text.map { folded($0).contains(folded(piece)) } ?? false
    }

    private static func ticket(_ generator: inout SeededGenerator, _ id: Text) -> Document {
        let times: [Text] = [
            "2025-09-01T00:00:00Z", "2025-09-01T00:00:00.5Z", "2025-09-02T00:00:00Z", "2025-09-02T02:00:00+02:00",
            "2025-08-01 10:00Z", "2025-09-03T00:00:00Z",
        ]
        func pick(_ values: [Text]) -> JSONValue { .string(values.randomElement(using: &generator) ?? "") }
        var ticket: JSONObject = [
            "customerId": pick(["c-1", "c-2", "c-3"]), "priority": pick(["low", "normal", "high"]),
            "status": pick(["new", "open"]), "subject": .string(text(&generator, upTo: 6)), "createdAt": pick(times),
        ]
        if !generator.next().isMultiple(of: 4) { ticket["body"] = .string(text(&generator, upTo: 40)) }
        if !generator.next().isMultiple(of: 3) { ticket["updatedAt"] = pick(times) }
        return Document(.supportTicket, id: id, members: ticket)
    }

    private static func piece(_ generator: inout SeededGenerator, of documents: [Document]) -> Text {
        guard generator.next().isMultiple(of: 2),
            let text = documents.randomElement(using: &generator)?.text("body"), !text.isEmpty
        else { return self.text(&generator, upTo: 5) }
        let characters = Array(text.string)
        let start = Int.random(in: 0..<characters.count, using: &generator)
        let end = Int.random(in: start..<characters.count, using: &generator)
        let piece = String(characters[start...end])
        return Text(generator.next().isMultiple(of: 2) ? piece.lowercased() : piece)
    }

    @Test(arguments: 0..<20)
    func candidatesHoldEveryMatch(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let documents = (0..<60).map { Self.ticket(&generator, Text("t-\($0)")) }
        let index = TextIndex(
            .ticketSubjectAndBody, over: documents, rareRows: Int.random(in: 0...8, using: &generator),
            firstRows: Int.random(in: 1...4, using: &generator), maximumDepth: Int.random(in: 1...6, using: &generator))
        for _ in 0..<60 {
            let piece = Self.piece(&generator, of: documents)
            guard !piece.isEmpty else { continue }
            let matches = documents.indices.filter {
                Self.contains(documents[$0].text("subject"), piece) || Self.contains(documents[$0].text("body"), piece)
            }.map(Int32.init)
            switch index.candidates(for: TextMatch(piece)) {
            case .among(let list):
                #expect(Set(list).isSuperset(of: matches), "\(piece)")
                #expect(Array(list) == list.sorted(), "\(piece)")
            case .first(let list): #expect(Array(list) == Array(matches.prefix(list.count)), "\(piece)")
            case .anywhere: break
            }
        }
    }

    /// A piece longer than any that the tree has, all of whose parts are common: the tree must narrow the search down to
    /// the entities with its rarest part, not give up.
    @Test func aLongPieceOfCommonPartsIsLookedUp() throws {
        func ticket(_ number: Int, _ body: Text) -> Document {
            Document(.supportTicket, id: Text("t-\(number)"), members: ["body": .string(body)])
        }
        let common = TextIndex.mostRareRows + 1
        let documents =
            (0..<common).map { ticket($0, "The fan of the case is loud") }
            + (common..<2 * common).map { ticket($0, "the fan of the psu is LOUD") }
            + [ticket(2 * common, "the case is loud, the fan of the psu is not")]
        let index = TextIndex(.ticketSubjectAndBody, over: documents)
        func candidates(_ piece: Text) throws -> [Int32] {
            #expect(piece.byteCount > TextIndex.maximumDepth)
            guard case .among(let list) = index.candidates(for: TextMatch(piece)) else {
                Issue.record("\(piece) is not looked up")
                return []
            }
            return Array(list)
        }
        #expect(try candidates("fan of the case is loud") == Array(0..<Int32(common)))
        #expect(try candidates("fan of the psu is loud") == Array(Int32(common)..<Int32(2 * common)))
        #expect(try candidates("fan of the psu is not") == [Int32(2 * common)])
        #expect(try candidates("fan of the gpu is loud") == [])
        let long = Text(String(repeating: "the fan of the psu ", count: 100))
        #expect(try candidates(long) == [])
    }

    @Test(arguments: 0..<8)
    func searchesAgreeWithAScan(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let documents = (0..<200).map { Self.ticket(&generator, Text("t-\($0)")) }
        let base = try World.importing([
            "support_ticket": .object(
                JSONObject(uniqueMembers: documents.map { .init(name: $0.id, value: .object($0.object)) }))
        ])
        if !seed.isMultiple(of: 4) { base.prepareIndexes() }
        let changes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            let document = Self.ticket(&generator, Text("t-\(Int.random(in: 0..<220, using: &generator))"))
            return EntityChange(key: document.key, document: document)
        }
        let world = WorldState(base: base).folding(changes)
        let all = world.search(.supportTicket)
        let instants = ["2025-08-01T10:00:00Z", "2025-09-01T00:00:00Z", "2025-09-02T00:00:00Z", "2025-12-01T00:00:00Z"]
            .compactMap { Timestamp($0)?.instant }
        for _ in 0..<60 {
            var query = WorldState.Query(.supportTicket)
            let piece = Self.piece(&generator, of: documents)
            if !piece.isEmpty { query.containments = [.init(.ticketSubjectAndBody, TextMatch(piece))] }
            if generator.next().isMultiple(of: 3) { query.equalities = [.init(.ticketCustomerID, "c-1")] }
            let start = generator.next().isMultiple(of: 2) ? instants.randomElement(using: &generator) : nil
            let end = generator.next().isMultiple(of: 2) ? instants.randomElement(using: &generator) : nil
            let (excludes, admits) = (generator.next().isMultiple(of: 2), generator.next().isMultiple(of: 2))
            let field: TimedField = generator.next().isMultiple(of: 2) ? .ticketCreated : .ticketUpdated
            let isTimed = generator.next().isMultiple(of: 2)
            if isTimed {
                query.spans = [TimeSpan(field, from: start, until: end, excludesEnd: excludes, admitsUntimed: admits)]
            }
            let limit = [1, 50, 1000].randomElement(using: &generator) ?? 50
            let expected = all.filter { ticket in
                func isInTime() -> Bool {
                    guard let instant = ticket.text(field.place.member).flatMap({ Timestamp($0)?.instant }) else {
                        return admits
                    }
                    return (start.map { instant >= $0 } ?? true)
                        && (end.map { excludes ? instant < $0 : instant <= $0 } ?? true)
                }
                return (Self.contains(ticket.text("subject"), piece) || Self.contains(ticket.text("body"), piece))
                    && (query.equalities.isEmpty || ticket.text("customerId") == "c-1") && (!isTimed || isInTime())
            }
            let found = world.search(query, limit: limit) { _ in true }
            #expect(found.map(\.id) == expected.prefix(limit).map(\.id), "\(piece) \(query.spans)")
        }
    }

    @Test func addressesAreSearchedByTheirValues() throws {
        var customer = try #require(World.minimal[.customer]?.object)
        customer["addresses"] = [["line1": "1 Elm St", "city": "New York"], ["line1": "2"]]
        let document = Document(.customer, id: "c", members: customer)
        #expect(SearchedText.customerAddresses.matches(document, TextMatch("new york")))
        #expect(!SearchedText.customerAddresses.matches(document, TextMatch("city")))
    }

    @Test func preparedIndexesSayTheirMemory() throws {
        var generator = SeededGenerator(seed: 1)
        let tickets = (0..<200).map { Self.ticket(&generator, Text("t-\($0)")) }
        func world(_ tickets: [Document]) throws -> Snapshot {
            try World.importing([
                "support_ticket": .object(
                    JSONObject(uniqueMembers: tickets.map { .init(name: $0.id, value: .object($0.object)) }))
            ])
        }
        let (small, large) = (try world(Array(tickets.prefix(150))), try world(tickets))
        #expect(small.prepareIndexes() < large.prepareIndexes())
        #expect(large.prepareIndexes() == large.prepareIndexes())
    }

    @Test func whoAsksBeforeAnIndexIsThereGoesOnWithout() async {
        let value = MadeInBackground<Int>()
        let gate = DispatchSemaphore(value: 0)
        for _ in 0..<3 {
            let early = value.value {
                gate.wait()
                return 1
            }
            #expect(early == nil)
        }
        gate.signal()
        var made: Int?
        while made == nil {
            made = value.value { 2 }
            await Task.yield()
        }
        #expect(made == 1)
        #expect(value.valueAtOnce { 3 } == 1)
        #expect(MadeInBackground<Int>().valueAtOnce { 4 } == 4)
    }

    @Test func aThousandThreadsBuildAnIndexOnce() async {
        let value = OnFirstUse<Int>()
        let made = Counter()
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 { group.addTask { value.value { made.next() } } }
            for await answer in group { #expect(answer == 1) }
        }
    }
}

private final class Counter: Sendable {
    private let count = OnFirstUse<Int>()
    private let again = OnFirstUse<Int>()

    /// 1 at the first call, 2 at the second.
    func next() -> Int {
        var isFirst = false
        _ = count.value {
            isFirst = true
            return 1
        }
        return isFirst ? 1 : again.value { 2 }
    }
}
