public import CanonicalJSON

/// What a collection did.
public struct CollectionReport: Sendable, Hashable {
    public let origin: Origin
    /// Episodes that were chosen and are in the new store all the same: episodes that stay were forked from them.
    public let keptForForks: [BranchID]
    /// Branches in the new store, trunks included.
    public let branches: Int
    /// The hash of the new store's last commit.
    public let commitHash: Digest
}

extension EventStore {
    /// Which blobs are named by bytes that the store does not look into.
    public struct BlobReferences: Sendable {
        /// By a grade.
        public var inGrade: @Sendable ([UInt8]) -> [Digest]
        /// By an idempotency key's answer.
        public var inAnswer: @Sendable ([UInt8]) -> [Digest]

        public init(
            inGrade: @escaping @Sendable ([UInt8]) -> [Digest], inAnswer: @escaping @Sendable ([UInt8]) -> [Digest]
        ) {
            self.inGrade = inGrade
            self.inAnswer = inAnswer
        }
    }

    /// Copies what is reachable into a new store, which names the head of this one and what was left out.
    ///
    /// Everything that is kept has the same bytes: entries with their envelopes, numbers of branches, heads. The new
    /// store has the id of this one and takes its place; numbers of branches that were left out are not used again.
    /// All snapshots stay. It is a copy as of one commit; what is written meanwhile is not in it.
    ///
    /// - Parameters:
    ///   - reason: How the episodes to leave out are chosen, for the new store to say.
    ///   - isLeftOut: Chooses an episode by its row and the time of its last entry; trunks go with their last fork.
    public func collect(
        into place: CopyPlace, references: BlobReferences, reason: Text,
        progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in },
        leavingOut isLeftOut: (_ episode: BranchRow, _ lastEntryMilliseconds: UInt64) -> Bool
    ) throws(EventStoreError) -> CollectionReport {
        do {
            let size = try environment.mapUse().size
            let target = try EnvironmentRegistry.environment(
                path: place.partial,
                settings: Environment.Settings(mapSize: size, maxReaders: 16, isReadOnly: false, syncs: false))
            guard let target else { throw EventStoreError(.alreadyOpen, "\(place.partial) is open already") }
            defer { target.close() }
            return try environment.read { transaction in
                var collector = Collector(
                    from: databases, meta: meta, into: target, databases: try Databases(in: target, creating: true),
                    references: references, wallMilliseconds: wallClock())
                return try collector.run(transaction, reason: reason, progress, leavingOut: isLeftOut)
            }
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    /// What this store was collected from; nil for one that was made new.
    public func origin() throws(EventStoreError) -> JSONValue? {
        guard let digest = meta.origin else { return nil }
        guard let bytes = try blob(digest), let value = try? JSONParser.parse(bytes) else {
            throw EventStoreError(.corrupt, "what the store was collected from cannot be read; run verify")
        }
        return value
    }
}
