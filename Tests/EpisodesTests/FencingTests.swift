import CanonicalJSON
import Episodes
import EventStore
import Testing

@Suite("Two attempts at one episode")
struct FencingTests {
    /// What became of the calls of one client.
    private struct Outcome: Sendable {
        var answered: [Int] = []
        var wasRefused = false
    }

    /// Calls under one generation until it is refused.
    private static func hammer(_ host: EpisodeHost, _ id: EpisodeID, generation: UInt32) async -> Outcome {
        var outcome = Outcome()
        let request = CallRequest(name: "searchOrders", arguments: [:])
        for _ in 0..<10_000 {
            do {
                outcome.answered += try await host.call(id, [request], generation: generation, via: .mcp).map(\.seq)
            } catch {
                if case .store(let failure) = error.code, case .staleGeneration = failure.code {
                    outcome.wasRefused = true
                }
                break
            }
        }
        return outcome
    }

    @Test func noCallOfTheOldAttemptComesAfterTheNewOne() async throws {
        let desk = try Desk()
        let host = desk.host
        let id = try await desk.openOne()
        for generation: UInt32 in 0..<5 {
            async let clients = withTaskGroup(of: Outcome.self) { group in
                for _ in 0..<16 { group.addTask { await Self.hammer(host, id, generation: generation) } }
                return await group.reduce(into: [Outcome]()) { $0.append($1) }
            }
            // Some calls are answered, some under way, some waiting.
            while try host.summary(id).seq < 50 * (Int(generation) + 1) { await Task.yield() }
            #expect(try await host.attach(id, via: .control) == generation + 1)
            let attachedAt = try host.summary(id).seq
            let outcomes = await clients
            for outcome in outcomes {
                #expect(outcome.wasRefused)
                #expect(outcome.answered.allSatisfy { $0 <= attachedAt })
            }
            #expect(try host.summary(id).seq == attachedAt)
        }
        #expect(try host.store.verify().problems == [])
    }

    @Test func theWriterItselfRefusesARecordOfAnOldAttempt() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let store = desk.host.store
        let summary = try desk.host.summary(id)
        let record = Record(
            seq: 1, prev: summary.head, root: summary.root,
            body: .message(Record.Message(role: "user", content: Blob(Array("1".utf8)).digest)))
        // A call that was checked before the attach and reaches the writer after it.
        try await store.write(StoreWrite(entries: [.note(id.branch, .attach(generation: 1))], via: .control))
        let error = await #expect(throws: EventStoreError.self) {
            try await store.write(
                StoreWrite(
                    entries: [.record(id.branch, SealedRecord(record), generation: 0)],
                    blobs: [Blob(Array("1".utf8))], via: .mcp))
        }
        #expect(error?.code == .staleGeneration(id.branch, expected: 0, actual: 1))
    }

    @Test func anEndedEpisodeIsNotAttached() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        try await desk.host.end(id, via: .control)
        await #expect(throws: EpisodeError.self) { try await desk.host.attach(id, via: .control) }
    }
}
