public import CanonicalJSON

/// One tool invocation asked for.
public struct CallRequest: Sendable {
    /// The tool's name.
    public let name: Text
    /// The arguments; nil or absent counts as `{}`.
    public let arguments: JSONValue?

    public init(name: Text, arguments: JSONValue?) {
        self.name = name
        self.arguments = arguments
    }
}

/// What a call came to, once its record is committed.
public struct CallReceipt: Sendable {
    /// The record's number.
    public let seq: Int
    /// The tool's canonical result, or `{"error", "hint"?}`.
    public let result: [UInt8]
    /// Whether the result is an error of the tool.
    public let isError: Bool
    /// The hash of the record.
    public let head: Digest
    /// The state's digest after the call.
    public let root: Digest
}

/// Where an episode stands after a record.
public struct RecordReceipt: Sendable {
    public let seq: Int
    public let head: Digest
    public let root: Digest
}

/// What a submission came to.
public struct SubmitReceipt: Sendable {
    public let seq: Int
    public let head: Digest
    public let root: Digest
    /// Whether the run was cut off by a limit of its trainer.
    public let truncated: Bool
    /// The grade made with the submission, when there is a task.
    public let grade: Grade?
}
