public import CanonicalJSON

extension EventStore {
    /// What is known of a branch; nil when there is none of that number.
    public func branch(_ id: BranchID) throws(EventStoreError) -> BranchRow? {
        try reading { transaction in try self.row(id, transaction) }
    }

    /// Branches in ascending order of their numbers, trunks included.
    ///
    /// The rows are read in pages, each in a short transaction of its own, and `isIncluded` is asked outside of it.
    public func branches(
        after: BranchID? = nil, limit: Int = .max, where isIncluded: (BranchRow) -> Bool = { _ in true }
    ) throws(EventStoreError) -> [BranchRow] {
        var found: [BranchRow] = []
        var next = (after?.rawValue).map { $0 == .max ? $0 : $0 + 1 } ?? 0
        while found.count < limit {
            let start = next
            let page = try reading { transaction in
                var page: [BranchRow] = []
                var key: [UInt8] = []
                key.append(bigEndian: start)
                try transaction.scan(self.databases.branches, from: key) { row in
                    page.append(try EventStore.row(row))
                    return page.count < EventStore.pageSize
                }
                return page
            }
            for row in page where found.count < limit && isIncluded(row) { found.append(row) }
            guard page.count == EventStore.pageSize, let last = page.last, last.id.rawValue < .max else { break }
            next = last.id.rawValue + 1
        }
        return found
    }

    /// How many rows or entries one read transaction takes at most: long ones would hold back the reuse of pages.
    static let pageSize = 1024

    /// Records of a branch, its ancestors' included, in order. Beyond its end there are none.
    ///
    /// - Throws: `.notFound` when there is no such branch.
    public func records(
        of branch: BranchID, in range: ClosedRange<Int> = 0...Int.max
    ) throws(EventStoreError) -> [StoredRecord] {
        var records: [StoredRecord] = []
        var next = max(0, range.lowerBound)
        while next <= range.upperBound {
            let start = next
            let page = try reading { transaction in
                guard let row = try self.row(branch, transaction) else { throw EventStore.notFound(branch) }
                guard start < row.nextSeq else { return [StoredRecord]() }
                let end = min(row.nextSeq - 1, range.upperBound, start + EventStore.pageSize - 1)
                return try (start...end).map { seq in try self.record(seq, of: row, transaction) }
            }
            records.append(contentsOf: page)
            guard page.count == EventStore.pageSize else { break }
            next += page.count
        }
        return records
    }

    /// The branch's own notes, in order; those of its ancestors are not its own.
    ///
    /// - Throws: `.notFound` when there is no such branch.
    public func notes(of branch: BranchID) throws(EventStoreError) -> [StoredNote] {
        try reading { transaction in
            guard let row = try self.row(branch, transaction) else { throw EventStore.notFound(branch) }
            return try (0..<row.noteCount).map { number in
                guard
                    let found = try transaction.logValueIfAny(self.databases, Databases.noteKey(branch, number)),
                    let entry = LogEntry(found.value), entry.kind == .note, let note = try? Note(parsing: entry.bytes)
                else { throw EventStoreError(.corrupt, "note \(number) of branch \(branch) is damaged; run verify") }
                return StoredNote(
                    note: note, seq: entry.seq, gseq: found.gseq, wallMilliseconds: entry.wallMilliseconds,
                    via: entry.via)
            }
        }
    }

    /// The bytes of a blob; nil when the store has none of that digest.
    public func blob(_ digest: Digest) throws(EventStoreError) -> [UInt8]? {
        try reading { transaction in try transaction.get(self.databases.blobs, digest.bytes) }
    }

    /// Many blobs in one read transaction, in the order asked for.
    public func blobs(_ digests: [Digest]) throws(EventStoreError) -> [[UInt8]?] {
        try reading { transaction in
            try digests.map { digest in try transaction.get(self.databases.blobs, digest.bytes) }
        }
    }

    /// A stored snapshot without its tables, under any of its names.
    public func snapshot(_ digest: Digest) throws(EventStoreError) -> StoredSnapshot? {
        try reading { transaction in
            var found: StoredSnapshot?
            try transaction.scan(self.databases.snapshots, from: digest.bytes) { row in
                if row.key.starts(with: digest.bytes) { found = try EventStore.snapshot(row).snapshot }
                return false
            }
            return found
        }
    }

    /// All stored snapshots without their tables, once for each name, the one imported last first.
    public func snapshots() throws(EventStoreError) -> [StoredSnapshot] {
        let all = try reading { transaction in
            var all: [(order: UInt64, snapshot: StoredSnapshot)] = []
            try transaction.scan(self.databases.snapshots) { row in
                all.append(try EventStore.snapshot(row))
                return true
            }
            return all
        }
        return all.sorted { $0.order > $1.order }.map(\.snapshot)
    }

