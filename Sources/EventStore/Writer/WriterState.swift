internal import CanonicalJSON

/// What only the writer touches: where the log ends, and what it knows of rows and blobs.
struct WriterState {
    private let environment: Environment
    private let databases: Databases
    private let options: EventStore.Options
    private let status: WriterStatus

    private var nextGseq: UInt64
    private var nextCommit: UInt64
    private var commitHash: Digest
    private var nextSnapshot: UInt64
    private var groups: UInt64 = 0
    private var readersCheckedAt = ContinuousClock.now
    private var rows = RowCache(limit: 16384)
    private var recent = RecentDigests(limit: 65536)
    private var sweep = KeySweep()

    init(
        start: WriterStart, environment: Environment, databases: Databases, options: EventStore.Options,
        status: WriterStatus
    ) {
        self.environment = environment
        self.databases = databases
        self.options = options
        self.status = status
        nextGseq = start.nextGseq
        nextCommit = start.nextCommit
        commitHash = start.commitHash
        nextSnapshot = start.nextSnapshot
    }

    /// Writes a group in one commit.
    ///
    /// - Returns: One answer for each request, in their order.
    mutating func process(_ requests: [WriteRequest]) -> [WriteRequest.Answer] {
        let takenAt = ContinuousClock.now
        if takenAt - readersCheckedAt > .seconds(10) {
            readersCheckedAt = takenAt
            try? environment.clearDeadReaders()
        }
        if let refusal = status.refusal(ofBytes: requests.reduce(0) { $0 + $1.byteCount }) {
            return requests.map { _ in .failure(refusal) }
        }
        let wall = options.wallClock()
        do {
            return try commit(requests, takenAt: takenAt, wall: wall)
        } catch {
            rows.removeAll()
            recent.removeAll()
            let failure = failure(error)
            return requests.map { _ in .failure(failure) }
        }
    }

    private mutating func commit(
        _ requests: [WriteRequest], takenAt: ContinuousClock.Instant, wall: UInt64
    ) throws -> [WriteRequest.Answer] {
        groups += 1
        var answers: [WriteRequest.Answer] = []
        answers.reserveCapacity(requests.count)
        var planned: GroupPlan?
        var hash = commitHash
        var commitBegan = takenAt
        let beforeCommit = { () -> Int32? in
            commitBegan = .now
            return options.commitFault()
        }
        do {
            try environment.write(beforeCommit: beforeCommit) { transaction in
                let plan = plan(requests, takenAt: takenAt, wall: wall, transaction.reading, &answers)
                planned = plan
                hash = commitHash(of: plan, wall: wall)
                guard answers.contains(where: { if case .success = $0 { true } else { false } }) else {
                    throw NothingToWrite()
                }
                try put(plan, hash: hash, wall: wall, transaction)
            }
        } catch is NothingToWrite {
            rows.trim()
            return answers
        } catch  where error.isMapFull {
            guard let plan = planned else { throw error }
            try growMap(for: requests)
            try environment.write(beforeCommit: beforeCommit) { transaction in
                try put(plan, hash: hash, wall: wall, transaction)
            }
        }
        if let plan = planned {
            options.onCommit?(
                CommitObservation(
                    writes: requests.count, entries: plan.entries.count, bytes: plan.byteCount,
                    commitTime: .now - commitBegan))
            nextGseq += UInt64(plan.entries.count)
            nextSnapshot += UInt64(plan.snapshots.count)
            for blob in plan.blobs { recent.insert(blob.digest) }
        }
        nextCommit += 1
        commitHash = hash
        rows.trim()
        return answers.map { answer in answer.map { $0.with(commitHash: hash) } }
    }

