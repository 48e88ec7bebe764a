internal import CanonicalJSON

/// Checks requests against the branch rows, before the first put, and plans what they write.
///
/// Each request sees what the ones before it in the group have planned. One that is refused leaves no trace.
struct Planner: ~Copyable {
    private(set) var plan: GroupPlan
    /// How each changed row was before the current request.
    private var undo: [(row: CachedRow, was: BranchRow, tailChanged: Bool, changedIn: UInt64)] = []
    private var madeRows: [BranchID] = []
    private let databases: Databases
    private let group: UInt64

    /// - Parameter group: A number that no group of this writer has had, not even one that came to nothing.
    init(plan: GroupPlan, databases: Databases, group: UInt64) {
        self.plan = plan
        self.databases = databases
        self.group = group
    }

    /// Plans one request wholly, or throws and plans nothing of it.
    mutating func add(
        _ write: StoreWrite, _ envelope: Envelope, _ cache: inout RowCache, _ recent: RecentDigests,
        _ transaction: borrowing ReadTransaction
    ) throws {
        undo.removeAll(keepingCapacity: true)
        madeRows.removeAll(keepingCapacity: true)
        let mark = plan.mark
        do {
            let keys = try idempotencyKeys(write, envelope, transaction)
            try check(write.snapshots)
            guard !write.isEmpty else { throw EventStoreError(.invalidWrite, "a write with nothing in it") }
            for entry in write.entries {
                switch entry {
                case .record(let branch, let record, let generation):
                    try add(record, to: branch, generation: generation, envelope, &cache, transaction)
                case .note(let branch, let note):
                    try add(note, to: branch, envelope, &cache, transaction)
                }
            }
            for (key, entry) in zip(keys, write.idempotency) {
                plan.idempotency.append((key: key, value: entry.stored(at: envelope.wallMilliseconds)))
                plan.idempotencyKeys.insert(key)
                if entry.lifetimeMilliseconds != nil { plan.endingKeys += 1 }
            }
        } catch {
            plan.rewind(to: mark)
            for change in undo.reversed() {
                change.row.row = change.was
                change.row.tailChanged = change.tailChanged
                change.row.changedIn = change.changedIn
            }
            for id in madeRows { cache[id] = nil }
            throw error
        }
        for blob in write.blobs where !recent.contains(blob.digest) { plan.blobs.append(blob) }
        for snapshot in write.snapshots {
            plan.blobs.append(contentsOf: snapshot.tables)
            plan.snapshots.append((key: snapshot.key, value: snapshot.value))
        }
    }

    private mutating func add(
        _ record: SealedRecord, to branch: BranchID, generation: UInt32?, _ envelope: Envelope, _ cache: inout RowCache,
        _ transaction: borrowing ReadTransaction
    ) throws {
        let cached = try existingRow(branch, &cache, transaction)
        guard cached.row.status == .open else {
            throw EventStoreError(
                .closed(branch, cached.row.status), "branch \(branch) is \(cached.row.status) and takes no more records"
            )
        }
        try check(generation, of: cached.row)
        guard record.seq == cached.row.nextSeq else {
            throw EventStoreError(
                .conflict(branch, expected: record.seq, actual: cached.row.nextSeq),
                "branch \(branch) has moved on: record \(record.seq) was to be written, \(cached.row.nextSeq) is next")
        }
        guard record.prev == cached.row.head else {
            throw EventStoreError(
                .headMismatch(branch), "record \(record.seq) of branch \(branch) does not follow the branch's head")
        }
        let isOpening = if case .opened = record.role { true } else { false }
        guard isOpening == (record.seq == 0) else {
            throw EventStoreError(.invalidWrite, "the first record of branch \(branch) and no other must be `opened`")
        }
        guard record.bytes.count <= 65536 else {
            throw EventStoreError(.invalidWrite, "record \(record.seq) of branch \(branch) is longer than 64 KiB")
        }
        plan.add(
            record.bytes, branch: branch, seq: record.seq, indexNumber: UInt64(record.seq), kind: .record,
            envelope: envelope)
        change(cached, tail: isOpening) { $0.apply(record.role, hash: record.hash, root: record.root) }
    }

