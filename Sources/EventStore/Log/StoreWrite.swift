public import CanonicalJSON

/// What is written together: wholly in one commit, or not at all.
public struct StoreWrite: Sendable {
    /// One entry of the log.
    public enum Entry: Sendable {
        /// Appends a record. Its seq and prev must be what the branch expects; with `generation`, the branch must not
        /// have been attached anew since.
        case record(BranchID, SealedRecord, generation: UInt32? = nil)
        case note(BranchID, Note)
    }

    /// In the order in which they enter the log; a later one may build on an earlier one.
    public var entries: [Entry]
    /// What the entries name and the store may not have yet.
    public var blobs: [Blob]
    public var snapshots: [StoredSnapshot]
    public var idempotency: [IdempotencyEntry]
    public var via: Via
    /// When the request arrived; the latency in the log runs from here until the writer takes it.
    public var arrivedAt: ContinuousClock.Instant
    /// Milliseconds since 1970 for these entries; nil lets the store's clock say.
    public var wallMilliseconds: UInt64?

    public init(
        entries: [Entry] = [], blobs: [Blob] = [], snapshots: [StoredSnapshot] = [],
        idempotency: [IdempotencyEntry] = [], via: Via, arrivedAt: ContinuousClock.Instant = .now,
        wallMilliseconds: UInt64? = nil
    ) {
        self.entries = entries
        self.blobs = blobs
        self.snapshots = snapshots
        self.idempotency = idempotency
        self.via = via
        self.arrivedAt = arrivedAt
        self.wallMilliseconds = wallMilliseconds
    }
}

/// The commit that a write went into.
public struct WriteReceipt: Sendable, Hashable {
    /// Its number, from 0.
    public let commit: UInt64
    /// The hash of the commit chain after it.
    public let commitHash: Digest
    /// What the log says of these entries' time, milliseconds since 1970.
    public let wallMilliseconds: UInt64

    func with(commitHash: Digest) -> WriteReceipt {
        WriteReceipt(commit: commit, commitHash: commitHash, wallMilliseconds: wallMilliseconds)
    }
}
