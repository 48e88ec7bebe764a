internal import CanonicalJSON

/// Folds the log from its beginning and notes what does not agree.
struct LogCheck {
    /// A branch as the log so far says; an object, so that it is folded in place.
    final class Folded {
        var row: BranchRow
        /// What differs from the snapshot; nil before `opened` or when that is not known for damage.
        var root: StateRoot?

        init(row: BranchRow, root: StateRoot?) {
            self.row = row
            self.root = root
        }
    }

    let databases: Databases
    var report = VerifyReport()
    /// The next entry expected.
    private(set) var nextGseq: UInt64 = 0
    private(set) var branches: [BranchID: Folded] = [:]
    private var commits: CommitCheck
    /// Blobs that were found to be there; forgotten now and then.
    private var seen: Set<Digest> = []

    init(databases: Databases, meta: Meta) {
        self.databases = databases
        commits = CommitCheck(databases: databases, genesis: Commit.genesis(storeID: meta.storeID, origin: meta.origin))
    }

    mutating func problem(
        _ kind: VerifyReport.Problem.Kind, _ detail: String, gseq: UInt64? = nil, branch: BranchID? = nil,
        seq: Int? = nil, digest: Digest? = nil, commit: UInt64? = nil
    ) {
        report.problemCount += 1
        guard report.problems.count < VerifyReport.problemLimit else { return }
        report.problems.append(
            .init(
                kind: kind, gseq: gseq, branch: branch, seq: seq, digest: digest, commit: commit, detail: detail))
    }

    /// Folds the next entries.
    ///
    /// - Returns: Whether there may be more.
    mutating func readPage(_ transaction: borrowing ReadTransaction) throws -> Bool {
        var rows: [StoredRow] = []
        var start: [UInt8] = []
        start.append(bigEndian: nextGseq)
        try transaction.scan(databases.log, from: start) { row in
            rows.append(row)
            return rows.count < EventStore.pageSize
        }
        for row in rows {
            var reader = ByteReader(row.key)
            guard let gseq = reader.number(UInt64.self), row.key.count == 8 else {
                problem(.badEnvelope, "a key of the log is not eight bytes long")
                continue
            }
            if gseq != nextGseq {
                problem(.logGap, "entries \(nextGseq) to \(gseq &- 1) are missing", gseq: nextGseq)
            }
            nextGseq = gseq &+ 1
            report.entries += 1
            try checkCommit(transaction) { commits, transaction in
                try commits.take(row.value, gseq: gseq, transaction)
            }
            try check(row.value, gseq: gseq, transaction)
        }
        return rows.count == EventStore.pageSize
    }

    /// Compares what is left of the commits when the log is at its end.
    mutating func finishCommits(_ transaction: borrowing ReadTransaction) throws {
        let end = nextGseq
        try checkCommit(transaction) { commits, transaction in try commits.finish(at: end, transaction) }
        report.commits = commits.count
        report.commitHash = commits.lastHash
        report.branches = UInt64(branches.count)
    }

    private mutating func checkCommit(
        _ transaction: borrowing ReadTransaction,
        _ body: (inout CommitCheck, borrowing ReadTransaction) throws -> [CommitCheck.Finding]
    ) throws {
        for finding in try body(&commits, transaction) {
            problem(finding.kind, finding.detail, gseq: finding.gseq, commit: finding.commit)
        }
    }

    private mutating func check(_ value: [UInt8], gseq: UInt64, _ transaction: borrowing ReadTransaction) throws {
        guard let entry = LogEntry(value) else {
            problem(.badEnvelope, "the envelope is damaged", gseq: gseq)
            return
        }
        switch entry.kind {
        case .record:
            report.records += 1
            try checkIndex(Databases.recordKey(entry.branch, entry.seq), entry, gseq, transaction)
            try checkRecord(entry, gseq, transaction)
        case .note:
            report.notes += 1
            let number = branches[entry.branch]?.row.noteCount ?? 0
            try checkIndex(Databases.noteKey(entry.branch, number), entry, gseq, transaction)
            try checkNote(entry, gseq, transaction)
        }
    }

    private mutating func checkIndex(
        _ key: Key, _ entry: LogEntry, _ gseq: UInt64, _ transaction: borrowing ReadTransaction
    ) throws {
        guard let place = try transaction.get(databases.index, key) else {
            problem(.missingIndexEntry, "the index lacks the entry", gseq: gseq, branch: entry.branch, seq: entry.seq)
            return
        }
        var reader = ByteReader(place)
        guard place.count == 8, reader.number(UInt64.self) == gseq else {
            problem(.badIndexEntry, "the index leads elsewhere", gseq: gseq, branch: entry.branch, seq: entry.seq)
            return
        }
    }

