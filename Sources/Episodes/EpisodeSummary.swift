public import CanonicalJSON
public import EventStore

/// One episode as lists and `GET /v1/episodes/{id}` show it; committed facts only.
public struct EpisodeSummary: Sendable {
    public let id: EpisodeID
    /// Episodes opened or forked together share a group.
    public let group: EpisodeID
    /// The task's id, or nil over a bare snapshot.
    public let task: Text?
    public let taskDigest: Digest?
    public let snapshot: Digest
    /// The episode this one was forked from; nil for one that was opened (the trunk never shows).
    public let parent: EpisodeID?
    /// The last record shared with the parent.
    public let forkedAt: Int?
    /// The number of the last record.
    public let seq: Int
    public let head: Digest
    public let root: Digest
    public let status: BranchStatus
    /// Satisfied and all criteria of the latest grade by the task's grader, or nil when ungraded.
    public let graded: (satisfied: Int, total: Int)?
    /// Why the episode has no reward, when the infrastructure failed.
    public let invalid: Text?
    public let truncated: Bool
    public let labels: [Label]
    public let profile: Text
    /// Milliseconds since 1970, from outside the world.
    public let createdAtMilliseconds: UInt64
    /// The attempt that a URL must name to be served.
    public let generation: UInt32
}

extension EpisodeSummary {
    /// The same episode as it was when it was made, at its first record.
    func asMade(at beginning: RecordReceipt) -> EpisodeSummary {
        EpisodeSummary(
            id: id, group: group, task: task, taskDigest: taskDigest, snapshot: snapshot, parent: parent,
            forkedAt: forkedAt, seq: beginning.seq, head: beginning.head, root: beginning.root, status: .open,
            graded: nil, invalid: nil, truncated: false, labels: labels, profile: profile,
            createdAtMilliseconds: createdAtMilliseconds, generation: 0)
    }
}

/// What to list.
public struct EpisodeFilter: Sendable {
    public var group: EpisodeID?
    public var task: Text?
    public var status: BranchStatus?
    public var label: Label?

    public init(group: EpisodeID? = nil, task: Text? = nil, status: BranchStatus? = nil, label: Label? = nil) {
        self.group = group
        self.task = task
        self.status = status
        self.label = label
    }
}

/// One page of a list, in the order in which episodes were made.
public struct EpisodePage: Sendable {
    public let episodes: [EpisodeSummary]
    /// Where the next page starts, or nil at the end.
    public let next: BranchID?
}
