public import CanonicalJSON
public import EventStore
public import Projections

extension EpisodeHost {
    /// One episode's committed facts.
    public func summary(_ id: EpisodeID) throws(EpisodeError) -> EpisodeSummary {
        try summary(try row(id))
    }

    func summary(_ row: BranchRow) throws(EpisodeError) -> EpisodeSummary {
        let parent = try row.parent.flatMap { (parent) throws(EpisodeError) -> EpisodeID? in
            try branch(parent)?.isTrunk == false ? id(parent) : nil
        }
        guard let snapshot = row.snapshot, let head = row.head, let root = row.root else {
            throw .damaged("branch \(row.id) has no opened record")
        }
        return EpisodeSummary(
            id: id(row.id), group: id(row.group), task: row.task, taskDigest: row.taskDigest, snapshot: snapshot,
            parent: parent, forkedAt: parent == nil ? nil : row.forkedAt, seq: row.nextSeq - 1, head: head,
            root: root, status: row.status, graded: row.grade.map { ($0.satisfied, $0.total) },
            isClaimed: row.grade?.isClaimed ?? false,
            invalid: row.invalidReason, truncated: row.truncated, labels: row.labels, profile: row.profile ?? "all",
            createdAtMilliseconds: row.createdAtMilliseconds, generation: row.generation
        )
    }

    /// One page of episodes, in the order in which they were made; pages are stable while episodes are added.
    public func list(
        _ filter: EpisodeFilter, after: BranchID? = nil, limit: Int
    ) throws(EpisodeError) -> EpisodePage {
        if let group = filter.group, group.storeID != store.storeID { return EpisodePage(episodes: [], next: nil) }
        let rows: [BranchRow]
        do {
            rows = try store.branches(after: after, limit: limit + 1) { row in
                !row.isTrunk && (filter.group == nil || filter.group?.branch == row.group)
                    && (filter.task == nil || filter.task == row.task)
                    && (filter.status == nil || filter.status == row.status)
                    && (filter.label == nil || row.labels.contains { $0 == filter.label })
            }
        } catch {
            throw EpisodeError(error)
        }
        var episodes: [EpisodeSummary] = []
        for row in rows.prefix(limit) {
            episodes.append(try summary(row))
        }
        return EpisodePage(episodes: episodes, next: rows.count > limit ? rows[limit - 1].id : nil)
    }

    /// The state after a record.
    ///
    /// - Parameter at: The record, or nil for the last one.
    public func state(_ id: EpisodeID, at: Int? = nil) throws(EpisodeError) -> (seq: Int, state: WorldState) {
        let row = try row(id)
        let seq = try EpisodeHost.position(at, in: row, id)
        return (seq, try recorded(row, through: seq).state(at: seq))
    }

    static func position(_ at: Int?, in row: BranchRow, _ id: EpisodeID) throws(EpisodeError) -> Int {
        let seq = at ?? row.nextSeq - 1
        guard 0..<row.nextSeq ~= seq else {
            throw EpisodeError(.badPosition, "episode \(id) has records 0 to \(row.nextSeq - 1), not \(seq)")
        }
        return seq
    }

    /// One record with the values of all blobs it names.
    public struct RecordView: Sendable {
        public let stored: StoredRecord
        public let record: Record
        public let blobs: [(digest: Digest, bytes: [UInt8])]
    }

    /// Records from one number to another, both inclusive; beyond the end there are none.
    ///
    /// - Throws: ``EpisodeError`` with code `.damaged` when a blob that one of them names does not fit its digest.
    public func records(
        _ id: EpisodeID, from: Int = 0, to: Int? = nil
    ) throws(EpisodeError) -> [RecordView] {
        let row = try row(id)
        let last = min(to ?? row.nextSeq - 1, row.nextSeq - 1)
        guard from >= 0 else { throw EpisodeError(.badPosition, "from must be 0 or more, not \(from)") }
        guard from <= last else { return [] }
        do {
            var views: [RecordView] = []
            for stored in try store.records(of: row.id, in: from...last) {
                let record = try Record(parsing: stored.bytes)
                views.append(RecordView(stored: stored, record: record, blobs: try blobs(of: record)))
            }
            return views
        } catch let error as EventStoreError {
            throw EpisodeError(error)
        } catch let error as EpisodeError {
            throw error
        } catch {
            throw .damaged("a record of \(id) cannot be read: \(error)")
        }
    }

    /// All that a record names, each checked against its digest: altered text is not shown beside the digest it had.
    private func blobs(of record: Record) throws -> [(digest: Digest, bytes: [UInt8])] {
        let digests = record.blobDigests
        return try zip(digests, try store.blobs(digests)).map { digest, bytes in
            guard let bytes, Digest(of: bytes) == digest else {
                let fault = bytes == nil ? "is missing" : "holds other bytes"
                throw EpisodeError.damaged("record \(record.seq) names blob \(digest), which \(fault)")
            }
            return (digest, bytes)
        }
    }

    /// Compares two positions: the first records that differ, and the entities that do.
    public func diff(_ a: Position, _ b: Position) throws(EpisodeError) -> EpisodeDiff {
        let first = try side(a)
        let second = try side(b)
        let shared = zip(first.entries, second.entries).prefix { $0.hash == $1.hash }.count
        let hasDifference = shared < max(first.entries.count, second.entries.count)
        let difference =
            hasDifference
            ? EpisodeDiff.FirstDifference(
                seq: shared, a: shared < first.entries.count ? first.entries[shared].bytes : nil,
                b: shared < second.entries.count ? second.entries[shared].bytes : nil
            ) : nil
        let left = try first.state(at: first.entries.count - 1)
        let right = try second.state(at: second.entries.count - 1)
        return EpisodeDiff(firstDifference: difference, entities: EpisodeHost.differences(left, right))
    }

    private func side(_ position: Position) throws(EpisodeError) -> RecordedEpisode {
        let row = try row(position.episode)
        return try recorded(row, through: try EpisodeHost.position(position.seq, in: row, position.episode))
    }

    /// The entities whose documents are not the same in two states; over one snapshot only changed ones are looked at.
    private static func differences(_ left: WorldState, _ right: WorldState) -> [EpisodeDiff.Entity] {
        let keys =
            left.base.digest == right.base.digest
            ? Set(left.changed.map(\.key)).union(right.changed.map(\.key))
            : Set(keys(of: left)).union(keys(of: right))
        return keys.sorted().compactMap { key in
            let a = left.document(key.type, key.id)
            let b = right.document(key.type, key.id)
            guard a?.bytes != b?.bytes else { return nil }
            return EpisodeDiff.Entity(type: Text(key.type.rawValue), id: key.id, a: a?.bytes, b: b?.bytes)
        }
    }
    private static func keys(of state: WorldState) -> [EntityKey] {
        state.types.flatMap { state.documents($0).map(\.key) }
    }
}
