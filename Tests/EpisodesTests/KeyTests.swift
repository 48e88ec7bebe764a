import CanonicalJSON
import Episodes
import EventStore
import Rewards
import Testing

@Suite("Exactly once: keys")
struct KeyTests {
    private let cancel = CallRequest(
        name: "updateOrderStatus", arguments: ["order_id": "ord-250914-002", "status": "cancelled"])
    private let note = CallRequest(
        name: "addTicketNote", arguments: ["content": "Called back.", "ticket_id": "no-such-ticket"])

    private func key(_ name: Text, _ request: String = "request") throws -> RequestKey {
        try #require(RequestKey(name, request: Digest(of: Array(request.utf8))))
    }

    private func requireSame(_ a: [CallReceipt], _ b: [CallReceipt]) {
        #expect(a.map(\.seq) == b.map(\.seq))
        #expect(a.map(\.head) == b.map(\.head))
        #expect(a.map(\.root) == b.map(\.root))
        #expect(a.map(\.result) == b.map(\.result))
        #expect(a.map(\.isError) == b.map(\.isError))
    }

    @Test func callsAreCarriedOutOnceAlsoAfterARestart() async throws {
        let desk = try Desk(mode: .durable)
        let id = try await desk.openOne()
        let first = try await desk.host.call(id, [cancel, note], key: try key("k"), via: .control)
        #expect(first.map(\.isError) == [false, true])
        // What happened since makes no difference, nor does the end of the episode.
        try await desk.call(id, "searchOrders")
        requireSame(first, try await desk.host.call(id, [cancel, note], key: try key("k"), via: .control))
        _ = try await desk.host.submit(id, response: "done", via: .control)
        try desk.restart()
        requireSame(first, try await desk.host.call(id, [cancel, note], key: try key("k"), via: .control))
        #expect(try desk.host.summary(id).seq == 4)
        #expect(try desk.host.store.verify().problems == [])
    }

    @Test func anotherRequestUnderTheKeyIsRefused() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        _ = try await desk.host.call(id, [cancel], key: try key("k", "one"), via: .control)
        let error = await #expect(throws: EpisodeError.self) {
            try await desk.host.message(id, role: "user", content: "hi", key: try key("k", "two"), via: .control)
        }
        guard case .keyReused? = error?.code else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try desk.host.summary(id).seq == 1)
    }

    @Test func aRefusedRequestKeepsNoKey() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        await #expect(throws: EpisodeError.self) {
            try await desk.host.call(id, [cancel], expectedSeq: 7, key: try key("k"), via: .control)
        }
        #expect(try await desk.host.call(id, [cancel], key: try key("k"), via: .control).map(\.seq) == [1])
    }

    @Test func theSecondWaitsWhileTheFirstIsUnderWay() async throws {
        let desk = try Desk()
        let host = desk.host
        let id = try await desk.openOne()
        let group = try await withThrowingTaskGroup(of: [CallReceipt].self) { tasks in
            for _ in 0..<32 {
                tasks.addTask { try await host.call(id, [cancel], key: try key("k"), via: .mcp) }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        for receipts in group { requireSame(group[0], receipts) }
        #expect(try host.summary(id).seq == 1)
        let starter = try desk.starter
        let opened = try await withThrowingTaskGroup(of: [EpisodeID].self) { tasks in
            for _ in 0..<32 {
                tasks.addTask {
                    let request = OpenRequest(snapshot: starter, count: 4, via: .control)
                    return try await host.open(request, key: try key("o")).map(\.id)
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(opened).count == 1)
        #expect(try host.list(EpisodeFilter(), limit: 100).episodes.count == 5)
    }

    @Test func aForkInheritsNoKeys() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        _ = try await desk.host.call(id, [cancel], key: try key("k"), via: .control)
        let fork = try await desk.host.fork(id, at: nil, via: .control)[0].id
        #expect(try await desk.host.call(fork, [note], key: try key("k", "other"), via: .control).map(\.seq) == [2])
    }

    @Test func messagesAndSubmissionsAreMadeOnce() async throws {
        let desk = try Desk()
        let id = try await desk.openOne(task: "demo-swap-paid-order")
        for _ in 0..<2 {
            let receipt = try await desk.host.message(
                id, role: "user", content: "Hello", key: try key("m"), via: .control)
            #expect(receipt.seq == 1)
        }
        var receipts: [SubmitReceipt] = []
        for _ in 0..<2 {
            receipts.append(
                try await desk.host.submit(
                    id, response: "done", stopped: "turn_limit", grading: ChecksGrader(), key: try key("s"),
                    via: .control))
        }
        #expect(receipts[0].grade != nil && receipts[0].grade == receipts[1].grade)
        #expect(receipts[0].head == receipts[1].head && receipts[1].truncated && receipts[1].seq == 2)
    }

    @Test func openingForkingAttachingGradingAndEndingAreDoneOnce() async throws {
        let desk = try Desk(mode: .durable)
        let request = OpenRequest(snapshot: try desk.starter, count: 3, labels: [], via: .control)
        let opened = try await desk.host.open(request, key: try key("o"))
        let id = opened[0].id
        try await desk.call(id, "searchOrders")
        let forks = try await desk.host.fork(id, at: nil, count: 2, key: try key("f"), via: .control)
        #expect(try await desk.host.attach(id, key: try key("a"), via: .control) == 1)
        try desk.restart()
        let again = try await desk.host.open(request, key: try key("o"))
        // As they were, although one has moved on and was attached anew.
        #expect(again.map(\.id) == opened.map(\.id) && again.map(\.head) == opened.map(\.head))
        #expect(again.map(\.generation) == [0, 0, 0] && again.map(\.seq) == [0, 0, 0])
        let forkedAgain = try await desk.host.fork(id, at: nil, count: 2, key: try key("f"), via: .control)
        #expect(forkedAgain.map(\.id) == forks.map(\.id) && forkedAgain.map(\.head) == forks.map(\.head))
        #expect(try await desk.host.attach(id, key: try key("a"), via: .control) == 1)
        #expect(try desk.host.summary(id).generation == 1)
        let graded = try await desk.openOne(task: "demo-swap-paid-order")
        let looks = [
            try await desk.host.grade(graded, by: ChecksGrader(), at: 0, key: try key("g"), via: .control),
            try await desk.host.grade(graded, by: ChecksGrader(), at: 0, key: try key("g"), via: .control),
        ]
        #expect(looks[0] == looks[1])
        _ = try await desk.host.submit(graded, response: "", via: .control)
        for _ in 0..<2 {
            _ = try await desk.host.grade(graded, by: ChecksGrader(), key: try key("r"), via: .control)
            try await desk.host.end(id, key: try key("e"), via: .control)
        }
        let notes = try desk.host.store.notes(of: graded.branch).map(\.note.kind)
        #expect(notes.filter { $0 == "regrade" }.count == 1)
        #expect(try desk.host.store.verify().problems == [])
    }

    @Test(
        "names of keys",
        arguments: [("", false), ("a", true), ("!~", true), ("a b", false), ("ü", false), ("a\nb", false)])
    func names(name: String, isGood: Bool) {
        #expect((RequestKey(Text(name), request: Digest(of: [])) != nil) == isGood)
    }

    @Test func aNameMayHave200Bytes() {
        func name(_ count: Int) -> Text { Text(String(repeating: "k", count: count)) }
        #expect(RequestKey(name(200), request: Digest(of: [])) != nil)
        #expect(RequestKey(name(201), request: Digest(of: [])) == nil)
    }
}
