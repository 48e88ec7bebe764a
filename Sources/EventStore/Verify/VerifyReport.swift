public import CanonicalJSON

/// What a verification found.
public struct VerifyReport: Sendable, Hashable {
    /// One thing that is wrong, and where.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case logGap, badEnvelope, badRecord, badNote
            case recordChain, root, unexpectedEntry
            case commitChain, commitRow
            case missingBlob, badBlob
            case missingIndexEntry, badIndexEntry
            case missingBranchRow, badBranchRow
            case badSnapshot, badMeta, unreadable
        }

        public let kind: Kind
        public let gseq: UInt64?
        public let branch: BranchID?
        public let seq: Int?
        public let digest: Digest?
        public let commit: UInt64?
        public let detail: String

        public var description: String {
            var place: [String] = []
            if let commit { place.append("commit \(commit)") }
            if let gseq { place.append("gseq \(gseq)") }
            if let branch { place.append("branch \(branch)") }
            if let seq { place.append("seq \(seq)") }
            if let digest { place.append("digest \(digest)") }
            return "\(kind.rawValue) at \(place.isEmpty ? "the store" : place.joined(separator: ", ")): \(detail)"
        }
    }

    /// In the order in which they were found; at most ``problemLimit``.
    public internal(set) var problems: [Problem] = []
    /// How many problems there are, also beyond the limit.
    public internal(set) var problemCount = 0
    public internal(set) var entries: UInt64 = 0
    public internal(set) var records: UInt64 = 0
    public internal(set) var notes: UInt64 = 0
    public internal(set) var commits: UInt64 = 0
    public internal(set) var branches: UInt64 = 0
    public internal(set) var blobs: UInt64 = 0
    public internal(set) var blobBytes: UInt64 = 0
    public internal(set) var snapshots: UInt64 = 0
    public internal(set) var storeID: Text = ""
    /// The hash of the last commit: with the store's id and the number of entries, what to keep elsewhere.
    public internal(set) var commitHash: Digest?

    /// Whether nothing is wrong.
    public var isClean: Bool { problemCount == 0 }

    /// The most problems listed.
    public static let problemLimit = 1000
}
