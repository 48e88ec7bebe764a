import CanonicalJSON
public import EventStore
public import Projections
import ToolLayer

extension EpisodeHost {
    /// Opens a group of episodes: one hidden trunk with the `opened` record, and `count` forks of it, in one commit.
    ///
    /// - Returns: The episodes, in the order of their branches.
    /// - Throws: ``EpisodeError``: `.unknownSnapshot`, `.badRequest` for a count, seed or profile outside its range, and for
    ///   a state that is of another snapshot or differs from it in more than one record holds.
    public func open(_ request: OpenRequest, key: RequestKey? = nil) async throws(EpisodeError) -> [EpisodeSummary] {
        try await once(key, again: made) { () async throws(EpisodeError) in try await open(request, keeping: key) }
    }

    private func open(
        _ request: OpenRequest, keeping key: RequestKey?
    ) async throws(EpisodeError) -> [EpisodeSummary] {
        try EpisodeHost.requireGroupSize(request.count)
        guard 0..<(1 << 53) ~= request.seed else {
            throw EpisodeError(.badRequest, "seed must be an integer from 0 to 2^53-1, not \(request.seed)")
        }
        let offer = try offer(ofProfile: request.profile)
        if let task = request.task, task.snapshot != request.snapshot {
            throw EpisodeError(
                .badRequest, "task \(task.id) works on snapshot \(task.snapshot), not \(request.snapshot)")
        }
        let snapshot = try snapshots.load(request.snapshot)
        var write = StoreWrite(via: request.via)
        if try isMissing(snapshot) { write.snapshots.append(SnapshotCatalogue.stored(snapshot)) }
        write.blobs.append(Blob(offer.definitions, trusting: offer.digest))
        let task = request.task.map { Blob($0.document.canonicalBytes) }
        if let task { write.blobs.append(task) }
        let state = request.state ?? WorldState(base: snapshot)
        let changes = try EpisodeHost.injected(state, over: snapshot, into: &write)
        let record = Record(
            seq: 0, prev: nil, root: state.root, changes: changes,
            body: .opened(
                Record.Opening(
                    format: 1, rules: EpisodeHost.rules, snapshot: snapshot.digest, task: task?.digest,
                    tools: offer.digest, seed: request.seed
                )
            )
        )
        let sealed = SealedRecord(record)
        guard sealed.bytes.count <= EpisodeLimits.recordBytes else {
            throw EpisodeError(
                .badRequest,
                "the injected state changes \(changes.count) entities, which take \(sealed.bytes.count) bytes in the opening"
                    + " record; it holds \(EpisodeLimits.recordBytes): import a snapshot instead")
        }
        let branches = store.reserveBranches(request.count + 1)
        let trunk = branches[0]
        write.entries.append(.note(trunk, .group(task: request.task?.id, profile: request.profile)))
        write.entries.append(.record(trunk, sealed))
        let episodes = branches.dropFirst()
        append(forks: episodes, of: trunk, at: 0, group: trunk, labels: request.labels, to: &write)
        try await make(episodes, under: key, write)
        return try summaries(episodes)
    }

    /// What a state differs in from its snapshot, for `opened.changes`; the documents go into the write.
    private static func injected(
        _ state: WorldState, over snapshot: Snapshot, into write: inout StoreWrite
    ) throws(EpisodeError) -> [Record.Change] {
        guard state.base.digest == snapshot.digest else {
            throw EpisodeError(
                .badRequest, "the injected state is over snapshot \(state.base.digest), not \(snapshot.digest)")
        }
        return state.changes(since: WorldState(base: snapshot)).map { change in
            if let document = change.document {
                write.blobs.append(Blob(document.bytes, trusting: document.digest))
            }
            return Record.Change(key: change.key.text, digest: change.digest)
        }
    }

    /// Forks an episode after a record, for next to nothing.
    ///
    /// - Parameter at: The last record to share; nil is the tip.
    /// - Throws: ``EpisodeError`` with code `.badPosition` at `submitted` or beyond the tip.
    public func fork(
        _ id: EpisodeID, at: Int?, count: Int = 1, labels: [Label] = [], key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) -> [EpisodeSummary] {
        try await once(key, again: made) { () async throws(EpisodeError) in
            try await fork(id, at: at, count: count, labels: labels, keeping: key, via: via)
        }
    }

