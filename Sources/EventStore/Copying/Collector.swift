internal import CanonicalJSON

/// Copies what is reachable from one store into an empty one.
struct Collector {
    private let from: Databases
    private let meta: Meta
    private let target: Environment
    private let to: Databases
    private let references: EventStore.BlobReferences
    private let wall: UInt64

    private var nextGseq: UInt64 = 0
    private var nextCommit: UInt64 = 0
    private var hash: Digest
    /// How many notes of each kept branch were copied.
    private var notes: [BranchID: UInt64] = [:]
    /// Blobs that are there already; forgotten now and then, since putting one twice does no harm.
    private var copied: Set<Digest> = []

    /// What one commit of the new store gets: at most so many entries and about so many bytes.
    private static let entryLimit = 4096
    private static let byteLimit = 8 << 20

    init(
        from: Databases, meta: Meta, into target: Environment, databases: Databases,
        references: EventStore.BlobReferences, wallMilliseconds: UInt64
    ) {
        self.from = from
        self.meta = meta
        self.target = target
        to = databases
        self.references = references
        wall = wallMilliseconds
        hash = Commit.genesis(storeID: meta.storeID, origin: nil)
    }

    mutating func run(
        _ transaction: borrowing ReadTransaction, reason: Text, _ progress: (UInt64, UInt64) -> Void,
        leavingOut isLeftOut: (BranchRow, UInt64) -> Bool
    ) throws -> CollectionReport {
        let start = try WriterStart(reading: transaction, from, meta)
        let reach = try BranchReach(transaction, from, leavingOut: isLeftOut)
        let origin = Origin(
            commitHash: start.commitHash, entries: start.nextGseq,
            entriesLeftOut: try countEntries(outside: reach.kept, transaction),
            branchesLeftOut: Origin.stretches(reach.leftOut.map(\.rawValue)), reason: reason,
            madeAtMilliseconds: wall, before: meta.origin)
        let description = Blob(origin.canonicalBytes)
        var meta = meta
        meta.origin = description.digest
        meta.branchFloor = start.nextBranch
        meta.isClean = true
        hash = Commit.genesis(storeID: meta.storeID, origin: meta.origin)
        try copyLog(keeping: reach.kept, transaction, of: start.nextGseq, progress)
        try copyRows(keeping: reach.kept, transaction)
        try copySnapshots(transaction)
        try copyAnswers(keeping: reach.kept, transaction)
        try copyOrigins(transaction)
        let described = meta
        try target.write { target in
            try target.put(to.blobs, description.digest.bytes, description.bytes[...], .keepExisting)
            try described.write(to: target, to.meta)
        }
        try target.sync()
        return CollectionReport(
            origin: origin, keptForForks: reach.keptForForks, branches: reach.kept.count, commitHash: hash)
    }

    private func countEntries(
        outside kept: Set<BranchID>, _ transaction: borrowing ReadTransaction
    ) throws -> UInt64 {
        var count: UInt64 = 0
        try transaction.scan(from.log) { row in
            var reader = ByteReader(row.value)
            if !kept.contains(BranchID(rawValue: reader.number(UInt64.self) ?? 0)) { count += 1 }
            return true
        }
        return count
    }

    // MARK: The log

    private mutating func copyLog(
        keeping kept: Set<BranchID>, _ transaction: borrowing ReadTransaction, of total: UInt64,
        _ progress: (UInt64, UInt64) -> Void
    ) throws {
        var entries: [LogEntry] = []
        var values: [[UInt8]] = []
        var bytes = 0
        var done: UInt64 = 0
        try transaction.scan(from.log) { row in
            done += 1
            guard let entry = LogEntry(row.value) else {
                throw EventStoreError(.corrupt, "entry \(done - 1) of the log is damaged; run verify")
            }
            guard kept.contains(entry.branch) else { return true }
            entries.append(entry)
            values.append(row.value)
            bytes += row.value.count
            if entries.count == Self.entryLimit || bytes >= Self.byteLimit {
                try commit(entries, values, transaction)
                (entries, values, bytes) = ([], [], 0)
                progress(done, total)
            }
            return true
        }
        if !entries.isEmpty { try commit(entries, values, transaction) }
        progress(total, total)
    }

    private mutating func commit(
        _ entries: [LogEntry], _ values: [[UInt8]], _ transaction: borrowing ReadTransaction
    ) throws {
        var chained: [UInt8] = []
        var keys: [Key] = []
        var blobs: [Blob] = []
        for (entry, value) in zip(entries, values) {
            chained.append(bigEndian: UInt32(value.count))
            chained.append(contentsOf: value)
            keys.append(key(of: entry))
            for digest in try named(by: entry, transaction) { try take(digest, into: &blobs, transaction) }
        }
        let next = Commit.hash(
            prev: hash, number: nextCommit, firstGseq: nextGseq, count: UInt32(entries.count), wallMilliseconds: wall,
            entries: chained)
        let commit = Commit(
            firstGseq: nextGseq, count: UInt32(entries.count), wallMilliseconds: wall, prev: hash, hash: next)
        try target.write { target in
            for (offset, value) in values.enumerated() {
                let gseq = Key(nextGseq + UInt64(offset))
                try target.put(to.log, gseq, value[...], .append)
                try target.put(to.index, keys[offset], value: gseq)
            }
            for blob in blobs { try target.put(to.blobs, blob.digest.bytes, blob.bytes[...], .keepExisting) }
            try target.put(to.commits, Key(nextCommit), commit.bytes[...], .append)
        }
        nextGseq += UInt64(entries.count)
        nextCommit += 1
        hash = next
    }