    private mutating func plan(
        _ requests: [WriteRequest], takenAt: ContinuousClock.Instant, wall: UInt64,
        _ transaction: borrowing ReadTransaction, _ answers: inout [WriteRequest.Answer]
    ) -> GroupPlan {
        var planner = Planner(
            plan: GroupPlan(number: nextCommit, firstGseq: nextGseq, entryCount: requests.count), databases: databases,
            group: groups)
        for request in requests {
            let write = request.write
            let envelope = Envelope(
                wallMilliseconds: write.wallMilliseconds ?? wall,
                latencyMicroseconds: WriterState.microseconds(takenAt - write.arrivedAt), via: write.via)
            do {
                try planner.add(write, envelope, &rows, recent, transaction)
                // The commit's hash is known only when all are planned.
                answers.append(
                    .success(
                        WriteReceipt(
                            commit: nextCommit, commitHash: commitHash, wallMilliseconds: envelope.wallMilliseconds)))
            } catch {
                answers.append(.failure(EventStoreError(wrapping: error)))
            }
        }
        return planner.plan
    }

    private func commitHash(of plan: GroupPlan, wall: UInt64) -> Digest {
        Commit.hash(
            prev: commitHash, number: plan.number, firstGseq: plan.firstGseq, count: UInt32(plan.entries.count),
            wallMilliseconds: wall, entries: plan.log)
    }

    private mutating func put(
        _ plan: GroupPlan, hash: Digest, wall: UInt64, _ transaction: borrowing WriteTransaction
    ) throws {
        for (offset, entry) in plan.entries.enumerated() {
            let gseq = Key(plan.firstGseq + UInt64(offset))
            try transaction.put(databases.log, gseq, plan.value(offset), .append)
            try transaction.put(databases.index, Key(entry.branch.rawValue, entry.indexNumber), value: gseq)
        }
        for row in plan.changedRows {
            try transaction.put(databases.branches, Key(row.row.id.rawValue), row.upToDateBytes()[...])
        }
        for blob in plan.blobs {
            try transaction.put(databases.blobs, blob.digest.bytes, blob.bytes[...], .keepExisting)
        }
        for (offset, snapshot) in plan.snapshots.enumerated() {
            var value: [UInt8] = []
            value.append(bigEndian: nextSnapshot + UInt64(offset))
            value.append(contentsOf: snapshot.value)
            try transaction.put(databases.snapshots, snapshot.key, value[...])
        }
        for entry in plan.idempotency {
            try transaction.put(databases.idempotency, entry.key, entry.value[...])
        }
        try sweep.advance(over: plan.endingKeys, at: wall, databases.idempotency, transaction)
        let commit = Commit(
            firstGseq: plan.firstGseq, count: UInt32(plan.entries.count), wallMilliseconds: wall, prev: commitHash,
            hash: hash)
        try transaction.put(databases.commits, Key(plan.number), commit.bytes[...], .append)
    }

    private func growMap(for requests: [WriteRequest]) throws {
        let size = try environment.mapUse().size
        let needed = requests.reduce(0) { $0 + $1.byteCount }
        try environment.grow(to: max(size * 2, size + needed * 4))
    }

    /// What to answer to a group that came to nothing, and whether anything may be written after it.
    private mutating func failure(_ error: any Error) -> EventStoreError {
        if let lmdb = error as? LMDBError {
            switch lmdb.code {
            case .mapFull:
                return EventStoreError(.mapFull, "the map is full and could not be made large enough (\(lmdb))")
            case .transactionFull, .badValueSize:
                return EventStoreError(.invalidWrite, "the write is too large for one commit (\(lmdb))")
            default: break
            }
        }
        let cause = EventStoreError(wrapping: error)
        let poison = EventStoreError(
            .poisoned,
            "a commit failed (\(cause.description)); nothing more is written: close the store, look at the disk, open it"
                + " again and compare it with what was acknowledged")
        status.poison(with: poison)
        return poison
    }

    private static func microseconds(_ duration: Duration) -> UInt32 {
        let (seconds, attoseconds) = duration.components
        return UInt32(clamping: seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000)
    }
}

/// Thrown to abort a transaction in which every request was refused.
private struct NothingToWrite: Error {}

extension Error {
    fileprivate var isMapFull: Bool {
        switch self {
        case let error as LMDBError: error.code == .mapFull
        case let failure as CommitFailure: failure.cause.code == .mapFull
        default: false
        }
    }
}
