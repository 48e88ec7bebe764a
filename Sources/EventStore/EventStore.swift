public import CanonicalJSON

/// The log of a store: branches of records, their blobs and what is known of each branch.
///
/// It knows bytes, hashes and branches, and nothing of orders. One process writes, others may read beside it. Reading
/// is synchronous and short; writing waits for the commit.
public final class EventStore: Sendable {
    /// Where the store is.
    public let directory: String
    /// 12 hexadecimal digits, made once with the store.
    public let storeID: Text
    public let mode: Mode
    public let access: Access

    init(directory: String, storeID: Text, mode: Mode, access: Access) {
        self.directory = directory
        self.storeID = storeID
        self.mode = mode
        self.access = access
    }

    /// Opens a store; for writing, makes it when there is none and takes its lock.
    ///
    /// - Throws: `.locked` naming the process that writes, `.newerFormat`, `.unclean`, `.notAStore`, `.io` and others.
    public static func open(
        at directory: String, options: Options, access: Access = .readWrite()
    ) throws(EventStoreError) -> EventStore { throw pending }

    /// Numbers that no branch of this store has had; those that are not written stay unused until the next opening.
    public func reserveBranches(_ count: Int) -> [BranchID] { [] }

    /// Writes all of it in one commit and returns when that is done in the store's mode.
    ///
    /// - Throws: ``EventStoreError``; nothing of it is written then.
    @discardableResult
    public func write(_ write: StoreWrite) async throws(EventStoreError) -> WriteReceipt { throw EventStore.pending }

    /// What is known of a branch; nil when there is none of that number.
    public func branch(_ id: BranchID) throws(EventStoreError) -> BranchRow? { throw EventStore.pending }

    /// Branches in ascending order of their numbers, trunks included.
    public func branches(
        after: BranchID? = nil, limit: Int = .max, where isIncluded: (BranchRow) -> Bool = { _ in true }
    ) throws(EventStoreError) -> [BranchRow] { throw EventStore.pending }

    /// Records of a branch, its ancestors' included, in order. Beyond its end there are none.
    public func records(
        of branch: BranchID, in range: ClosedRange<Int> = 0...Int.max
    ) throws(EventStoreError) -> [StoredRecord] { throw EventStore.pending }

    /// The branch's own notes, in order.
    public func notes(of branch: BranchID) throws(EventStoreError) -> [StoredNote] { throw EventStore.pending }

    public func blob(_ digest: Digest) throws(EventStoreError) -> [UInt8]? { throw EventStore.pending }

    /// Many blobs in one read transaction, in the order asked for.
    public func blobs(_ digests: [Digest]) throws(EventStoreError) -> [[UInt8]?] { throw EventStore.pending }

    /// A stored snapshot without its tables.
    public func snapshot(_ digest: Digest) throws(EventStoreError) -> StoredSnapshot? { throw EventStore.pending }

    /// All stored snapshots without their tables, the one imported last first.
    public func snapshots() throws(EventStoreError) -> [StoredSnapshot] { throw EventStore.pending }

    /// A table file of a stored snapshot, by its SHA-256.
    public func table(_ digest: Digest) throws(EventStoreError) -> [UInt8]? { throw EventStore.pending }

    /// The answer kept for a key; nil when there is none.
    public func idempotency(scope: [UInt8], key: [UInt8]) throws(EventStoreError) -> [UInt8]? {
        throw EventStore.pending
    }

    /// Reads everything, recomputes every hash and names what is wrong.
    public func verify(
        progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in }
    ) throws(EventStoreError) -> VerifyReport { throw EventStore.pending }

    /// Waits for the writes under way and gives up the store and its lock. A second call does nothing.
    public func close() {}

    /// Who writes to the store of that directory now; nil when nobody does.
    public static func lockHolder(of directory: String) -> LockHolder? { nil }

    /// Writes into the lock file where this process's server listens.
    public func publish(url: String) throws(EventStoreError) { throw EventStore.pending }

    static let pending = EventStoreError(.io, "not built yet")
}
