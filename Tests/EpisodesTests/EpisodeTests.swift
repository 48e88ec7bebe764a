import CanonicalJSON
import Episodes
import EventStore
import Projections
import Rewards
import Testing
import ToolLayer

@Suite struct EpisodeTests {
    let demo: Text = "demo-swap-paid-order"
    let cancel: JSONValue = ["order_id": "ord-250914-002", "status": "cancelled"]

    @Test func aGroupSharesItsTrunkAndItsStart() async throws {
        let desk = try Desk()
        let group = try await desk.open(task: demo, count: 16, labels: [Label(name: "run", value: "a")])
        #expect(group.count == 16)
        #expect(Set(group.map(\.id)).count == 16)
        #expect(Set(group.map(\.head)).count == 1)
        #expect(
            group.allSatisfy { $0.parent == nil && $0.forkedAt == nil && $0.group == group[0].group && $0.seq == 0 })
        #expect(group[0].labels == [Label(name: "run", value: "a")])
        let listed = try desk.host.list(EpisodeFilter(group: group[0].group), limit: 100).episodes
        #expect(listed.map(\.id) == group.map(\.id), "the trunk never shows")
    }

    @Test func aCallIsRecordedWithItsResultAndRoot() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let before = try desk.host.summary(id)
        let read = try await desk.call(id, "searchOrders", ["order_id": "ord-250914-002"])
        #expect(read.seq == 1)
        #expect(read.root == before.root, "a read changes nothing")
        #expect(try read.value.elements?.count == 1)
        let write = try await desk.call(id, "updateOrderStatus", cancel)
        #expect(write.root != before.root)
        let after = try desk.host.summary(id)
        #expect(after.head == write.head && after.root == write.root && after.seq == 2)
        let views = try desk.host.records(id)
        #expect(views.map(\.stored.seq) == [0, 1, 2])
        #expect(views[2].record.changes.map(\.key) == ["order/ord-250914-002"])
    }

    @Test func failedCallsAreRecordedAndChangeNothing() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let root = try desk.host.summary(id).root
        let receipt = try await desk.call(id, "updateOrderStatus", ["order_id": "ord-none", "status": "cancelled"])
        #expect(receipt.isError && receipt.seq == 1 && receipt.root == root)
        #expect(try receipt.value["error"] == "Order ord-none not found")
    }

    @Test func whatReachesNoToolLeavesNoRecord() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        await #expect(throws: EpisodeError.self) { try await desk.call(id, "dropTables") }
        await #expect(throws: EpisodeError.self) { try await desk.call(id, "searchOrders", ["not", "an", "object"]) }
        let huge = JSONValue.string(Text(String(repeating: "x", count: 256 * 1_024)))
        await #expect(throws: EpisodeError.self) { try await desk.call(id, "searchOrders", ["order_id": huge]) }
        #expect(try desk.host.summary(id).seq == 0)
    }

    @Test func expectedSeqIsHonoured() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let request = [CallRequest(name: "searchOrders", arguments: nil)]
        _ = try await desk.host.call(id, request, expectedSeq: 1, via: .control)
        do {
            _ = try await desk.host.call(id, request, expectedSeq: 1, via: .control)
            Issue.record("a stale expectation must be refused")
        } catch {
            guard case .conflict(expected: 1, actual: 2) = error.code else { throw error }
        }
        #expect(try desk.host.summary(id).seq == 1)
    }

    @Test func aListOfCallsRunsInOrderInOneCommit() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let requests: [CallRequest] = [
            CallRequest(name: "updateOrderStatus", arguments: cancel),
            CallRequest(name: "updateOrderStatus", arguments: ["order_id": "ord-none", "status": "paid"]),
            CallRequest(name: "searchOrders", arguments: ["order_id": "ord-250914-002"]),
        ]
        let receipts = try await desk.host.call(id, requests, via: .control)
        #expect(receipts.map(\.seq) == [1, 2, 3])
        #expect(receipts.map(\.isError) == [false, true, false])
        #expect(try receipts[2].value.elements?.first?["status"] == "cancelled")
        let mixed = requests + [CallRequest(name: "noSuchTool", arguments: nil)]
        await #expect(throws: EpisodeError.self) { try await desk.host.call(id, mixed, via: .control) }
        #expect(try desk.host.summary(id).seq == 3, "names are checked before anything runs")
    }

    @Test func aForkSharesWhatCameBeforeAndNothingAfter() async throws {
        let desk = try Desk()
        let parent = try await desk.openOne()
        try await desk.call(parent, "updateOrderStatus", cancel)
        try await desk.call(parent, "updatePaymentStatus", ["payment_id": "pay-250914-002", "status": "refunded"])
        let fork = try await desk.host.fork(parent, at: 1, via: .control)[0]
        #expect(fork.parent == parent && fork.forkedAt == 1 && fork.seq == 1)
        try await desk.call(fork.id, "updateOrderStatus", ["order_id": "ord-250912-001", "status": "cancelled"])
        let parentRecords = try desk.host.records(parent).map(\.stored.bytes)
        let forkRecords = try desk.host.records(fork.id).map(\.stored.bytes)
        #expect(parentRecords.prefix(2) == forkRecords.prefix(2))
        #expect(parentRecords[2] != forkRecords[2])
        let parentState = try desk.host.state(parent).state
        #expect(parentState.document(.order, "ord-250912-001")?.text("status") == "paid")
        let forkState = try desk.host.state(fork.id).state
        #expect(forkState.document(.payment, "pay-250914-002")?.text("status") == "captured")
    }

    @Test func forksOfForksReadTheirAncestors() async throws {
        let desk = try Desk()
        var id = try await desk.openOne()
        var heads = [try desk.host.summary(id).head]
        for level in 1...12 {
            let status: JSONValue = level.isMultiple(of: 2) ? "paid" : "cancelled"
            heads.append(
                try await desk.call(id, "updateOrderStatus", ["order_id": "ord-250914-002", "status": status]).head)
            id = try await desk.host.fork(id, at: nil, via: .control)[0].id
        }
        #expect(try desk.host.records(id).map(\.stored.hash) == heads)
        let early = try await desk.host.fork(id, at: 3, via: .control)[0]
        #expect(try desk.host.records(early.id).map(\.stored.hash) == Array(heads.prefix(4)))
        #expect(try desk.host.audit(early.id).ok)
    }

    @Test func submittedEpisodesTakeNoMoreAndForkBeforeTheEnd() async throws {
        let desk = try Desk()
        let id = try await desk.openOne(task: demo)
        try await desk.call(id, "updateOrderStatus", cancel)
        let receipt = try await desk.host.submit(id, response: "done", grading: ChecksGrader(), via: .control)
        #expect(receipt.grade?.total == 14)
        await #expect(throws: EpisodeError.self) { try await desk.call(id, "searchOrders") }
        await #expect(throws: EpisodeError.self) { try await desk.host.submit(id, response: "again", via: .control) }
        await #expect(throws: EpisodeError.self) { try await desk.host.fork(id, at: nil, via: .control) }
        await #expect(throws: EpisodeError.self) { try await desk.host.fork(id, at: 2, via: .control) }
        let fork = try await desk.host.fork(id, at: 1, via: .control)[0]
        #expect(fork.status == .open)
        try await desk.call(fork.id, "searchOrders")
    }

    @Test func endedEpisodesRefuseEverythingAndKeepTheirRecords() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        try await desk.call(id, "updateOrderStatus", cancel)
        try await desk.host.end(id, via: .control)
        await #expect(throws: EpisodeError.self) { try await desk.call(id, "searchOrders") }
        #expect(try desk.host.summary(id).status == .ended)
        #expect(try desk.host.records(id).count == 2)
        #expect(try desk.host.audit(id).ok)
    }

    @Test func aSubmissionIsNoForkPointAfterTheEndEither() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        _ = try await desk.host.submit(id, response: "done", via: .control)
        try await desk.host.end(id, via: .control)
        let error = await #expect(throws: EpisodeError.self) { try await desk.host.fork(id, at: nil, via: .control) }
        guard case .badPosition = error?.code else {
            Issue.record("the caller must learn that the position is wrong, not \(String(describing: error))")
            return
        }
    }

    @Test func unknownEpisodesAndPlacesAreNamed() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let other = EpisodeID(storeID: "000000000000", branch: id.branch)
        #expect(throws: EpisodeError.self) { try desk.host.summary(other) }
        #expect(throws: EpisodeError.self) { try desk.host.state(id, at: 5) }
        await #expect(throws: EpisodeError.self) { try await desk.host.fork(id, at: 1, via: .control) }
        #expect(EpisodeID(id.description) == id)
        #expect(EpisodeID("ep-abc-007") == nil)
        #expect(EpisodeID("nonsense") == nil)
    }

    @Test func stateAtAnyRecordIsTheFoldUpToIt() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        var roots = [try desk.host.summary(id).root]
        for status: JSONValue in ["cancelled", "paid", "fulfilled", "paid"] {
            roots.append(
                try await desk.call(id, "updateOrderStatus", ["order_id": "ord-250914-002", "status": status]).root)
        }
        for (seq, root) in roots.enumerated() {
            #expect(try desk.host.state(id, at: seq).state.root == root)
        }
        #expect(roots[0] == roots[2], "a state that is restored has the root it had")
    }

    @Test func differencesAreNamedFromTheFirstRecordOn() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        try await desk.call(id, "searchOrders")
        let fork = try await desk.host.fork(id, at: 1, via: .control)[0].id
        try await desk.call(id, "updateOrderStatus", cancel)
        try await desk.call(fork, "searchCustomers")
        let diff = try desk.host.diff(Position(episode: id, seq: nil), Position(episode: fork, seq: nil))
        #expect(diff.firstDifference?.seq == 2)
        #expect(diff.entities.map(\.id) == ["ord-250914-002"])
        let same = try desk.host.diff(Position(episode: id, seq: 1), Position(episode: fork, seq: 1))
        #expect(same.firstDifference == nil && same.entities.isEmpty)
        let shorter = try desk.host.diff(Position(episode: id, seq: 1), Position(episode: id, seq: 2))
        #expect(shorter.firstDifference?.seq == 2 && shorter.firstDifference?.a == nil)
    }

    @Test func attachRaisesTheGenerationAndFencesTheOldAttempt() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let first = try desk.host.summary(id).generation
        #expect(try await desk.host.attach(id, via: .control) == first + 1)
        let request = [CallRequest(name: "searchOrders", arguments: nil)]
        await #expect(throws: EpisodeError.self) {
            try await desk.host.call(id, request, generation: first, via: .mcp)
        }
        _ = try await desk.host.call(id, request, generation: first + 1, via: .mcp)
        #expect(try desk.host.summary(id).seq == 1)
    }

    @Test func messagesArePartOfTheChain() async throws {
        let desk = try Desk()
        let a = try await desk.openOne()
        let b = try await desk.openOne()
        let first = try await desk.host.message(a, role: "user", content: "hello", via: .control)
        let second = try await desk.host.message(b, role: "user", content: "hello", via: .openenv)
        #expect(first.head == second.head, "doors and branches stay outside the head")
        await #expect(throws: EpisodeError.self) {
            try await desk.host.message(a, role: "system", content: "hello", via: .control)
        }
        #expect(try desk.host.audit(a).ok)
    }
}
