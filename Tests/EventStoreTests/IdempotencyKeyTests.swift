import EventStore
import Synchronization
import Testing

@Suite("Idempotency keys in the store")
struct IdempotencyKeyTests {
    /// A clock that a test sets.
    private final class Clock: Sendable {
        private let time = Mutex<UInt64>(1_700_000_000_000)
        var now: UInt64 { time.withLock { $0 } }
        func pass(_ milliseconds: UInt64) { time.withLock { $0 += milliseconds } }
    }

    private func store(_ directory: TemporaryDirectory, _ clock: Clock) throws -> EventStore {
        try EventStore.open(
            at: directory.store,
            options: EventStore.Options(
                mode: .scratch, mapSize: 1 << 30, freeSpaceFloor: 0, wallClock: { clock.now }))
    }

    private func keep(_ store: EventStore, _ key: [UInt8], scope: [UInt8] = [], lifetime: UInt64? = nil) async throws {
        let entry = IdempotencyEntry(scope: scope, key: key, value: key, lifetimeMilliseconds: lifetime)
        try await store.write(StoreWrite(idempotency: [entry], via: .control))
    }

    @Test func aKeyWithALifetimeEndsAndMayBeUsedAgain() async throws {
        let directory = try TemporaryDirectory()
        let clock = Clock()
        let store = try store(directory, clock)
        defer { store.close() }
        try await keep(store, [1], lifetime: 1_000)
        clock.pass(999)
        #expect(try store.idempotency(scope: [], key: [1])?.value == [1])
        await #expect(throws: EventStoreError.self) { try await keep(store, [1], lifetime: 1_000) }
        clock.pass(1)
        #expect(try store.idempotency(scope: [], key: [1]) == nil)
        try await keep(store, [1], lifetime: 1_000)
        #expect(try store.idempotency(scope: [], key: [1])?.wallMilliseconds == clock.now)
    }

    @Test func aKeyOfABranchNeverEndsAndTakesNoLifetime() async throws {
        let directory = try TemporaryDirectory()
        let clock = Clock()
        let store = try store(directory, clock)
        defer { store.close() }
        try await keep(store, [1], scope: [7])
        clock.pass(1 << 50)
        #expect(try store.idempotency(scope: [7], key: [1])?.value == [1])
        #expect(try store.idempotency(scope: [8], key: [1]) == nil)
        await #expect(throws: EventStoreError.self) { try await keep(store, [2], scope: [7], lifetime: 5) }
    }

    @Test func whatHasEndedIsRemovedLittleByLittle() async throws {
        let directory = try TemporaryDirectory()
        let clock = Clock()
        let store = try store(directory, clock)
        defer { store.close() }
        try await keep(store, [0, 0], scope: [7])
        for number in 0..<200 {
            clock.pass(100)
            try await keep(store, [1, UInt8(number)], lifetime: 1_000)
        }
        // Ten keys are alive at a time; with four looked at for each one added, some rounds behind are left at most.
        #expect(try store.idempotencyKeyCount() < 40)
        #expect(try store.idempotency(scope: [7], key: [0, 0]) != nil)
        #expect(try store.idempotency(scope: [], key: [1, 199]) != nil)
        #expect(try store.verify().problems == [])
    }
}
