import CanonicalJSON
import EventStore
import Foundation
import Testing

/// Figures to stand beside `Benchmarks/lmdb-loop`; run with `STORE_THROUGHPUT=1 swift test -c release`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["STORE_THROUGHPUT"] != nil))
struct ThroughputTests {
    @Test(arguments: EventStore.Mode.allCases, [256, 64])
    func appends(mode: EventStore.Mode, waiting: Int) async throws {
        let directory = try TemporaryDirectory()
        var options = options(mode)
        options.mapSize = 64 << 30
        let store = try EventStore.open(at: directory.store, options: options)
        let episodes = try await store.openGroup(waiting).episodes
        let calls = 60000 / waiting
        // Made beforehand: what is measured is the store.
        let padding = String(repeating: "x", count: 330)
        let prepared = episodes.enumerated().map { number, episode in
            var draft = episode
            return (0..<calls).map { call -> StoreWrite in
                let made = draft.call("\(number)-\(call)-" + padding, changing: Text("order/\(call % 5)"))
                return StoreWrite(entries: [.record(draft.branch, made.0)], blobs: made.1, via: .mcp)
            }
        }
        let took = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writes in prepared {
                    group.addTask { for write in writes { try await store.write(write) } }
                }
                try await group.waitForAll()
            }
        }
        let total = calls * waiting
        print("FIGURE appends \(mode.rawValue) waiting \(waiting): \(Int(Double(total) / (took / .seconds(1))))/s")
        let verified = try ContinuousClock().measure { try #require(try store.verify().isClean) }
        print("FIGURE verify: \(Int(Double(total) / (verified / .seconds(1)))) records/s")
        store.close()
    }

    @Test(arguments: EventStore.Mode.allCases)
    func forks(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        var options = options(mode)
        options.mapSize = 64 << 30
        let store = try EventStore.open(at: directory.store, options: options)
        let trunk = try await store.openGroup(1).trunk.branch
        for waiting in [1, 16, 64] {
            let groups = 6400 / waiting
            let took = try await ContinuousClock().measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<waiting {
                        group.addTask {
                            for _ in 0..<min(groups, 400) {
                                let entries = store.reserveBranches(16).map {
                                    StoreWrite.Entry.note($0, .fork(parent: trunk, at: 0, group: trunk))
                                }
                                try await store.write(StoreWrite(entries: entries, via: .control))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let total = min(groups, 400) * waiting * 16
            print(
                "FIGURE forks \(mode.rawValue) \(waiting) waiting, 16 each: \(Int(Double(total) / (took / .seconds(1))))/s"
            )
        }
        store.close()
    }
}
