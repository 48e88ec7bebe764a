internal import CanonicalJSON

/// Format 0 holds only what cannot be made again: `log`, `blobs`, `snapshots`, `commits` and `meta`.
extension FormatStep {
    /// From 0 to 1: `index` and `branches` are made from the log; `idempotency` begins empty.
    static let rebuildingFromTheLog = FormatStep(summary: "index and branches made from the log") {
        environment, progress in
        var rebuilding = Rebuilding(databases: try Databases(in: environment, creating: true))
        let total = UInt64(try environment.read { transaction in try transaction.count(rebuilding.databases.log) })
        while try environment.write({ transaction in try rebuilding.takePage(transaction) }) {
            progress(rebuilding.nextGseq, total)
        }
        let finished = rebuilding
        try environment.write { transaction in try finished.writeRows(transaction) }
        progress(total, total)
    }
}

/// Folds the log into rows, and writes where each of its entries is.
private struct Rebuilding {
    let databases: Databases
    private(set) var nextGseq: UInt64 = 0
    private var rows: [BranchID: BranchRow] = [:]

    init(databases: Databases) { self.databases = databases }

    /// Takes the next entries.
    ///
    /// - Returns: Whether there may be more.
    mutating func takePage(_ transaction: borrowing WriteTransaction) throws -> Bool {
        var values: [[UInt8]] = []
        var start: [UInt8] = []
        start.append(bigEndian: nextGseq)
        try transaction.reading.scan(databases.log, from: start) { row in
            values.append(row.value)
            return values.count < EventStore.pageSize
        }
        for value in values {
            guard let entry = LogEntry(value) else { throw damaged("has a damaged envelope") }
            let key = try entry.kind == .record ? take(record: entry) : take(note: entry, transaction.reading)
            try transaction.put(databases.index, key, value: Key(nextGseq))
            nextGseq += 1
        }
        return values.count == EventStore.pageSize
    }

    func writeRows(_ transaction: borrowing WriteTransaction) throws {
        for id in rows.keys.sorted() {
            guard let row = rows[id] else { continue }
            try transaction.put(databases.branches, Key(id.rawValue), row.bytes[...], .append)
        }
    }

    /// - Returns: The entry's key in the index.
    private mutating func take(record entry: LogEntry) throws -> Key {
        let record = try parsed(entry)
        guard rows[entry.branch]?.nextSeq == entry.seq else { throw damaged("is not the next record of its branch") }
        rows[entry.branch]?.apply(record.role, hash: record.hash, root: record.root)
        return Databases.recordKey(entry.branch, entry.seq)
    }

    private mutating func take(note entry: LogEntry, _ transaction: borrowing ReadTransaction) throws -> Key {
        let note: Note
        do {
            note = try Note(parsing: entry.bytes)
        } catch {
            throw damaged("is no note: \(error)")
        }
        if let row = rows[entry.branch] {
            rows[entry.branch]?.apply(note)
            return Databases.noteKey(entry.branch, row.noteCount)
        }
        rows[entry.branch] = try row(madeBy: note, entry, transaction)
        return Databases.noteKey(entry.branch, 0)
    }

    private func row(
        madeBy note: Note, _ entry: LogEntry, _ transaction: borrowing ReadTransaction
    ) throws -> BranchRow {
        guard case .fork(let parent, let at, let group, let labels) = note else {
            guard let row = BranchRow(making: entry.branch, by: note, at: entry.wallMilliseconds) else {
                throw damaged("belongs to no branch")
            }
            return row
        }
        guard let origin = rows[parent], let owner = origin.owner(of: at),
            let place = try transaction.get(databases.index, Databases.recordKey(owner, at)),
            let forked = try transaction.get(databases.log, place).flatMap({ LogEntry($0) })
        else { throw damaged("forks a record that is not there") }
        let record = try parsed(forked)
        return BranchRow(
            forking: origin, at: at, head: record.hash, root: record.root, as: entry.branch, group: group,
            labels: labels, wallMilliseconds: entry.wallMilliseconds)
    }

    private func parsed(_ entry: LogEntry) throws -> SealedRecord {
        do {
            return SealedRecord(
                try Record(parsing: entry.bytes), bytes: entry.bytes, hash: Digest(of: entry.bytes))
        } catch {
            throw damaged("is no record: \(error)")
        }
    }

    private func damaged(_ what: String) -> EventStoreError {
        EventStoreError(
            .corrupt, "entry \(nextGseq) of the log \(what); verify the store with the version that wrote it")
    }
}
