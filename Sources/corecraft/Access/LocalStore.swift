import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Rewards
import ToolLayer

/// A store that this process has opened itself, with everything needed to work on its episodes.
struct LocalStore: Sendable {
    let store: EventStore
    let host: EpisodeHost
    let tasks: TaskCatalogue
    /// Whether this process has made the store.
    private let isNew: Bool

    /// Opens a store beside whoever writes to it.
    ///
    /// - Throws: ``CommandFailure``, also when there is no store.
    static func reading(_ places: Places) throws(CommandFailure) -> LocalStore {
        let directory = try places.storeDirectory
        try requireStore(in: directory)
        do {
            let store = try EventStore.open(at: directory, options: storeOptions(.durable), access: .readOnly)
            return try LocalStore(store, places)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Opens a store for writing.
    ///
    /// A store that exists keeps its mode unless another one is demanded.
    ///
    /// - Throws: ``EventStoreError`` with code `.locked` when another process writes, and others; ``CommandFailure`` when a
    ///   folder that was named is not there.
    static func writing(
        _ places: Places, limits: EpisodeHost.Limits = EpisodeHost.Limits(),
        onCommit: (@Sendable (CommitObservation) -> Void)? = nil
    ) throws -> LocalStore {
        let directory = try places.storeDirectory
        try places.requireNamedFolders()
        let isNew = !isStore(directory)
        do {
            return try LocalStore(
                try opened(directory, places.mode ?? .durable, onCommit), places, limits, isNew: isNew)
        } catch let error as EventStoreError where error.code == .modeMismatch && places.mode == nil {
            return try LocalStore(try opened(directory, .scratch, onCommit), places, limits)
        }
    }

    private static func opened(
        _ directory: String, _ mode: EventStore.Mode, _ onCommit: (@Sendable (CommitObservation) -> Void)?
    ) throws -> EventStore {
        var options = storeOptions(mode)
        options.onCommit = onCommit
        return try EventStore.open(at: directory, options: options, access: .readWrite())
    }

    private static func storeOptions(_ mode: EventStore.Mode) -> EventStore.Options {
        EventStore.Options(mode: mode, wallClock: { WallClock.milliseconds })
    }

    private init(
        _ store: EventStore, _ places: Places, _ limits: EpisodeHost.Limits = EpisodeHost.Limits(),
        isNew: Bool = false
    ) throws(CommandFailure) {
        self.store = store
        self.isNew = isNew
        do {
            host = EpisodeHost(
                store: store, tools: .standard,
                snapshots: try SnapshotCatalogue(directory: places.snapshots, store: store), limits: limits)
            tasks = try TaskCatalogue(tasks: places.tasks, systemPrompts: places.systemPrompts)
        } catch {
            LocalStore.abandon(store, isNew: isNew)
            throw CommandFailure(error)
        }
    }

    func close() { store.close() }

    /// Closes the store after a failure. One that was made for what failed, and holds nothing, does not stay behind.
    func abandon() { LocalStore.abandon(store, isNew: isNew) }

    private static func abandon(_ store: EventStore, isNew: Bool) {
        defer { store.close() }
        guard isNew, let branches = try? store.branches(limit: 1), branches.isEmpty,
            let snapshots = try? store.snapshots(), snapshots.isEmpty
        else { return }
        // While the lock is held: nobody else has begun to use it.
        for name in ["data.mdb", "lock.mdb", "writer.lock"] {
            try? FileManager.default.removeItem(atPath: store.directory + "/" + name)
        }
        let rest = try? FileManager.default.contentsOfDirectory(atPath: store.directory)
        if rest == [] { try? FileManager.default.removeItem(atPath: store.directory) }
    }

    private static func isStore(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/data.mdb")
    }

    /// - Throws: ``CommandFailure`` when the folder holds no store.
    static func requireStore(in directory: String) throws(CommandFailure) {
        guard isStore(directory) else {
            throw CommandFailure(
                .usage, "there is no store in \(directory); `corecraft open` and `corecraft serve` make one")
        }
    }
}

/// The wall clock, which only metadata sees.
enum WallClock {
    /// Milliseconds since 1970.
    static var milliseconds: UInt64 {
        UInt64(max(0, Date().timeIntervalSince1970 * 1_000))
    }
}

extension CommandFailure {
    /// Any error of the modules below, for a person.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as EpisodeError: self.init(error)
        case let error as EventStoreError: self.init(error)
        case let error as RewardsError: self.init(.usage, error.description)
        default: self.init(.trouble, "\(error)")
        }
    }
}
