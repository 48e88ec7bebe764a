internal import CanonicalJSON

/// Where the log of a store ends, read once when it is opened for writing.
struct WriterStart: Sendable {
    let nextGseq: UInt64
    let nextCommit: UInt64
    let commitHash: Digest
    let nextSnapshot: UInt64
    let nextBranch: UInt64

    /// - Throws: `.corrupt` when the log and the commits do not end together.
    init(reading transaction: borrowing ReadTransaction, _ databases: Databases, _ meta: Meta) throws {
        nextGseq = try WriterStart.lastNumber(transaction, databases.log).map { $0 &+ 1 } ?? 0
        if let row = try transaction.last(databases.commits) {
            var number = ByteReader(row.key)
            guard let commit = Commit(row.value), let last = number.number(UInt64.self),
                commit.firstGseq &+ UInt64(commit.count) == nextGseq
            else { throw EventStoreError(.corrupt, "the last commit does not end where the log does; run verify") }
            nextCommit = last &+ 1
            commitHash = commit.hash
        } else {
            guard nextGseq == 0 else {
                throw EventStoreError(.corrupt, "the log has entries and no commit; run verify")
            }
            nextCommit = 0
            commitHash = Commit.genesis(storeID: meta.storeID, origin: meta.origin)
        }
        let next = try WriterStart.lastNumber(transaction, databases.branches).map { $0 &+ 1 } ?? 1
        nextBranch = max(next, meta.branchFloor ?? 1)
        var lastOrder: UInt64?
        try transaction.scan(databases.snapshots) { row in
            if let order = StoredSnapshot.parse(row)?.order { lastOrder = max(lastOrder ?? 0, order) }
            return true
        }
        nextSnapshot = lastOrder.map { $0 &+ 1 } ?? 0
    }

    /// The greatest key of a database whose keys are numbers.
    private static func lastNumber(_ transaction: borrowing ReadTransaction, _ database: Database) throws -> UInt64? {
        guard let row = try transaction.last(database) else { return nil }
        var reader = ByteReader(row.key)
        return reader.number(UInt64.self)
    }
}
