public import CanonicalJSON
internal import Synchronization

/// The log of a store: branches of records, their blobs and what is known of each branch.
///
/// It knows bytes, hashes and branches, and nothing of orders. One process writes, others may read beside it. Reading
/// is synchronous and short; writing waits for the commit.
public final class EventStore: Sendable {
    /// Where the store is.
    public let directory: String
    /// 12 hexadecimal digits, made once with the store.
    public var storeID: Text { meta.storeID }
    public var mode: Mode { meta.mode }
    public let access: Access

    /// As it was when the store was opened.
    let meta: Meta
    let environment: Environment
    let databases: Databases
    /// Milliseconds since 1970.
    let wallClock: @Sendable () -> UInt64
    private let writing: Mutex<Writing?>
    private let nextBranch: Mutex<UInt64>
    /// Whether a store that only reads has given its environment back.
    private let hasReleased = Atomic(false)

    /// What only a store that is open for writing has.
    struct Writing {
        let writer: Writer
        let lock: WriterLock
    }

    init(
        directory: String, meta: Meta, access: Access, environment: Environment, databases: Databases,
        nextBranch: UInt64, wallClock: @escaping @Sendable () -> UInt64, writing: sending Writing?
    ) {
        self.directory = directory
        self.meta = meta
        self.access = access
        self.environment = environment
        self.databases = databases
        self.wallClock = wallClock
        self.nextBranch = Mutex(nextBranch)
        self.writing = Mutex(writing)
    }

    deinit { close() }

    /// nil in a store that is closed or only reads.
    var writer: Writer? { writing.withLock { $0?.writer } }

    /// Numbers that no branch of this store has had; those that are not written stay unused until the next opening.
    public func reserveBranches(_ count: Int) -> [BranchID] {
        guard count > 0 else { return [] }
        let first = nextBranch.withLock { next in
            defer { next += UInt64(count) }
            return next
        }
        return (0..<UInt64(count)).map { BranchID(rawValue: first + $0) }
    }

    /// Writes all of it in one commit and returns when that is done in the store's mode.
    ///
    /// Writes of other episodes that wait at the same time go into the same commit; a write that is refused leaves them
    /// alone. Once begun it cannot be cancelled.
    ///
    /// - Throws: ``EventStoreError``: `.conflict`, `.headMismatch`, `.closed`, `.staleGeneration`, `.badForkPoint` and
    ///   others; nothing of the write is in the store then, except that after `.poisoned` this is not known.
    @discardableResult
    public func write(_ write: StoreWrite) async throws(EventStoreError) -> WriteReceipt {
        try await withCheckedContinuation { continuation in
            self.write(write, later: { work in Task.detached { work() } }) { continuation.resume(returning: $0) }
        }.get()
    }

    /// Runs something soon, on whichever thread, behind what is ready to run there now.
    public typealias Later = @Sendable (_ work: @escaping @Sendable () -> Void) -> Void

    /// The same for who cannot wait.
    ///
    /// - Parameter later: With what the commit may wait for other writes; in a scratch store it runs there.
    /// - Parameter answer: Called once when the write is committed or refused, perhaps before this returns, on whichever
    ///   thread comes to it: it must be quick.
    public func write(
        _ write: StoreWrite, later: @escaping Later,
        answer: @escaping @Sendable (Result<WriteReceipt, EventStoreError>) -> Void
    ) {
        guard let writer else {
            let error =
                access.isWriting
                ? .closedStore : EventStoreError(.readOnly, "the store is open for reading only")
            return answer(.failure(error))
        }
        writer.write(write, later: later, answer: answer)
    }

    /// Waits for the writes under way and gives up the store and its lock. A second call does nothing.
    public func close() {
        guard let ended = writing.withLock({ $0.take() }) else {
            // The environment may be shared with other readers of this process; the last one closes it.
            if !access.isWriting, !hasReleased.exchange(true, ordering: .relaxed) { environment.release() }
            return
        }
        ended.writer.close()
        if mode == .scratch { markClean() }
        environment.close()
        ended.lock.release()
    }

    /// A scratch store that was synced and closed may be opened under another boot.
    private func markClean() {
        let databases = databases
        do {
            try environment.sync()
            _ = try environment.write { transaction in try transaction.put(databases.meta, Meta.cleanKey, [1]) }
            try environment.sync()
        } catch {
            // It stays marked as not closed: the next opening under another boot verifies it.
        }
    }

    /// Writes into the lock file where this process's server listens.
    ///
    /// - Parameter agentURL: Where it serves agents, when that is another address.
    public func publish(url: String, agentURL: String? = nil) throws(EventStoreError) {
        let result = writing.withLock { writing -> Result<Void, EventStoreError>? in
            guard let writing else { return nil }
            return Result { () throws(EventStoreError) in try writing.lock.publish(url: url, agentURL: agentURL) }
        }
        guard let result else { throw EventStoreError(.readOnly, "only a store that is open for writing has a URL") }
        try result.get()
    }

    /// Who writes to the store of that directory now; nil when nobody does.
    public static func lockHolder(of directory: String) -> LockHolder? {
        WriterLock.holder(of: directory)
    }

    /// How many bytes the map has and how many of them are in use.
    public func mapUse() throws(EventStoreError) -> (size: Int, used: Int) {
        do {
            return try environment.mapUse()
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }
}

extension EventStore.Access {
    var isWriting: Bool {
        if case .readWrite = self { true } else { false }
    }
}
