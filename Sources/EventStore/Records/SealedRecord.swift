public import CanonicalJSON

/// A record together with its bytes and hash: what the writer appends without looking into the JSON again.
///
/// It can only be made from a ``Record``, so its header always agrees with its bytes.
public struct SealedRecord: Sendable, Hashable {
    /// What the writer must know of a record's kind.
    enum Role: Sendable, Hashable {
        case opened(snapshot: Digest, task: Digest?)
        case submitted(truncated: Bool)
        case other
    }

    public let seq: Int
    public let prev: Digest?
    public let root: Digest
    /// SHA-256 of `bytes`.
    public let hash: Digest
    /// The record's canonical text.
    public let bytes: [UInt8]
    let role: Role

    /// Encodes a record and hashes its bytes.
    public init(_ record: Record) {
        let bytes = record.canonicalBytes
        self.init(record, bytes: bytes, hash: Digest(of: bytes))
    }

    /// Takes the bytes of a record from elsewhere, such as a trajectory file, exactly as they are.
    ///
    /// - Throws: ``RecordError`` when they are no record.
    public init(parsing bytes: [UInt8]) throws(RecordError) {
        self.init(try Record(parsing: bytes), bytes: bytes, hash: Digest(of: bytes))
    }

    /// Takes what the caller has parsed and hashed already, so as not to do it twice.
    package init(_ record: Record, bytes: [UInt8], hash: Digest) {
        seq = record.seq
        prev = record.prev
        root = record.root
        self.hash = hash
        self.bytes = bytes
        switch record.body {
        case .opened(let opening): role = .opened(snapshot: opening.snapshot, task: opening.task)
        case .submitted(let submission): role = .submitted(truncated: submission.stopped != nil)
        case .call, .message, .other: role = .other
        }
    }
}
