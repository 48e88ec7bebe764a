internal import CanonicalJSON

/// Follows the commit chain along the log.
///
/// Each row is held against the entries up to where the next one begins, so that one damaged row is one finding.
struct CommitCheck {
    struct Finding {
        let kind: VerifyReport.Problem.Kind
        let detail: String
        let commit: UInt64
        let gseq: UInt64?
    }

    private struct Current {
        let number: UInt64
        let row: Commit
        let start: UInt64
        /// Where the next commit begins; for the last, where it says that it ends.
        let end: UInt64
        var entries: [UInt8] = []
        var count: UInt32 = 0
    }

    private let databases: Databases
    private var current: Current?
    private var nextNumber: UInt64 = 0
    private var nextStart: UInt64 = 0
    private(set) var lastHash: Digest
    private(set) var count: UInt64 = 0

    init(databases: Databases, genesis: Digest) {
        self.databases = databases
        lastHash = genesis
    }

    /// Takes the next entry of the log.
    mutating func take(
        _ value: [UInt8], gseq: UInt64, _ transaction: borrowing ReadTransaction
    ) throws -> [Finding] {
        var findings: [Finding] = []
        while true {
            if current == nil { try begin(&findings, transaction) }
            guard let end = current?.end else {
                if findings.isEmpty, gseq == nextStart {
                    findings.append(finding("the log goes on behind the last commit", gseq: gseq))
                }
                return findings
            }
            if gseq < end { break }
            close(&findings)
        }
        current?.entries.append(bigEndian: UInt32(value.count))
        current?.entries.append(contentsOf: value)
        current?.count += 1
        return findings
    }

    /// Ends the chain with the log.
    mutating func finish(at end: UInt64, _ transaction: borrowing ReadTransaction) throws -> [Finding] {
        var findings: [Finding] = []
        if current != nil { close(&findings) }
        while true {
            try begin(&findings, transaction)
            guard current != nil else { break }
            close(&findings)
        }
        let rows = try transaction.count(databases.commits)
        if UInt64(rows) != count {
            findings.append(finding("there are \(rows) commits, and \(count) follow each other", gseq: nil))
        }
        return findings
    }

    private func finding(_ detail: String, gseq: UInt64?) -> Finding {
        Finding(kind: .commitRow, detail: detail, commit: nextNumber, gseq: gseq)
    }

    private mutating func begin(_ findings: inout [Finding], _ transaction: borrowing ReadTransaction) throws {
        guard let value = try transaction.get(databases.commits, Key(nextNumber)) else {
            // A row that is missing in the middle is named once, and skipped.
            guard let later = try commit(nextNumber + 1, transaction) else { return }
            findings.append(finding("the commit is missing", gseq: nextStart))
            nextNumber += 1
            count += 1
            nextStart = later.firstGseq
            lastHash = later.prev
            return try begin(&findings, transaction)
        }
        guard let row = Commit(value) else {
            findings.append(finding("the commit's row cannot be read", gseq: nextStart))
            nextNumber += 1
            count += 1
            guard let later = try commit(nextNumber, transaction) else { return }
            nextStart = later.firstGseq
            lastHash = later.prev
            return try begin(&findings, transaction)
        }
        if row.prev != lastHash {
            findings.append(
                Finding(
                    kind: .commitChain, detail: "prev is not the hash of the commit before", commit: nextNumber,
                    gseq: nextStart))
        }
        let end = try commit(nextNumber + 1, transaction)?.firstGseq ?? (nextStart &+ UInt64(row.count))
        current = Current(number: nextNumber, row: row, start: nextStart, end: max(end, nextStart))
        nextNumber += 1
        count += 1
    }

    private func commit(_ number: UInt64, _ transaction: borrowing ReadTransaction) throws -> Commit? {
        try transaction.get(databases.commits, Key(number)).flatMap { Commit($0) }
    }

    private mutating func close(_ findings: inout [Finding]) {
        guard let closed = current else { return }
        current = nil
        let hash = Commit.hash(
            prev: closed.row.prev, number: closed.number, firstGseq: closed.row.firstGseq, count: closed.row.count,
            wallMilliseconds: closed.row.wallMilliseconds, entries: closed.entries)
        if hash != closed.row.hash || closed.row.firstGseq != closed.start || closed.row.count != closed.count {
            findings.append(
                Finding(
                    kind: .commitChain,
                    detail:
                        "the hash is not that of entries \(closed.start) to \(closed.start &+ UInt64(closed.count)) (exclusive)",
                    commit: closed.number, gseq: closed.start))
        }
        lastHash = closed.row.hash
        nextStart = closed.end
    }
}
