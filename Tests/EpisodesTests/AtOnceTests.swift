import CanonicalJSON
import Episodes
import EventStore
import Synchronization
import Testing
import ToolLayer

@Suite("Calls without waiting")
struct AtOnceTests {
    /// Work that is put off until somebody has it done.
    private final class Agenda: Sendable {
        private let works = Mutex<[@Sendable () -> Void]>([])

        var later: EventStore.Later { { work in self.works.withLock { $0.append(work) } } }

        func doAll() {
            while let work = works.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { work() }
        }
    }

    /// What was answered; nothing before it was.
    private final class Answer: Sendable {
        private let answers = Mutex<[CallReceipt?]>([])

        var all: [CallReceipt?] { answers.withLock { $0 } }

        func take(_ receipt: CallReceipt?) { answers.withLock { $0.append(receipt) } }
    }

    private static let cancel = CallRequest(
        name: "updateOrderStatus", arguments: ["order_id": "ord-250914-002", "status": "cancelled"])

    private func start(
        _ request: CallRequest = cancel, on id: EpisodeID, of desk: Desk, _ agenda: Agenda, generation: UInt32? = nil
    ) -> Answer {
        let answer = Answer()
        desk.host.callAtOnce(id, request, generation: generation, via: .mcp, later: agenda.later, answer: answer.take)
        return answer
    }

    /// Episodes in memory, of a store that has nothing to write.
    private func opened(_ count: Int, in desk: Desk) async throws -> [EpisodeID] {
        let ids = try await desk.open(count: count).map(\.id)
        try desk.restart()
        for id in ids { _ = try await desk.host.offer(of: id) }
        return ids
    }

    @Test func itMakesTheRecordThatACallMakes() async throws {
        let desk = try Desk()
        let ids = try await opened(2, in: desk)
        let (one, other) = (ids[0], ids[1])
        let agenda = Agenda()
        let answer = start(on: one, of: desk, agenda)
        #expect(answer.all.isEmpty, "nothing is acknowledged before the commit")
        #expect(try desk.host.summary(one).seq == 0)
        agenda.doAll()
        let receipt = try #require(answer.all.first ?? nil)
        let expected = try await desk.host.call(other, [Self.cancel], via: .mcp)[0]
        #expect(answer.all.count == 1 && receipt.seq == 1 && expected.seq == 1)
        #expect(receipt.result == expected.result && receipt.root == expected.root && !receipt.isError)
        #expect(try desk.host.summary(one).head == receipt.head)
        // The next call goes on from there.
        #expect(try await desk.call(one, "getOrderDetails", ["order_id": "ord-250914-002"]).seq == 2)
        #expect(try desk.host.store.verify().problems == [])
    }

    @Test func whatComesTogetherIsCommittedTogether() async throws {
        let desk = try Desk()
        let ids = try await opened(5, in: desk)
        let agenda = Agenda()
        let answers = ids.map { start(on: $0, of: desk, agenda) }
        let before = try desk.host.store.verify().commits
        agenda.doAll()
        #expect(answers.allSatisfy { $0.all.first??.seq == 1 })
        #expect(try desk.host.store.verify().commits == before + 1)
    }

    @Test func aSecondCallOfAnEpisodeIsNotCarriedOutBesideTheFirst() async throws {
        let desk = try Desk()
        let id = try await opened(1, in: desk)[0]
        let agenda = Agenda()
        let first = start(on: id, of: desk, agenda)
        let second = start(on: id, of: desk, agenda)
        #expect(second.all.count == 1 && second.all[0] == nil)
        async let waiting = desk.host.call(id, [Self.cancel], via: .mcp)
        agenda.doAll()
        #expect(first.all.first??.seq == 1)
        #expect(try await waiting[0].seq == 2)
    }

    enum Other: CaseIterable {
        case notInMemory, unknownTool, noObject, submission, submitted, ended, oldGeneration, full, foreignStore
    }

    @Test(arguments: Other.allCases)
    func everyOtherCaseIsLeftAloneAndHoldsNobodyUp(other: Other) async throws {
        let desk = try Desk { if other == .full { $0.records = 1 } }
        let profile = try #require(ToolProfile.allCases.first { $0.offersSubmission == (other == .submission) })
        let opening = OpenRequest(
            snapshot: try desk.starter, profile: ToolProfileName(profile.rawValue), via: .control)
        var id = try await desk.host.open(opening)[0].id
        if other != .notInMemory { try await desk.call(id, "searchOrders") }
        var request = Self.cancel
        var generation: UInt32?
        switch other {
        case .notInMemory, .full: break
        case .unknownTool: request = CallRequest(name: "noSuchTool", arguments: [:])
        case .noObject: request = CallRequest(name: "searchOrders", arguments: [])
        case .submission: request = CallRequest(name: "submitResponse", arguments: ["response": "done"])
        case .submitted: _ = try await desk.host.submit(id, response: "done", via: .control)
        case .ended: try await desk.host.end(id, via: .control)
        case .oldGeneration:
            _ = try await desk.host.attach(id, via: .control)
            generation = 0
        case .foreignStore: id = EpisodeID(storeID: "ffffffffffff", branch: id.branch)
        }
        try desk.restart { if other == .full { $0.records = 1 } }
        if other != .notInMemory { _ = try? await desk.host.offer(of: id) }
        let seq = other == .foreignStore ? 0 : try desk.host.summary(id).seq
        let agenda = Agenda()
        let answer = start(request, on: id, of: desk, agenda, generation: generation)
        agenda.doAll()
        #expect(answer.all.count == 1 && answer.all[0] == nil)
        guard other != .foreignStore else { return }
        #expect(try desk.host.summary(id).seq == seq)
        // The general way says why, or does it.
        let outcome = await Result { try await desk.host.call(id, [request], generation: generation, via: .mcp) }
        switch (other, outcome) {
        case (.notInMemory, .success(let receipts)): #expect(receipts.map(\.seq) == [1])
        case (.submission, .success(let receipts)): #expect(receipts.map(\.seq) == [2])
        case (.notInMemory, _), (.submission, _), (_, .success): Issue.record("\(outcome)")
        case (_, .failure): break
        }
    }

    @Test func aClosedStoreIsNoCommit() async throws {
        let desk = try Desk()
        let id = try await opened(1, in: desk)[0]
        desk.host.store.close()
        let agenda = Agenda()
        let answer = start(on: id, of: desk, agenda)
        #expect(answer.all.count == 1 && answer.all[0] == nil)
    }

    /// A write that nobody has had written yet is, when the store is closed.
    @Test func closingWritesWhatWaits() async throws {
        let desk = try Desk()
        let id = try await opened(1, in: desk)[0]
        let agenda = Agenda()
        let answer = start(on: id, of: desk, agenda)
        try desk.restart()
        #expect(answer.all.first??.seq == 1)
        #expect(try desk.host.summary(id).seq == 1)
        agenda.doAll()
        #expect(answer.all.count == 1)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
