public import CanonicalJSON
public import EventStore
public import Projections

/// The task an episode works on, as far as an episode needs to know it.
public struct AssignedTask: Sendable {
    /// The task's id, kept beside the records.
    public let id: Text
    /// The task document (`docs/format.md`, section 4): the task file with its final system prompt.
    public let document: JSONValue
    /// The digest the task demands of its snapshot.
    public let snapshot: Digest

    public init(id: Text, document: JSONValue, snapshot: Digest) {
        self.id = id
        self.document = document
        self.snapshot = snapshot
    }

    /// What the agent is told about its role; empty when the task says nothing.
    public var systemPrompt: Text { document["system_prompt"]?.text ?? "" }

    /// What the agent is asked; empty when the task says nothing.
    public var prompt: Text { document["prompt"]?.text ?? "" }
}

/// What to open: a group of episodes of one task, or over a bare snapshot.
public struct OpenRequest: Sendable {
    /// The task, or nil to open over the snapshot alone.
    public var task: AssignedTask?
    /// The snapshot the episodes start from.
    public var snapshot: Digest
    /// The state to begin with, over that snapshot; nil is the snapshot as it is. What differs is `opened.changes`.
    public var state: WorldState?
    /// How many episodes, 1...4,096; they share one `opened` record on a hidden trunk.
    public var count: Int
    /// Recorded in `opened`, 0...2^53-1.
    public var seed: Int
    /// Labels kept beside the records, ordered by name.
    public var labels: [Label]
    /// Which tools are offered.
    public var profile: ToolProfileName
    /// The door the request came through.
    public var via: Via

    public init(
        task: AssignedTask? = nil, snapshot: Digest, state: WorldState? = nil, count: Int = 1, seed: Int = 0,
        labels: [Label] = [], profile: ToolProfileName = "all", via: Via
    ) {
        self.task = task
        self.snapshot = snapshot
        self.state = state
        self.count = count
        self.seed = seed
        self.labels = labels
        self.profile = profile
        self.via = via
    }
}

/// The name of a tool profile, such as `all` or `core`.
public typealias ToolProfileName = Text
