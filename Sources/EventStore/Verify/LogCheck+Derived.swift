internal import CanonicalJSON

/// What can be rebuilt from the log must be what the log says.
extension LogCheck {
    mutating func compareRows(_ transaction: borrowing ReadTransaction) throws {
        var found = 0
        try transaction.scan(databases.branches) { row in
            var reader = ByteReader(row.key)
            guard row.key.count == 8, let number = reader.number(UInt64.self) else {
                problem(.badBranchRow, "a key of the branches is not eight bytes long")
                return true
            }
            let id = BranchID(rawValue: number)
            guard let folded = branches[id] else {
                problem(.badBranchRow, "the log has made no such branch", branch: id)
                return true
            }
            found += 1
            if folded.row.bytes != row.value {
                problem(.badBranchRow, LogCheck.difference(folded.row, BranchRow(id: id, bytes: row.value)), branch: id)
            }
            return true
        }
        guard found < branches.count else { return }
        for id in branches.keys.sorted() where try transaction.get(databases.branches, Key(id.rawValue)) == nil {
            problem(.missingBranchRow, "the log has a branch without a row", branch: id)
        }
    }

    private static func difference(_ expected: BranchRow, _ found: BranchRow?) -> String {
        guard let found else { return "the row cannot be read" }
        if found.nextSeq != expected.nextSeq { return "next seq is \(found.nextSeq), the log says \(expected.nextSeq)" }
        if found.head != expected.head { return "the head is not that of the log" }
        if found.root != expected.root { return "the root is not that of the log" }
        if found.status != expected.status { return "status is \(found.status), the log says \(expected.status)" }
        return "the row is not what the log says"
    }

    /// Every entry was looked up in the index already: as many keys as entries means that there are no others.
    mutating func compareIndex(_ transaction: borrowing ReadTransaction) throws {
        guard try transaction.count(databases.index) != Int(report.entries) else { return }
        try transaction.scan(databases.index) { row in
            var reader = ByteReader(row.key)
            guard row.key.count == 16, let branch = reader.number(UInt64.self), let number = reader.number(UInt64.self)
            else {
                problem(.badIndexEntry, "a key of the index is not sixteen bytes long")
                return true
            }
            let id = BranchID(rawValue: branch)
            let isNote = number & Databases.noteBit != 0
            let place = number & ~Databases.noteBit
            let isKnown =
                if let folded = branches[id]?.row {
                    isNote ? place < folded.noteCount : place >= folded.ownFrom && place < folded.nextSeq
                } else {
                    false
                }
            if !isKnown {
                problem(
                    .badIndexEntry, "the log has no such entry", branch: id, seq: isNote ? nil : Int(clamping: place))
            }
            return true
        }
    }

    mutating func checkSnapshots(_ transaction: borrowing ReadTransaction) throws {
        var rows: [StoredRow] = []
        try transaction.scan(databases.snapshots) { row in
            rows.append(row)
            return true
        }
        for row in rows {
            report.snapshots += 1
            guard let snapshot = StoredSnapshot.parse(row)?.snapshot else {
                problem(.badSnapshot, "the row cannot be read", digest: Digest(bytes: row.key.prefix(32)))
                continue
            }
            if Digest(of: snapshot.object) != snapshot.digest {
                problem(.badSnapshot, "the object has another digest", digest: snapshot.digest)
                continue
            }
            for (name, digest) in snapshot.tableNames where try !hasBlob(digest, transaction) {
                problem(.missingBlob, "table \(name) of snapshot \(snapshot.digest) is not there", digest: digest)
            }
        }
    }

    mutating func checkBlob(_ row: StoredRow) {
        report.blobs += 1
        report.blobBytes += UInt64(row.value.count)
        guard let digest = Digest(bytes: row.key) else {
            problem(.badBlob, "a key of the blobs is not 32 bytes long")
            return
        }
        if Digest(of: row.value) != digest {
            problem(.badBlob, "the blob's bytes have another digest", digest: digest)
        }
    }
}
