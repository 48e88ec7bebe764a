import CanonicalJSON
import Synchronization

@testable import Server

/// An episode of fixtures: `echo` gives its arguments back, `search` an array, `refuse` an error, `slow` waits.
final class FakeEpisode: MCPBackend {
    private let ended = Mutex(false)
    private let counted = Mutex(0)

    /// Where `slow` waits.
    let gate = Gate()

    /// How many calls were carried out.
    var callCount: Int { counted.withLock { $0 } }

    func end() { ended.withLock { $0 = true } }

    func admit() async throws(MCPBackendFailure) {
        if ended.withLock({ $0 }) { throw .gone }
    }

    static let toolNames: [Text] = ["echo", "refuse", "search"]

    static let definitions: JSONValue = .array(
        toolNames.map { name in
            let schema: JSONValue = ["type": "object"]
            return [
                "annotations": ["openWorldHint": false, "readOnlyHint": true],
                "description": "A fixture.", "inputSchema": schema, "name": .string(name), "outputSchema": schema,
            ]
        })

    func tools() async throws(MCPBackendFailure) -> ToolListing {
        ToolListing(definitions: Self.definitions.canonicalBytes)
    }

    func call(_ call: MCPToolCall) async -> MCPToolOutcome {
        if ended.withLock({ $0 }) { return .failure(.gone) }
        switch call.name {
        case "echo":
            counted.withLock { $0 += 1 }
            return .result((call.arguments ?? [:]).canonicalBytes, isError: false)
        case "search":
            counted.withLock { $0 += 1 }
            return .result(JSONValue.array([["id": "a\"b\\c\n"], 2]).canonicalBytes, isError: false)
        case "refuse":
            counted.withLock { $0 += 1 }
            return .result(JSONValue.object(["error": "No.", "hint": "Ask."]).canonicalBytes, isError: true)
        case "slow":
            await gate.wait()
            counted.withLock { $0 += 1 }
            return .result(JSONValue.object([:]).canonicalBytes, isError: false)
        case "fail": return .failure(.unavailable("The store is full."))
        default: return .unknownTool
        }
    }

    func manifest() async throws(MCPBackendFailure) -> JSONObject { ["name": "fixture"] }

    func status() async throws(MCPBackendFailure) -> JSONObject { ["seq": 0, "status": "open"] }

    func task() async throws(MCPBackendFailure) -> TaskText? {
        TaskText(systemPrompt: "# Role\n\n## Refunds\nAt most 30 days.\n\n## Über uns\nText.\n", prompt: "Help Ada.")
    }
}

/// Holds one task until it is opened, and says when the task has come.
final class Gate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let openings = AsyncStream.makeStream(of: Void.self)

    func wait() async {
        arrivals.continuation.yield()
        for await _ in openings.stream { return }
    }

    /// Returns when somebody waits.
    func arrival() async {
        for await _ in arrivals.stream { return }
    }

    func open() { openings.continuation.yield() }
}
