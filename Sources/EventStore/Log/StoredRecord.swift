public import CanonicalJSON

/// A record as it stands in the log, with its envelope.
public struct StoredRecord: Sendable, Hashable {
    /// The branch that made it: the one asked for or one of its ancestors.
    public let branch: BranchID
    public let seq: Int
    /// Its place in the log, from 0 without gaps.
    public let gseq: UInt64
    /// The record's exact bytes.
    public let bytes: [UInt8]
    public let wallMilliseconds: UInt64
    public let latencyMicroseconds: UInt32
    public let via: Via

    /// SHA-256 of `bytes`, computed when asked.
    public var hash: Digest { Digest(of: bytes) }
}

/// A note as it stands in the log, with its envelope.
public struct StoredNote: Sendable, Hashable {
    public let note: Note
    /// How many records the branch had, its ancestors' included.
    public let seq: Int
    /// Its place in the log, from 0 without gaps.
    public let gseq: UInt64
    public let wallMilliseconds: UInt64
    public let via: Via
}
