internal import CanonicalJSON

/// What an upgrade did.
public struct UpgradeReport: Sendable, Hashable {
    /// The format of the store.
    public let from: UInt32
    /// The format of the copy.
    public let to: UInt32
    /// What was done, in order.
    public let steps: [String]
}

extension EventStore {
    /// Copies a store of an older format, and makes the copy one of today's format. The store itself is only read.
    ///
    /// Log and commits are the same bytes in the copy, so that heads, roots and the commit chain are; the caller verifies the
    /// copy before ``CopyPlace/publish()``. Interrupted, it leaves a folder of the place's partial name.
    ///
    /// - Parameter directory: Of a store that nobody writes to.
    /// - Throws: ``EventStoreError``: `.notAStore`, `.newerFormat`, `.invalidWrite` when the store is of today's format,
    ///   `.locked` while another process writes, `.corrupt`, `.io`.
    public static func upgrade(
        _ directory: String, into place: CopyPlace, options: Options,
        progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in }
    ) throws(EventStoreError) -> UpgradeReport {
        do {
            return try upgrading(directory, place, options, progress)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    private static func upgrading(
        _ directory: String, _ place: CopyPlace, _ options: Options, _ progress: (UInt64, UInt64) -> Void
    ) throws -> UpgradeReport {
        let source = try environment(
            at: directory,
            Environment.Settings(
                mapSize: options.mapSize, maxReaders: options.maxReaders, isReadOnly: true, syncs: false))
        defer { source.release() }
        guard let found = try StoreFormat.found(in: source) else { throw notAStore(directory) }
        try StoreFormat.requireKnown(found)
        guard found < StoreFormat.current else {
            throw EventStoreError(.invalidWrite, "the store is of format \(found) already, which is today's")
        }
        if let holder = lockHolder(of: directory) {
            throw EventStoreError(
                .locked(pid: holder.pid, url: holder.url),
                "process \(holder.pid) writes to the store, and the copy would lack what it writes; stop it first")
        }
        try source.copy(to: place.partial)
        let copy = try environment(
            at: place.partial,
            Environment.Settings(
                mapSize: options.mapSize, maxReaders: options.maxReaders, isReadOnly: false, syncs: false))
        defer { copy.close() }
        let steps = StoreFormat.steps[Int(found)...]
        for step in steps { try step.run(copy, progress) }
        try copy.write { transaction in
            try Meta.write(
                format: StoreFormat.current, to: transaction, try copy.databases(["meta"], creating: false)[0])
        }
        try copy.sync()
        guard try ChainEnd(of: copy) == ChainEnd(of: source) else {
            throw EventStoreError(.corrupt, "the copy's log does not end where that of the store does")
        }
        return UpgradeReport(from: found, to: StoreFormat.current, steps: steps.map(\.summary))
    }

    private static func environment(at directory: String, _ settings: Environment.Settings) throws -> Environment {
        guard let path = FileSystem.canonicalPath(directory), FileSystem.exists(path + "/data.mdb"),
            let environment = try EnvironmentRegistry.environment(path: path, settings: settings)
        else { throw notAStore(directory) }
        return environment
    }
}

/// Where the log of a store ends: its last entry and its last commit, whose hash covers everything before.
private struct ChainEnd: Equatable {
    private let gseq: [UInt8]?
    private let number: [UInt8]?
    private let commit: [UInt8]?

    init(of environment: Environment) throws {
        let databases = try environment.databases(["log", "commits"], creating: false)
        (gseq, number, commit) = try environment.read { transaction in
            let last = try transaction.last(databases[1])
            return (try transaction.last(databases[0])?.key, last?.key, last?.value)
        }
    }
}