    private mutating func checkRecord(
        _ entry: LogEntry, _ gseq: UInt64, _ transaction: borrowing ReadTransaction
    ) throws {
        let branch = entry.branch
        guard let folded = branches[branch] else {
            problem(.unexpectedEntry, "the log has made no such branch", gseq: gseq, branch: branch, seq: entry.seq)
            return
        }
        let record: SealedRecord
        let parsed: Record
        do {
            parsed = try Record(parsing: entry.bytes)
            record = SealedRecord(parsed, bytes: entry.bytes, hash: Digest(of: entry.bytes))
        } catch {
            problem(.badRecord, "\(error)", gseq: gseq, branch: branch, seq: entry.seq)
            folded.row.nextSeq = entry.seq + 1
            folded.row.head = Digest(of: entry.bytes)
            return
        }
        func here(
            _ kind: VerifyReport.Problem.Kind, _ detail: String, _ digest: Digest? = nil, in check: inout LogCheck
        ) {
            check.problem(kind, detail, gseq: gseq, branch: branch, seq: entry.seq, digest: digest)
        }
        if record.seq != entry.seq { here(.recordChain, "the record says it is number \(record.seq)", in: &self) }
        if entry.seq != folded.row.nextSeq {
            here(.recordChain, "record \(folded.row.nextSeq) was next", in: &self)
            folded.row.nextSeq = entry.seq
        }
        if record.prev != folded.row.head { here(.recordChain, "prev is not the hash of the record before", in: &self) }
        if folded.row.status != .open { here(.unexpectedEntry, "the branch was \(folded.row.status)", in: &self) }
        if case .opened(let opening) = parsed.body { folded.root = StateRoot(snapshot: opening.snapshot) }
        if parsed.changes.isEmpty, let root = folded.row.root, parsed.seq > 0 {
            if root != record.root { here(.root, "the root changes without changes", in: &self) }
        } else if folded.root != nil {
            folded.root?.fold(parsed.changes)
            if folded.root?.digest != record.root {
                here(.root, "the root is not that of the changes so far", in: &self)
            }
        }
        for digest in parsed.namedBlobs where try !hasBlob(digest, transaction) {
            here(.missingBlob, "the record names a blob that is not there", digest, in: &self)
        }
        folded.row.apply(record.role, hash: record.hash, root: record.root)
        if folded.row.status != .open { folded.root = nil }
    }

    private mutating func checkNote(
        _ entry: LogEntry, _ gseq: UInt64, _ transaction: borrowing ReadTransaction
    ) throws {
        let branch = entry.branch
        let note: Note
        do {
            note = try Note(parsing: entry.bytes)
        } catch {
            problem(.badNote, "\(error)", gseq: gseq, branch: branch, seq: entry.seq)
            branches[branch]?.row.noteCount += 1
            return
        }
        switch note {
        case .group, .imported:
            guard branches[branch] == nil, let row = BranchRow(making: branch, by: note, at: entry.wallMilliseconds)
            else {
                problem(.unexpectedEntry, "the branch is there already", gseq: gseq, branch: branch)
                return
            }
            branches[branch] = Folded(row: row, root: nil)
        case .fork(let parent, let at, let group, let labels):
            guard branches[branch] == nil, let origin = branches[parent], at >= 0, at < origin.row.nextSeq else {
                problem(.unexpectedEntry, "a fork that cannot be", gseq: gseq, branch: branch, seq: entry.seq)
                return
            }
            guard let point = try forkPoint(origin, at, transaction) else {
                problem(.recordChain, "the fork point cannot be read", gseq: gseq, branch: branch, seq: at)
                return
            }
            let row = BranchRow(
                forking: origin.row, at: at, head: point.head, root: point.root, as: branch, group: group,
                labels: labels, wallMilliseconds: entry.wallMilliseconds)
            branches[branch] = Folded(row: row, root: point.state)
        case .label, .attach, .grade, .invalid, .end, .resend:
            guard branches[branch] != nil else {
                problem(.unexpectedEntry, "the log has made no such branch", gseq: gseq, branch: branch)
                return
            }
            if case .grade(let grade) = note, try !hasBlob(grade.digest, transaction) {
                problem(.missingBlob, "the grade is not there", gseq: gseq, branch: branch, digest: grade.digest)
            }
            if case .end = note { branches[branch]?.root = nil }
            branches[branch]?.row.apply(note)
        }
        if let row = branches[branch]?.row, row.nextSeq != entry.seq {
            problem(.badEnvelope, "the note was taken at \(row.nextSeq)", gseq: gseq, branch: branch, seq: entry.seq)
        }
    }

    /// Head, root and state of a branch after one of its records, which may be long past.
    private func forkPoint(
        _ origin: Folded, _ at: Int, _ transaction: borrowing ReadTransaction
    ) throws -> (head: Digest, root: Digest, state: StateRoot?)? {
        if at == origin.row.nextSeq - 1, let head = origin.row.head, let root = origin.row.root, let state = origin.root
        {
            return (head, root, state)
        }
        var last: (head: Digest, root: Digest, state: StateRoot?)?
        for seq in 0...at {
            guard let owner = origin.row.owner(of: seq),
                let place = try transaction.get(databases.index, Databases.recordKey(owner, seq)),
                let value = try transaction.get(databases.log, place), let entry = LogEntry(value),
                let record = try? Record(parsing: entry.bytes)
            else { return nil }
            var state = last?.state
            if case .opened(let opening) = record.body { state = StateRoot(snapshot: opening.snapshot) }
            last = nil
            state?.fold(record.changes)
            last = (Digest(of: entry.bytes), record.root, state)
        }
        return last
    }

    mutating func hasBlob(_ digest: Digest, _ transaction: borrowing ReadTransaction) throws -> Bool {
        if seen.contains(digest) { return true }
        guard try transaction.contains(databases.blobs, digest.bytes) else { return false }
        if seen.count >= 1 << 17 { seen.removeAll(keepingCapacity: true) }
        seen.insert(digest)
        return true
    }
}
