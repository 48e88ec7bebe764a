internal import CanonicalJSON

extension EventStore {
    /// Opens a store; for writing, makes it when there is none and takes its lock.
    ///
    /// - Throws: ``EventStoreError``: `.locked` naming the process that writes, `.newerFormat`, `.olderFormat`,
    ///   `.modeMismatch`, `.unclean`, `.notAStore`, `.alreadyOpen`, `.corrupt`, `.io`.
    public static func open(
        at directory: String, options: Options, access: Access = .readWrite()
    ) throws(EventStoreError) -> EventStore {
        do {
            switch access {
            case .readWrite(let url): return try openForWriting(directory, options, access, url: url)
            case .readOnly, .inspection: return try openForReading(directory, options, access)
            }
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    private static func openForWriting(
        _ directory: String, _ options: Options, _ access: Access, url: String?
    ) throws -> EventStore {
        try FileSystem.makeDirectory(directory)
        guard let path = FileSystem.canonicalPath(directory) else { throw notAStore(directory) }
        let lock = try WriterLock(directory: path, url: url, sinceMilliseconds: options.wallClock())
        do {
            guard
                let environment = try EnvironmentRegistry.environment(
                    path: path, settings: settings(options, for: access))
            else {
                throw EventStoreError(
                    .alreadyOpen, "this process has the store open for reading; close that first, or read through it")
            }
            do {
                return try openedForWriting(path, options, access, environment, lock)
            } catch {
                environment.close()
                throw error
            }
        } catch {
            lock.release()
            throw error
        }
    }

    private static func openedForWriting(
        _ path: String, _ options: Options, _ access: Access, _ environment: Environment, _ lock: WriterLock
    ) throws -> EventStore {
        try StoreFormat.requireCurrent(in: environment)
        let databases = try Databases(in: environment, creating: true)
        let bootID = Text(options.bootID ?? FileSystem.bootID())
        var meta: Meta
        if let found = try environment.read({ transaction in try Meta(reading: transaction, databases.meta) }) {
            meta = found
            guard meta.mode == options.mode else {
                throw EventStoreError(
                    .modeMismatch, "the store is \(meta.mode.rawValue) and was to be opened as \(options.mode.rawValue)"
                )
            }
            try checkBoot(meta, bootID, environment, databases)
        } else {
            meta = Meta(storeID: newStoreID(options), mode: options.mode, bootID: bootID)
        }
        meta.bootID = bootID
        meta.isClean = false
        let described = meta
        try environment.write { transaction in try described.write(to: transaction, databases.meta) }
        try environment.sync()
        let start = try environment.read { transaction in
            try WriterStart(reading: transaction, databases, described)
        }
        let writer = try Writer(
            start: start, environment: environment, databases: databases, options: options, directory: path)
        return EventStore(
            directory: path, meta: meta, access: access, environment: environment, databases: databases,
            nextBranch: start.nextBranch, wallClock: options.wallClock, writing: Writing(writer: writer, lock: lock))
    }

    private static func openForReading(_ directory: String, _ options: Options, _ access: Access) throws -> EventStore {
        guard let path = FileSystem.canonicalPath(directory), FileSystem.exists(path + "/data.mdb") else {
            throw notAStore(directory)
        }
        guard
            let environment = try EnvironmentRegistry.environment(path: path, settings: settings(options, for: access))
        else { throw notAStore(directory) }
        try StoreFormat.requireCurrent(in: environment)
        let databases: Databases
        do {
            databases = try Databases(in: environment, creating: false)
        } catch let error as LMDBError where error.code == .notFound {
            throw notAStore(directory)
        }
        guard let meta = try environment.read({ transaction in try Meta(reading: transaction, databases.meta) }) else {
            throw notAStore(directory)
        }
        if access == .readOnly {
            try checkBoot(meta, Text(options.bootID ?? FileSystem.bootID()), environment, databases)
        }
        return EventStore(
            directory: path, meta: meta, access: access, environment: environment, databases: databases, nextBranch: 1,
            wallClock: options.wallClock, writing: nil)
    }

    /// A scratch store of another boot may be torn: it must have been closed cleanly or verify whole.
    private static func checkBoot(
        _ meta: Meta, _ bootID: Text, _ environment: Environment, _ databases: Databases
    ) throws {
        guard meta.mode == .scratch, !meta.isClean, meta.bootID != bootID else { return }
        let report = try Verifier(environment: environment, databases: databases, meta: meta).run { _, _ in }
        guard let first = report.problems.first else { return }
        throw EventStoreError(
            .unclean,
            "the scratch store was left open when the machine went down, and is damaged: \(first)"
                + " (\(report.problemCount) problems); open it for inspection, or start a new one")
    }

    private static func settings(_ options: Options, for access: Access) -> Environment.Settings {
        Environment.Settings(
            mapSize: options.mapSize, maxReaders: options.maxReaders, isReadOnly: !access.isWriting,
            syncs: options.mode == .durable)
    }

    private static func newStoreID(_ options: Options) -> Text {
        var generator = SystemRandomNumberGenerator()
        let bytes = options.storeIDBytes?() ?? (0..<6).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var padded = [UInt8](repeating: 0, count: 32)
        padded.replaceSubrange(0..<min(6, bytes.count), with: bytes.prefix(6))
        return Text(String((Digest(bytes: padded)?.hex ?? "").prefix(12)))
    }

    static func notAStore(_ directory: String) -> EventStoreError {
        EventStoreError(.notAStore, "there is no store in \(directory)")
    }
}
