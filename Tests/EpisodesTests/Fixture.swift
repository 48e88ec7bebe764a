import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections
import Rewards
import ToolLayer

/// The root of the checkout, found from this file.
let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()

/// A store in a directory of its own, with the project's snapshots and tasks, removed at the end.
final class Desk {
    let directory: String
    let mode: EventStore.Mode
    private(set) var host: EpisodeHost
    let tasks: TaskCatalogue

    init(
        mode: EventStore.Mode = .scratch, residentBudget: Int = 256 << 20,
        limits: (inout EpisodeHost.Limits) -> Void = { _ in }
    ) throws {
        directory = NSTemporaryDirectory() + "corecraft-test-" + UUID().uuidString
        self.mode = mode
        host = try Desk.host(directory, mode: mode, residentBudget: residentBudget, limits)
        tasks = try TaskCatalogue(tasks: checkout + "tasks", systemPrompts: checkout + "system-prompts")
    }

    deinit {
        host.store.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Closes the store and opens it again, as after a restart.
    func restart(
        residentBudget: Int = 256 << 20, limits: (inout EpisodeHost.Limits) -> Void = { _ in }
    ) throws {
        host.store.close()
        host = try Desk.host(directory, mode: mode, residentBudget: residentBudget, limits)
    }

    private static func host(
        _ directory: String, mode: EventStore.Mode, residentBudget: Int,
        _ adjust: (inout EpisodeHost.Limits) -> Void
    ) throws -> EpisodeHost {
        var limits = EpisodeHost.Limits()
        adjust(&limits)
        // A fixed store id and clock make whole files comparable, not only heads.
        let options = EventStore.Options(
            mode: mode, mapSize: 1 << 30, freeSpaceFloor: 0, storeIDBytes: { [1, 2, 3, 4, 5, 6] },
            wallClock: { 1_757_962_800_000 }
        )
        let store = try EventStore.open(at: directory, options: options, access: .readWrite())
        return EpisodeHost(
            store: store, tools: .standard,
            snapshots: try SnapshotCatalogue(directory: checkout + "snapshots", store: store),
            residentBudget: residentBudget, limits: limits
        )
    }

    var starter: Digest {
        get throws { try host.snapshots.resolve("starter") }
    }

    func open(task: Text? = nil, count: Int = 1, seed: Int = 0, labels: [Label] = []) async throws -> [EpisodeSummary] {
        var request = OpenRequest(snapshot: try starter, count: count, seed: seed, labels: labels, via: .control)
        if let task {
            guard let file = tasks.task(task) else { throw RewardsError("task", "no task \(task)") }
            request.task = try tasks.assigned(file, over: try host.snapshots.load(file.snapshot))
        }
        return try await host.open(request)
    }

    func openOne(task: Text? = nil, seed: Int = 0) async throws -> EpisodeID {
        try await open(task: task, seed: seed)[0].id
    }

    @discardableResult
    func call(_ id: EpisodeID, _ name: Text, _ arguments: JSONValue = [:]) async throws -> CallReceipt {
        try await host.call(id, [CallRequest(name: name, arguments: arguments)], via: .mcp)[0]
    }
}

extension CallReceipt {
    /// The result as a value.
    var value: JSONValue {
        get throws { try JSONParser.parse(result) }
    }
}

/// A small generator of reproducible choices (SplitMix64); the seed is in the test's arguments, hence in its failures.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
