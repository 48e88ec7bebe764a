/// Why a task, a rubric or a system prompt cannot be used, and where.
public struct RewardsError: Error, Sendable, CustomStringConvertible {
    /// The file, or the place inside it, such as `rubric[3].check`.
    public let path: String
    /// What is wrong and what would be right.
    public let message: String

    public init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    public var description: String { "\(path): \(message)" }

    /// The same problem, seen from one level further out.
    func inside(_ outer: String) -> RewardsError {
        RewardsError(path.isEmpty ? outer : "\(outer).\(path)", message)
    }
}
