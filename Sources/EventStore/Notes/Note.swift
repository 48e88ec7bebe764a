public import CanonicalJSON

/// A fact about a branch that stands in the log beside the records and outside every head.
public enum Note: Sendable, Hashable {
    /// Makes the hidden trunk of a group; the group bears the trunk's number.
    case group(task: Text?, profile: Text)
    /// Makes a branch that shares its parent's records through `at`. The group is the parent's, the new branch's own
    /// number, or that of another branch that exists.
    case fork(parent: BranchID, at: Int, group: BranchID, labels: [Label] = [])
    /// Makes a branch for a trajectory that comes from elsewhere; it is a group of its own and no trunk.
    case imported(task: Text?, profile: Text, episode: Text, head: Digest, labels: [Label] = [])
    /// Sets labels: a name that is there gets the new value, a new one is added at the end.
    case label([Label])
    /// A new attempt: the generation, one more than before.
    case attach(generation: UInt32)
    case grade(GradeNote)
    /// The reward cannot be trusted; with `closes`, the episode cannot go on either.
    case invalid(reason: Text, closes: Bool = false)
    /// The episode is over; its records stay.
    case end
    /// The answer of this record was sent again to a client that asked again.
    case resend(seq: Int)

    /// The value of the member `kind`.
    public var kind: Text {
        switch self {
        case .group: "group"
        case .fork: "fork"
        case .imported: "import"
        case .label: "label"
        case .attach: "attach"
        case .grade(let grade): grade.isClaimed ? "claim" : grade.isRegrade ? "regrade" : "grade"
        case .invalid: "invalid"
        case .end: "end"
        case .resend: "resend"
        }
    }
}

/// What a note says of a grade; the grade itself is a blob.
public struct GradeNote: Sendable, Hashable {
    public var digest: Digest
    /// How many criteria are satisfied, of how many.
    public var satisfied: Int
    public var total: Int
    /// `checks`, `judge` or `hybrid`.
    public var grader: Text
    /// Whether it came after the submission, by a request of its own.
    public var isRegrade: Bool
    /// Whether it is by the task's declared grader and of the submitted head: only such a grade is the branch's reward.
    public var isDeclared: Bool
    /// Whether it came with an imported file: nobody here has checked it.
    public var isClaimed: Bool

    public init(
        digest: Digest, satisfied: Int, total: Int, grader: Text, isRegrade: Bool = false, isDeclared: Bool = true,
        isClaimed: Bool = false
    ) {
        self.digest = digest
        self.satisfied = satisfied
        self.total = total
        self.grader = grader
        self.isRegrade = isRegrade
        self.isDeclared = isDeclared
        self.isClaimed = isClaimed
    }
}