    private func fork(
        _ id: EpisodeID, at: Int?, count: Int, labels: [Label], keeping key: RequestKey?, via: Via
    ) async throws(EpisodeError) -> [EpisodeSummary] {
        try EpisodeHost.requireGroupSize(count)
        let row = try row(id)
        let seq = at ?? row.nextSeq - 1
        guard 0..<row.nextSeq ~= seq else {
            throw EpisodeError(
                .badPosition, "episode \(id) has records 0 to \(row.nextSeq - 1); it cannot be forked at \(seq)")
        }
        if row.isSubmitted, seq == row.nextSeq - 1 {
            throw EpisodeError(
                .badPosition, "record \(seq) of \(id) is its submission; fork at \(seq - 1) to go on before it")
        }
        var write = StoreWrite(via: via)
        let branches = store.reserveBranches(count)
        append(forks: branches[...], of: id.branch, at: seq, group: branches[0], labels: labels, to: &write)
        try await make(branches[...], under: key, write)
        return try summaries(branches[...])
    }

    /// Commits a write that makes these episodes, within the operator's limit.
    func make(
        _ branches: ArraySlice<BranchID>, under key: RequestKey?, _ write: StoreWrite
    ) async throws(EpisodeError) {
        var write = write
        if let first = branches.first {
            EpisodeHost.keep(.opened(first: first, count: branches.count), under: key, in: &write)
        }
        let store = store
        try openEpisodes.add(branches.count, limit: limits.openEpisodes) { () throws(EventStoreError) in
            try store.openBranchCount()
        }
        do {
            try await self.write(write)
        } catch {
            openEpisodes.remove(branches.count)
            throw error
        }
    }

    /// Episodes as they were when they were made: what a repeated request is told.
    private func made(_ outcome: KeptOutcome) throws(EpisodeError) -> [EpisodeSummary]? {
        guard case .opened(let first, let count) = outcome else { return nil }
        var summaries: [EpisodeSummary] = []
        for number in 0..<UInt64(count) {
            let row = try row(id(BranchID(rawValue: first.rawValue + number)))
            let beginning = try recordReceipt(id(row.id), seq: row.forkedAt ?? 0).receipt
            summaries.append(try summary(row).asMade(at: beginning))
        }
        return summaries
    }

    private func append(
        forks: ArraySlice<BranchID>, of parent: BranchID, at seq: Int, group: BranchID, labels: [Label],
        to write: inout StoreWrite
    ) {
        for fork in forks {
            write.entries.append(.note(fork, .fork(parent: parent, at: seq, group: group, labels: labels)))
        }
    }

    private func summaries(_ branches: ArraySlice<BranchID>) throws(EpisodeError) -> [EpisodeSummary] {
        var summaries: [EpisodeSummary] = []
        for branch in branches {
            summaries.append(try summary(id(branch)))
        }
        return summaries
    }

    func isMissing(_ snapshot: Snapshot) throws(EpisodeError) -> Bool {
        do {
            return try store.snapshot(snapshot.digest) == nil
        } catch {
            throw EpisodeError(error)
        }
    }

    private static func requireGroupSize(_ count: Int) throws(EpisodeError) {
        guard 1...EpisodeLimits.groupSize ~= count else {
            throw EpisodeError(.badRequest, "count must be from 1 to \(EpisodeLimits.groupSize), not \(count)")
        }
    }

    /// Keeps an imported snapshot in the store.
    ///
    /// - Throws: ``EpisodeError`` when the store refuses.
    public func importSnapshot(
        _ snapshot: Snapshot, key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) {
        try await once(key, again: { outcome in outcome == .done ? () : nil }) { () async throws(EpisodeError) in
            var write = StoreWrite(via: via)
            write.snapshots.append(SnapshotCatalogue.stored(snapshot))
            EpisodeHost.keep(.done, under: key, in: &write)
            try await self.write(write)
        }
    }
}
