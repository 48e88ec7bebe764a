public import CanonicalJSON

/// What is known of one branch: a pure fold of its own log entries over its parent's row at the fork.
public struct BranchRow: Sendable, Hashable {
    /// A stretch of records that a branch reads from one of its ancestors, both ends included.
    public struct Segment: Sendable, Hashable {
        public var branch: BranchID
        public var from: Int
        public var through: Int

        public init(branch: BranchID, from: Int, through: Int) {
            self.branch = branch
            self.from = from
            self.through = through
        }
    }

    /// The latest grade that counts for the branch's reward.
    public struct Grade: Sendable, Hashable {
        /// The grade's blob.
        public var digest: Digest
        /// How many criteria are satisfied, of how many.
        public var satisfied: Int
        public var total: Int
        /// Who graded: `checks`, `judge` or `hybrid`.
        public var grader: Text
        /// Whether it came with an imported file and was not given here.
        public var isClaimed: Bool

        public init(digest: Digest, satisfied: Int, total: Int, grader: Text, isClaimed: Bool = false) {
            self.digest = digest
            self.satisfied = satisfied
            self.total = total
            self.grader = grader
            self.isClaimed = isClaimed
        }
    }

    public let id: BranchID
    /// The branch it was forked from; nil for a trunk or an imported episode.
    public internal(set) var parent: BranchID?
    /// The last of the parent's records that it shares.
    public internal(set) var forkedAt: Int?
    /// The group that it belongs to, named by a branch: the trunk, or the first of the forks.
    public internal(set) var group: BranchID
    /// Whether it is the hidden trunk of its group.
    public internal(set) var isTrunk: Bool
    /// Which records come from ancestors, oldest first; its own follow, from `ownFrom` on.
    public internal(set) var segments: [Segment]
    /// The number that its next record gets.
    public internal(set) var nextSeq: Int
    /// The hash of its last record; nil before the first.
    public internal(set) var head: Digest?
    /// The state's digest after its last record; nil before the first.
    public internal(set) var root: Digest?
    /// The snapshot that its `opened` names; nil before it.
    public internal(set) var snapshot: Digest?
    /// The task document that its `opened` names.
    public internal(set) var taskDigest: Digest?
    /// The task's id, as the group's note gives it.
    public internal(set) var task: Text?
    public internal(set) var status: BranchStatus
    /// Whether its last record is `submitted`; stays true when it is ended later.
    public internal(set) var isSubmitted: Bool
    /// Whether it was submitted because a limit cut it off.
    public internal(set) var truncated: Bool
    /// Raised by each attach; a request that states an older one is refused.
    public internal(set) var generation: UInt32
    /// In the order in which their names first came.
    public internal(set) var labels: [Label]
    /// Which tools are offered, by the profile's name.
    public internal(set) var profile: Text?
    /// Wall clock of the note that made it, milliseconds since 1970.
    public internal(set) var createdAtMilliseconds: UInt64
    public internal(set) var grade: Grade?
    /// Why its reward cannot be trusted; cleared by a later grade unless the status is `.invalid`.
    public internal(set) var invalidReason: Text?
    /// How many notes it has in the log.
    public internal(set) var noteCount: Int

    /// The first record of its own.
    public var ownFrom: Int { (forkedAt ?? -1) + 1 }
}
