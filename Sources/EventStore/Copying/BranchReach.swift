internal import CanonicalJSON

/// Which branches a new store keeps: the episodes that were not chosen, and everything they were forked from.
struct BranchReach {
    private(set) var kept: Set<BranchID> = []
    /// In ascending order.
    private(set) var leftOut: [BranchID] = []
    /// Chosen episodes that stay, in ascending order.
    private(set) var keptForForks: [BranchID] = []

    init(
        _ transaction: borrowing ReadTransaction, _ databases: Databases,
        leavingOut isLeftOut: (BranchRow, UInt64) -> Bool
    ) throws {
        var parents: [BranchID: BranchID] = [:]
        var order: [(id: BranchID, isTrunk: Bool)] = []
        var rows: [BranchRow] = []
        try transaction.scan(databases.branches) { stored in
            var reader = ByteReader(stored.key)
            let id = BranchID(rawValue: reader.number(UInt64.self) ?? 0)
            guard let row = BranchRow(id: id, bytes: stored.value) else {
                throw EventStoreError(.corrupt, "the row of branch \(id) is damaged; run verify")
            }
            rows.append(row)
            return true
        }
        for row in rows {
            parents[row.id] = row.parent
            order.append((row.id, row.isTrunk))
            guard !row.isTrunk, try !isLeftOut(row, Self.lastEntry(of: row, transaction, databases)) else { continue }
            // Its ancestors were made before it, and each is followed once.
            var next: BranchID? = row.id
            while let id = next, kept.insert(id).inserted { next = parents[id] }
        }
        for branch in order where !kept.contains(branch.id) { leftOut.append(branch.id) }
        for row in rows where kept.contains(row.id) && !row.isTrunk {
            if try isLeftOut(row, Self.lastEntry(of: row, transaction, databases)) { keptForForks.append(row.id) }
        }
    }

    /// When the branch's last record or note was written, in milliseconds since 1970.
    private static func lastEntry(
        of row: BranchRow, _ transaction: borrowing ReadTransaction, _ databases: Databases
    ) throws -> UInt64 {
        var keys = [Databases.noteKey(row.id, row.noteCount - 1)]
        if row.nextSeq > row.ownFrom { keys.append(Databases.recordKey(row.id, row.nextSeq - 1)) }
        return try keys.map { key in
            guard let entry = try transaction.logValueIfAny(databases, key).flatMap({ LogEntry($0.value) }) else {
                throw EventStoreError(.corrupt, "the last entry of branch \(row.id) is damaged; run verify")
            }
            return entry.wallMilliseconds
        }.max() ?? row.createdAtMilliseconds
    }
}