    private func check(_ generation: UInt32?, of row: BranchRow) throws {
        guard let generation, generation != row.generation else { return }
        throw EventStoreError(
            .staleGeneration(row.id, expected: generation, actual: row.generation),
            "branch \(row.id) was attached anew: generation \(generation) is over, \(row.generation) is current")
    }

    private mutating func add(
        _ note: Note, to branch: BranchID, _ envelope: Envelope, _ cache: inout RowCache,
        _ transaction: borrowing ReadTransaction
    ) throws {
        switch note {
        case .group, .imported:
            let row = BranchRow(making: branch, by: note, at: envelope.wallMilliseconds)
            guard let row else { throw EventStoreError(.invalidWrite, "note \(note.kind) makes no branch") }
            try make(row, note, envelope, &cache, transaction)
        case .fork(let parent, let at, let group, let labels):
            let row = try fork(
                parent, at: at, as: branch, group: group, labels: labels, envelope, &cache, transaction)
            try make(row, note, envelope, &cache, transaction)
        case .label, .attach, .grade, .invalid, .end, .resend:
            let cached = try existingRow(branch, &cache, transaction)
            try check(note, on: cached.row)
            plan.add(
                note.canonicalBytes, branch: branch, seq: cached.row.nextSeq,
                indexNumber: Databases.noteBit | UInt64(cached.row.noteCount), kind: .note, envelope: envelope)
            change(cached, tail: true) { $0.apply(note) }
        }
    }

    private func check(_ note: Note, on row: BranchRow) throws {
        switch note {
        case .attach(let generation):
            guard row.generation < .max, generation == row.generation + 1 else {
                throw EventStoreError(
                    .staleGeneration(row.id, expected: generation, actual: row.generation),
                    "branch \(row.id) is of generation \(row.generation): the next is one more, not \(generation)")
            }
        case .grade(let grade):
            guard grade.satisfied >= 0, grade.satisfied <= grade.total else {
                throw EventStoreError(.invalidWrite, "a grade of \(grade.satisfied) of \(grade.total)")
            }
        case .resend(let seq):
            guard seq >= 0, seq < row.nextSeq else {
                throw EventStoreError(.invalidWrite, "branch \(row.id) has no record \(seq) to send again")
            }
        case .end:
            guard row.status != .ended else {
                throw EventStoreError(.closed(row.id, .ended), "branch \(row.id) is ended already")
            }
        case .group, .fork, .imported, .label, .invalid: break
        }
    }

    private mutating func fork(
        _ parent: BranchID, at: Int, as id: BranchID, group: BranchID, labels: [Label], _ envelope: Envelope,
        _ cache: inout RowCache, _ transaction: borrowing ReadTransaction
    ) throws -> BranchRow {
        let row = try existingRow(parent, &cache, transaction).row
        guard let owner = row.owner(of: at) else {
            throw EventStoreError(
                .badForkPoint(parent: parent, at: at), "branch \(parent) has no record \(at) to fork from")
        }
        if row.isSubmitted, at == row.nextSeq - 1 {
            throw EventStoreError(
                .forkAtSubmitted(parent: parent, at: at),
                "record \(at) of branch \(parent) is `submitted`: fork at \(at - 1) instead")
        }
        if group != id, group != row.group { _ = try existingRow(group, &cache, transaction) }
        if at == row.nextSeq - 1, let head = row.head, let root = row.root {
            return BranchRow(
                forking: row, at: at, head: head, root: root, as: id, group: group, labels: labels,
                wallMilliseconds: envelope.wallMilliseconds)
        }
        let record = try record(at, of: owner, transaction)
        return BranchRow(
            forking: row, at: at, head: record.hash, root: record.root, as: id, group: group, labels: labels,
            wallMilliseconds: envelope.wallMilliseconds)
    }

