public import CanonicalJSON

/// A tool's refusal: something the caller can put right by calling again (contract, section 2.2).
///
/// It is a result of the call, not a failure of the tool layer: the agent reads it, and nothing in the world changes.
public struct ToolError: Error, Sendable {
    /// The exact message; where the contract words it, that wording.
    public let message: String
    /// Advice on what would be right: what is allowed, or which tool finds the right value.
    public let hint: String

    public init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    /// The result that the agent gets: `{"error": ..., "hint": ...}`.
    public var json: JSONValue { ["error": .string(Text(message)), "hint": .string(Text(hint))] }
}

extension ToolError: CustomStringConvertible {
    public var description: String { "\(message) (\(hint))" }
}
