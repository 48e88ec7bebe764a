public import CanonicalJSON
public import Projections

/// Everything a grader may look at: an episode up to one record.
public struct GradingEvidence: Sendable {
    /// One call with what it was given and what it gave.
    public struct Call: Sendable {
        public let seq: Int
        public let name: Text
        public let arguments: JSONValue
        public let result: JSONValue
        public let isError: Bool
        public let events: [Event]

        public init(
            seq: Int, name: Text, arguments: JSONValue, result: JSONValue, isError: Bool, events: [Event]
        ) {
            self.seq = seq
            self.name = name
            self.arguments = arguments
            self.result = result
            self.isError = isError
            self.events = events
        }
    }

    public let task: JSONValue
    public let taskDigest: Digest
    /// The hash and number of the record that is graded.
    public let head: Digest
    public let seq: Int
    /// The state after `opened`.
    public let opened: WorldState
    /// The state after the graded record.
    public let final: WorldState
    public let calls: [Call]
    /// The agent's final response; empty text when it was cut off before one.
    public let response: JSONValue

    public init(
        task: JSONValue, taskDigest: Digest, head: Digest, seq: Int, opened: WorldState, final: WorldState,
        calls: [Call], response: JSONValue
    ) {
        self.task = task
        self.taskDigest = taskDigest
        self.head = head
        self.seq = seq
        self.opened = opened
        self.final = final
        self.calls = calls
        self.response = response
    }
}

/// Turns evidence into a grade; the rubric's side of it lives in the module above.
public protocol Grading: Sendable {
    /// The name kept in the grade, such as `checks`.
    var name: Text { get }

    /// - Throws: ``EpisodeError`` with code `.badRequest` when the task's rubric cannot be read.
    func grade(_ evidence: GradingEvidence) throws(EpisodeError) -> Grade
}