    /// A record of the store, or one that this group is about to write.
    private func record(_ seq: Int, of branch: BranchID, _ transaction: borrowing ReadTransaction) throws
        -> SealedRecord
    {
        let value: [UInt8]
        if let planned = plan.entries.lastIndex(where: { $0.branch == branch && $0.indexNumber == UInt64(seq) }) {
            value = Array(plan.value(planned))
        } else {
            value = try transaction.logValue(databases, Databases.recordKey(branch, seq))
        }
        guard let entry = LogEntry(value), let record = try? SealedRecord(parsing: entry.bytes) else {
            throw EventStoreError(.corrupt, "record \(seq) of branch \(branch) is damaged; run verify")
        }
        return record
    }

    private mutating func make(
        _ row: BranchRow, _ note: Note, _ envelope: Envelope, _ cache: inout RowCache,
        _ transaction: borrowing ReadTransaction
    ) throws {
        guard row.id.rawValue > 0, row.id.rawValue < 1 << 53 else {
            throw EventStoreError(.invalidWrite, "\(row.id) is no number for a branch")
        }
        if try self.row(row.id, &cache, transaction) != nil {
            throw EventStoreError(.branchExists(row.id), "branch \(row.id) is there already")
        }
        plan.add(
            note.canonicalBytes, branch: row.id, seq: row.nextSeq, indexNumber: Databases.noteBit, kind: .note,
            envelope: envelope)
        let cached = CachedRow(row: row, bytes: nil)
        cached.changedIn = group
        cache[row.id] = cached
        madeRows.append(row.id)
        plan.changedRows.append(cached)
    }

    private mutating func change(_ cached: CachedRow, tail: Bool, _ body: (inout BranchRow) -> Void) {
        undo.append((row: cached, was: cached.row, tailChanged: cached.tailChanged, changedIn: cached.changedIn))
        body(&cached.row)
        if tail { cached.tailChanged = true }
        if cached.changedIn != group {
            cached.changedIn = group
            plan.changedRows.append(cached)
        }
    }

    private func existingRow(
        _ id: BranchID, _ cache: inout RowCache, _ transaction: borrowing ReadTransaction
    ) throws -> CachedRow {
        guard let row = try row(id, &cache, transaction) else {
            throw EventStoreError(.notFound(id), "the store has no branch \(id)")
        }
        return row
    }

    private func row(
        _ id: BranchID, _ cache: inout RowCache, _ transaction: borrowing ReadTransaction
    ) throws -> CachedRow? {
        if let row = cache[id] { return row }
        guard let bytes = try transaction.get(databases.branches, Key(id.rawValue)) else { return nil }
        guard let row = BranchRow(id: id, bytes: bytes) else {
            throw EventStoreError(.corrupt, "the row of branch \(id) is damaged; run verify")
        }
        let cached = CachedRow(row: row, bytes: bytes)
        cache[id] = cached
        return cached
    }

    private func idempotencyKeys(
        _ write: StoreWrite, _ envelope: Envelope, _ transaction: borrowing ReadTransaction
    ) throws -> [[UInt8]] {
        var keys: [[UInt8]] = []
        for entry in write.idempotency {
            try entry.check()
            let key = try IdempotencyEntry.storedKey(scope: entry.scope, key: entry.key)
            let held = try transaction.get(databases.idempotency, key).map { (bytes) throws in try StoredAnswer(bytes) }
            if plan.idempotencyKeys.contains(key) || keys.contains(key)
                || held?.hasEnded(at: envelope.wallMilliseconds) == false
            {
                throw EventStoreError(.idempotencyKeyTaken, "the idempotency key has an answer already: look it up")
            }
            keys.append(key)
        }
        return keys
    }

    private func check(_ snapshots: [StoredSnapshot]) throws {
        for snapshot in snapshots {
            guard Digest(of: snapshot.object) == snapshot.digest else {
                throw EventStoreError(.invalidWrite, "snapshot \(snapshot.digest) is not the digest of its object")
            }
            guard snapshot.name.byteCount <= 200 else {
                throw EventStoreError(.invalidWrite, "the name of snapshot \(snapshot.digest) is longer than 200 bytes")
            }
        }
    }
}

extension StoreWrite {
    var isEmpty: Bool { entries.isEmpty && blobs.isEmpty && snapshots.isEmpty && idempotency.isEmpty }
}
