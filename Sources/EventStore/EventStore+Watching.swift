/// One commit, as it is told to whoever watches.
public struct CommitObservation: Sendable, Hashable {
    /// Writes in it.
    public let writes: Int
    /// Entries of the log.
    public let entries: Int
    /// Bytes of its log entries, blobs and snapshots.
    public let bytes: Int
    /// How long the commit itself took; with the sync, in a durable store.
    public let commitTime: Duration
}

extension EventStore {
    /// How many writes wait for the writer; 0 in a store that only reads.
    public var waitingWrites: Int { writer?.waitingCount ?? 0 }

    /// Bytes that may still be written to the disk; nil when the system does not say.
    public var freeSpace: Int? { FileSystem.freeSpace(directory) }

    /// Whether a write would be taken now.
    ///
    /// - Throws: ``EventStoreError``: `.poisoned` after a commit that failed, `.diskFull` below the floor, `.queueFull`,
    ///   `.closedStore`, `.readOnly`.
    public func requireWritable() throws(EventStoreError) {
        guard let writer else {
            throw access.isWriting
                ? .closedStore : EventStoreError(.readOnly, "the store is open for reading only")
        }
        try writer.requireRoom()
    }
}
