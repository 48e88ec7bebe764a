internal import CanonicalJSON

/// What one group will put, all of it checked: nothing of it can be refused any more.
struct GroupPlan {
    let number: UInt64
    let firstGseq: UInt64
    /// Each log value behind its length (four bytes), as the commit hash wants them.
    var log: [UInt8] = []
    /// Where each value ends in `log`, and the index's key for it.
    var entries: [(end: Int, branch: BranchID, indexNumber: UInt64)] = []
    var changedRows: [CachedRow] = []
    var blobs: [Blob] = []
    var snapshots: [(key: [UInt8], value: [UInt8])] = []
    var idempotency: [(key: [UInt8], value: [UInt8])] = []
    var idempotencyKeys: Set<[UInt8]> = []
    /// How many of these keys have a lifetime.
    var endingKeys = 0

    /// Bytes of the log entries, blobs and snapshots.
    var byteCount: Int {
        log.count + blobs.reduce(0) { $0 + $1.bytes.count } + snapshots.reduce(0) { $0 + $1.value.count }
    }

    /// - Parameter entryCount: About how many entries to make room for.
    init(number: UInt64, firstGseq: UInt64, entryCount: Int = 0) {
        self.number = number
        self.firstGseq = firstGseq
        log.reserveCapacity(entryCount * 512)
        entries.reserveCapacity(entryCount)
        changedRows.reserveCapacity(entryCount)
    }

    mutating func add(
        _ bytes: [UInt8], branch: BranchID, seq: Int, indexNumber: UInt64, kind: LogEntry.Kind, envelope: Envelope
    ) {
        log.append(bigEndian: UInt32(LogEntry.envelopeSize + bytes.count))
        LogEntry.writeEnvelope(
            to: &log, branch: branch, seq: seq, wallMilliseconds: envelope.wallMilliseconds,
            latencyMicroseconds: envelope.latencyMicroseconds, via: envelope.via, kind: kind)
        log.append(contentsOf: bytes)
        entries.append((end: log.count, branch: branch, indexNumber: indexNumber))
    }

    /// The bytes of a log value of this plan.
    func value(_ index: Int) -> ArraySlice<UInt8> {
        let start = index == 0 ? 0 : entries[index - 1].end
        return log[(start + 4)..<entries[index].end]
    }

    /// What a plan must go back to when a request turns out to be refused half way.
    struct Mark {
        let log: Int
        let entries: Int
        let changedRows: Int
    }

    var mark: Mark { Mark(log: log.count, entries: entries.count, changedRows: changedRows.count) }

    mutating func rewind(to mark: Mark) {
        log.removeLast(log.count - mark.log)
        entries.removeLast(entries.count - mark.entries)
        changedRows.removeLast(changedRows.count - mark.changedRows)
    }
}

/// What the entries of one request have in common.
struct Envelope {
    let wallMilliseconds: UInt64
    let latencyMicroseconds: UInt32
    let via: Via
}