    /// A table file of a stored snapshot, by its SHA-256.
    public func table(_ digest: Digest) throws(EventStoreError) -> [UInt8]? { try blob(digest) }

    /// The answer kept for a key, and when it was written; nil when there is none, or its lifetime is over.
    public func idempotency(
        scope: [UInt8], key: [UInt8]
    ) throws(EventStoreError) -> (value: [UInt8], wallMilliseconds: UInt64)? {
        let name = try IdempotencyEntry.storedKey(scope: scope, key: key)
        let now = wallClock()
        return try reading { transaction in
            guard let bytes = try transaction.get(self.databases.idempotency, name) else { return nil }
            let answer = try StoredAnswer(bytes)
            return answer.hasEnded(at: now) ? nil : (answer.value, answer.wallMilliseconds)
        }
    }

    /// How many idempotency keys the store holds, those that have ended and were not removed yet included.
    public func idempotencyKeyCount() throws(EventStoreError) -> Int {
        try reading { transaction in try transaction.count(self.databases.idempotency) }
    }

    /// How many episodes take records: branches that are open, trunks left out. Reads every row's first bytes.
    public func openBranchCount() throws(EventStoreError) -> Int {
        var count = 0
        var next: UInt64? = 0
        while let start = next {
            next = try reading { transaction in
                var key: [UInt8] = []
                key.append(bigEndian: start)
                var seen = 0
                var last: UInt64?
                try transaction.scan(self.databases.branches, from: key) { row in
                    var reader = ByteReader(row.key)
                    last = reader.number(UInt64.self)
                    seen += 1
                    if BranchRow.isOpenEpisode(row.value) { count += 1 }
                    return seen < EventStore.pageSize
                }
                return seen == EventStore.pageSize ? last.map { $0 + 1 } : nil
            }
        }
        return count
    }

    /// Reads everything, recomputes every hash and names what is wrong.
    ///
    /// A damaged page can crash whoever reads it, so a command line does this in a child process. It may run beside the
    /// writer: what is written meanwhile is verified too.
    ///
    /// - Parameter progress: Is told now and then how many of how many log entries are done.
    /// - Throws: ``EventStoreError`` only when the store cannot be read at all.
    public func verify(
        progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in }
    ) throws(EventStoreError) -> VerifyReport {
        do {
            return try Verifier(environment: environment, databases: databases, meta: meta).run(progress)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    private func reading<Value>(
        _ body: (borrowing ReadTransaction) throws -> Value
    ) throws(EventStoreError) -> Value {
        do {
            return try environment.read(body)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    private func row(_ id: BranchID, _ transaction: borrowing ReadTransaction) throws -> BranchRow? {
        guard let bytes = try transaction.get(databases.branches, Key(id.rawValue)) else { return nil }
        guard let row = BranchRow(id: id, bytes: bytes) else { throw EventStore.damagedRow(id) }
        return row
    }

    private static func row(_ row: StoredRow) throws -> BranchRow {
        var reader = ByteReader(row.key)
        let id = BranchID(rawValue: reader.number(UInt64.self) ?? 0)
        guard let row = BranchRow(id: id, bytes: row.value) else { throw damagedRow(id) }
        return row
    }

    private func record(
        _ seq: Int, of row: BranchRow, _ transaction: borrowing ReadTransaction
    ) throws -> StoredRecord {
        guard let owner = row.owner(of: seq),
            let found = try transaction.logValueIfAny(databases, Databases.recordKey(owner, seq)),
            let entry = LogEntry(found.value), entry.kind == .record, entry.branch == owner, entry.seq == seq
        else { throw EventStoreError(.corrupt, "record \(seq) of branch \(row.id) is missing or damaged; run verify") }
        return StoredRecord(
            branch: owner, seq: seq, gseq: found.gseq, bytes: entry.bytes, wallMilliseconds: entry.wallMilliseconds,
            latencyMicroseconds: entry.latencyMicroseconds, via: entry.via)
    }

    private static func snapshot(_ row: StoredRow) throws -> (order: UInt64, snapshot: StoredSnapshot) {
        guard let snapshot = StoredSnapshot.parse(row) else {
            throw EventStoreError(.corrupt, "a stored snapshot is damaged; run verify")
        }
        return snapshot
    }

    private static func notFound(_ id: BranchID) -> EventStoreError {
        EventStoreError(.notFound(id), "the store has no branch \(id)")
    }

    private static func damagedRow(_ id: BranchID) -> EventStoreError {
        EventStoreError(.corrupt, "the row of branch \(id) is damaged; run verify")
    }
}
