public import CanonicalJSON
public import EventStore

/// What the MCP layer asks of the episode that a URL or a process stands for.
///
/// The two conformances are an episode of this process and the fixtures of the tests.
public protocol MCPBackend: Sendable {
    /// Whether the episode can be reached at all.
    ///
    /// - Throws: `.gone` for an episode that ended or whose URL was replaced.
    func admit() async throws(MCPBackendFailure)

    /// The tools that the episode offers, encoded once for all episodes that offer the same.
    func tools() async throws(MCPBackendFailure) -> ToolListing

    /// Carries one call out; calls of one episode queue in the order in which this is entered.
    func call(_ call: MCPToolCall) async -> MCPToolOutcome

    /// Carries one call out in the usual case, for who cannot wait.
    ///
    /// - Parameter later: Runs something behind what is ready to run now.
    /// - Parameter answer: Called once, perhaps before this returns, on whichever thread comes to it. Gets nil when the case
    ///   is another: then nothing was done, and ``call(_:)`` carries it out.
    func callAtOnce(
        _ call: MCPToolCall, later: @escaping EventStore.Later, answer: @escaping @Sendable (MCPToolOutcome?) -> Void
    )

    /// The snapshot's name, digest, clock and entity counts.
    func manifest() async throws(MCPBackendFailure) -> JSONObject

    /// The episode's seq, head, root, status and world clock; nothing of rubric or reward.
    func status() async throws(MCPBackendFailure) -> JSONObject

    /// The texts of the episode's task, nil when it was opened without one.
    func task() async throws(MCPBackendFailure) -> TaskText?
}

extension MCPBackend {
    public func callAtOnce(
        _ call: MCPToolCall, later: @escaping EventStore.Later, answer: @escaping @Sendable (MCPToolOutcome?) -> Void
    ) { answer(nil) }
}

/// One `tools/call`, its parameters checked.
public struct MCPToolCall: Sendable, Hashable {
    public let name: Text
    /// nil when the client sent none, which is recorded as `{}`.
    public let arguments: JSONObject?
    /// Under which the call is carried out once; nil when the client named none.
    public let key: Text?

    public init(name: Text, arguments: JSONObject?, key: Text? = nil) {
        self.name = name
        self.arguments = arguments
        self.key = key
    }
}

/// What became of a call.
public enum MCPToolOutcome: Sendable, Hashable {
    /// The tool's canonical result, or its error object; also a refusal without a record, such as a submitted episode.
    case result([UInt8], isError: Bool)
    case unknownTool
    /// The client contradicted the protocol in a way that only the episode can know.
    case invalid(String)
    case failure(MCPBackendFailure)
}

/// Why an episode cannot answer at all.
public enum MCPBackendFailure: Error, Sendable, Hashable {
    /// It ended: its URL answers as if it had never been.
    case gone
    /// The store or the world fails; the text says nothing about internals.
    case unavailable(String)
}

/// What a task says to the agent.
public struct TaskText: Sendable, Hashable {
    /// The system prompt's final text.
    public let systemPrompt: Text
    /// What the agent is asked to do.
    public let prompt: Text

    public init(systemPrompt: Text, prompt: Text) {
        self.systemPrompt = systemPrompt
        self.prompt = prompt
    }
}