    private mutating func key(of entry: LogEntry) -> Key {
        guard entry.kind == .note else { return Databases.recordKey(entry.branch, entry.seq) }
        let number = notes[entry.branch, default: 0]
        notes[entry.branch] = number + 1
        return Databases.noteKey(entry.branch, Int(number))
    }

    private func named(by entry: LogEntry, _ transaction: borrowing ReadTransaction) throws -> [Digest] {
        do {
            switch entry.kind {
            case .record: return try Record(parsing: entry.bytes).blobDigests
            case .note:
                guard case .grade(let grade) = try Note(parsing: entry.bytes) else { return [] }
                let bytes = try transaction.get(from.blobs, grade.digest.bytes) ?? []
                return [grade.digest] + references.inGrade(bytes)
            }
        } catch let error as RecordError {
            throw EventStoreError(
                .corrupt, "entry \(entry.seq) of branch \(entry.branch) is damaged (\(error)); run verify")
        }
    }

    /// Reads a blob unless it was copied already.
    private mutating func take(
        _ digest: Digest, into blobs: inout [Blob], _ transaction: borrowing ReadTransaction
    ) throws {
        if copied.count >= 1 << 18 { copied.removeAll(keepingCapacity: true) }
        guard copied.insert(digest).inserted else { return }
        guard let bytes = try transaction.get(from.blobs, digest.bytes) else {
            throw EventStoreError(.corrupt, "blob \(digest) is missing; run verify")
        }
        blobs.append(Blob(bytes, trusting: digest))
    }

    // MARK: Beside the log

    private func copyRows(keeping kept: Set<BranchID>, _ transaction: borrowing ReadTransaction) throws {
        try copy(from.branches, to.branches, transaction) { row in
            var reader = ByteReader(row.key)
            return kept.contains(BranchID(rawValue: reader.number(UInt64.self) ?? 0))
        }
    }

    private mutating func copySnapshots(_ transaction: borrowing ReadTransaction) throws {
        try copy(from.snapshots, to.snapshots, transaction) { _ in true }
        var rows: [StoredRow] = []
        try transaction.scan(from.snapshots) { row in
            rows.append(row)
            return true
        }
        for row in rows {
            guard let snapshot = StoredSnapshot.parse(row)?.snapshot else {
                throw EventStoreError(.corrupt, "a stored snapshot is damaged; run verify")
            }
            try copyBlobs(snapshot.tableDigests, transaction)
        }
    }

    /// Keys of branches that were left out go with them; those of the whole store stay until they end.
    private mutating func copyAnswers(keeping kept: Set<BranchID>, _ transaction: borrowing ReadTransaction) throws {
        var named: [Digest] = []
        try copy(from.idempotency, to.idempotency, transaction) { row in
            var reader = ByteReader(row.key)
            let length = reader.number(UInt16.self)
            if length == 8, !kept.contains(BranchID(rawValue: reader.number(UInt64.self) ?? 0)) { return false }
            named += references.inAnswer(try StoredAnswer(row.value).value)
            return true
        }
        let present = try named.filter { digest in try transaction.contains(from.blobs, digest.bytes) }
        try copyBlobs(present, transaction)
    }

    /// The descriptions of all stores that came before.
    private mutating func copyOrigins(_ transaction: borrowing ReadTransaction) throws {
        var next = meta.origin
        while let digest = next {
            try copyBlobs([digest], transaction)
            let bytes = try transaction.get(from.blobs, digest.bytes) ?? []
            next = (try? JSONParser.parse(bytes))?.object?.value(of: "before")?.text.flatMap { Digest(hex: $0.string) }
        }
    }

    private mutating func copyBlobs(_ digests: [Digest], _ transaction: borrowing ReadTransaction) throws {
        var blobs: [Blob] = []
        for digest in digests { try take(digest, into: &blobs, transaction) }
        guard !blobs.isEmpty else { return }
        try target.write { target in
            for blob in blobs { try target.put(to.blobs, blob.digest.bytes, blob.bytes[...], .keepExisting) }
        }
    }

    private func copy(
        _ source: Database, _ goal: Database, _ transaction: borrowing ReadTransaction,
        where isKept: (StoredRow) throws -> Bool
    ) throws {
        var rows: [StoredRow] = []
        func write() throws {
            try target.write { target in
                for row in rows { try target.put(goal, row.key, row.value[...]) }
            }
            rows.removeAll(keepingCapacity: true)
        }
        try transaction.scan(source) { row in
            if try isKept(row) { rows.append(row) }
            if rows.count == Self.entryLimit { try write() }
            return true
        }
        try write()
    }
}
