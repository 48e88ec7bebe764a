import CanonicalJSON
import EventStore
import Synchronization
import Testing

@Suite struct ConcurrencyTests {
    @Test(arguments: EventStore.Mode.allCases)
    func ofManyWhoAppendTheSameNumberOneWins(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        let episodes = try await store.openGroup(100).episodes
        let rounds = 3
        var drafts = episodes
        var acknowledged = 0
        for round in 0..<rounds {
            // Ten tasks to a branch, all with the same number and each with another record.
            let wins = await withTaskGroup(of: (Int, Draft)?.self) { group in
                for task in 0..<1000 {
                    let draft = drafts[task % 100]
                    group.addTask {
                        var draft = draft
                        let record = draft.call("round \(round) task \(task)")
                        switch await code({ try await store.append(record, to: draft.branch) }) {
                        case nil: return (task % 100, draft)
                        case .conflict(draft.branch, expected: round + 1, actual: round + 2): return nil
                        case let other:
                            Issue.record("\(String(describing: other))")
                            return nil
                        }
                    }
                }
                var wins: [(Int, Draft)] = []
                for await win in group { if let win { wins.append(win) } }
                return wins
            }
            #expect(wins.count == 100)
            #expect(Set(wins.map(\.0)).count == 100)
            acknowledged += wins.count
            for (index, draft) in wins { drafts[index] = draft }
        }
        let report = try store.verify()
        #expect(report.problems == [])
        #expect(report.records == UInt64(1 + acknowledged))
        for draft in drafts {
            #expect(try store.branch(draft.branch)?.head == draft.head)
            #expect(try store.records(of: draft.branch).map(\.seq) == Array(0...rounds))
        }
        let places = try drafts.flatMap { try store.records(of: $0.branch, in: 1...rounds).map(\.gseq) }
        #expect(Set(places).count == places.count)
    }

    @Test(arguments: EventStore.Mode.allCases)
    func aRefusedNeighbourHarmsNobody(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        let episodes = try await store.openGroup(64).episodes
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, episode) in episodes.enumerated() {
                group.addTask {
                    var draft = episode
                    for call in 0..<20 {
                        var strange = draft
                        strange.nextSeq += 1
                        let bad = strange.call("bad")
                        let branch = draft.branch
                        async let refused = code { try await store.append(bad, to: branch) }
                        var next = draft
                        let good = next.call("\(number) \(call)")
                        async let taken: Void = store.append(good, to: branch)
                        try await taken
                        // Its number is wrong before, and after the good one its prev.
                        let reason = await refused
                        #expect(
                            reason == .headMismatch(branch)
                                || reason == .conflict(branch, expected: call + 2, actual: call + 1))
                        draft = next
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.verify().problems == [])
    }

    @Test(arguments: EventStore.Mode.allCases)
    func whatComesBeforeTheFirstOfThemIsWrittenSharesACommit(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let maker = try EventStore.open(at: directory.store, options: options(mode))
        let episodes = try await maker.openGroup(16).episodes
        maker.close()
        // Nobody writes here yet.
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        let putOff = Mutex<[@Sendable () -> Void]>([])
        let (answers, answer) = AsyncStream.makeStream(of: Result<WriteReceipt, EventStoreError>.self)
        for var episode in episodes {
            let (record, blobs) = episode.call("one of many")
            store.write(
                StoreWrite(entries: [.record(episode.branch, record)], blobs: blobs, via: .mcp),
                later: { work in putOff.withLock { $0.append(work) } }, answer: { answer.yield($0) })
        }
        let works = putOff.withLock { $0 }
        #expect(works.count == 1, "the first of them sees to all")
        #expect(store.waitingWrites == 16)
        for work in works { work() }
        var commits: Set<UInt64> = []
        for await receipt in answers.prefix(16) { commits.insert(try receipt.get().commit) }
        #expect(commits.count == 1)
        #expect(try store.verify().problems == [])
    }
}
