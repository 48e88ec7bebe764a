import CanonicalJSON
import EventStore

/// Appends, forks and verification of the store alone, beside what liblmdb does with the same layout.
enum StoreFigures {
    private static let rounds = 3

    static func measure(_ settings: Settings) async throws -> [Figure] {
        let loop = settings.loop.map(CLoop.init)
        var figures: [Figure] = []
        for waiting in [256, 64] {
            for mode in EventStore.Mode.allCases {
                // About a second each, also on a disk that others use.
                let load = StoreLoad(episodes: waiting, callsEach: (mode == .durable ? 6_400 : 25_600) / waiting)
                figures.append(try await appends(load, waiting, mode, loop, settings))
            }
        }
        for mode in EventStore.Mode.allCases {
            for waiting in [1, 16] {
                figures.append(try await forks(waiting, mode, loop, settings))
            }
        }
        figures.append(try await verification(settings))
        return figures
    }

    private static func appends(
        _ load: StoreLoad, _ waiting: Int, _ mode: EventStore.Mode, _ loop: CLoop?, _ settings: Settings
    ) async throws -> Figure {
        var rates: [Double] = []
        var limits: [Double] = []
        for _ in 0..<rounds {
            let directory = try ScratchDirectory(in: settings.directory)
            if let loop { limits.append(try loop.run(mode, group: waiting, in: directory.path).appends) }
            let store = try EventStore.forBench(directory, mode)
            _ = try await store.write(load.opening)
            let seconds = try await wallSeconds { try await load.run(on: store) }
            rates.append(Double(load.count) / seconds)
            store.close()
        }
        return Figure(
            "append, \(mode.rawValue), \(waiting) waiting", median(rates), .perSecond,
            beside: limits.isEmpty ? nil : .init(name: "C loop, groups of \(waiting)", value: median(limits)),
            target: mode == .durable ? "70%" : "")
    }

    private static func forks(
        _ waiting: Int, _ mode: EventStore.Mode, _ loop: CLoop?, _ settings: Settings
    ) async throws -> Figure {
        var rates: [Double] = []
        var limits: [Double] = []
        let load = StoreLoad(episodes: 1, callsEach: 1)
        let each = 6_400 / waiting
        for _ in 0..<rounds {
            let directory = try ScratchDirectory(in: settings.directory)
            if let loop { limits.append(try loop.run(mode, group: waiting * 16, in: directory.path).forks) }
            let store = try EventStore.forBench(directory, mode)
            _ = store.reserveBranches(2)
            _ = try await store.write(load.opening)
            let seconds = try await wallSeconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<waiting {
                        group.addTask { try await fork(each, on: store) }
                    }
                    try await group.waitForAll()
                }
            }
            rates.append(Double(each * waiting * 16) / seconds)
            store.close()
        }
        return Figure(
            "forks by 16, store, \(mode.rawValue), \(waiting) waiting", median(rates), .perSecond,
            beside: limits.isEmpty ? nil : .init(name: "C loop, groups of \(waiting * 16)", value: median(limits)),
            target: mode == .durable && waiting > 1 ? "50,000/s" : "")
    }

    private static func fork(_ groups: Int, on store: EventStore) async throws {
        for _ in 0..<groups {
            let branches = store.reserveBranches(16)
            let entries = branches.map {
                StoreWrite.Entry.note($0, .fork(parent: StoreLoad.trunk, at: 0, group: branches[0]))
            }
            _ = try await store.write(StoreWrite(entries: entries, via: .control))
        }
    }

    private static func verification(_ settings: Settings) async throws -> Figure {
        let directory = try ScratchDirectory(in: settings.directory)
        let store = try EventStore.forBench(directory, .scratch)
        let load = StoreLoad(episodes: 256, callsEach: 80)
        _ = try await store.write(load.opening)
        try await load.run(on: store)
        let passes = try rate(count: 1) { _ in
            guard try store.verify().isClean else { throw BenchError("the store does not verify") }
        }
        store.close()
        let hashed = load.calls.flatMap { $0 }.flatMap { write in
            write.blobs.map(\.bytes)
                + write.entries.compactMap { if case .record(_, let record, _) = $0 { record.bytes } else { nil } }
        }
        var checksum = 0
        // The record is hashed for its branch's chain and again for that of the commits; the root is another hash.
        let hashing = rate(count: 1) { _ in
            for bytes in hashed { checksum ^= Digest(of: bytes).hashValue }
        }
        guard checksum != 1 else { throw BenchError("unlikely") }
        return Figure(
            "verify, store of synthetic calls", passes * Double(load.count), .perSecond,
            beside: .init(name: "SHA-256 of records and blobs once", value: hashing * Double(load.count)),
            target: "200,000/s per core")
    }
}
