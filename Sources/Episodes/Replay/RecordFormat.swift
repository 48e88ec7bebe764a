import CanonicalJSON
import EventStore
import Projections

/// What `docs/format.md`, section 4, says of a record and of what it names, beyond the members and their types.
///
/// Imports and audits ask it; whether the digests, changes and events hold is ``FactsReplay``'s to find.
struct RecordFormat {
    /// The first member that is wrong and what would be right; nil when nothing is.
    static func fault(in record: Record, of episode: RecordedEpisode) throws(EpisodeError) -> String? {
        switch record.body {
        case .opened(let opening):
            if let fault = toolsFault(try episode.value(opening.tools)) { return fault }
            return try injectedFault(record, of: episode)
        case .call(let call): return try fault(in: call, of: episode)
        case .message(let message): return depthFault("content", try episode.value(message.content))
        case .submitted(let submission): return depthFault("response", try episode.value(submission.response))
        case .other: return nil
        }
    }

    // MARK: Calls

    private static func fault(in call: Record.Call, of episode: RecordedEpisode) throws(EpisodeError) -> String? {
        guard EntityKey.isValid(id: call.name) else { return "name: must be 1 to 200 bytes without control characters" }
        if let fault = try sizeFault("arguments", call.arguments, of: episode) { return fault }
        let arguments = try episode.value(call.arguments)
        guard case .object = arguments else { return "arguments: must be an object, not \(arguments.kind)" }
        if let fault = depthFault("arguments", arguments) { return fault }
        if let events = call.events {
            if let fault = try sizeFault("events", events, of: episode) { return fault }
            guard case .array(let elements) = try episode.value(events), !elements.isEmpty else {
                return "events: must be an array that is not empty; a call without events has no such member"
            }
        }
        return try resultFault(call, of: episode)
    }

    /// Up to 512 bytes are inline, more are a blob.
    private static func sizeFault(
        _ member: String, _ payload: Record.Payload, of episode: RecordedEpisode
    ) throws(EpisodeError) -> String? {
        let limit = Record.Payload.inlineLimit
        switch payload {
        case .inline(let value):
            let count = value.canonicalBytes.count
            return count <= limit ? nil : "\(member): takes \(count) bytes; over \(limit) it belongs in \(member)_blob"
        case .blob(let digest):
            let count = try episode.unchecked(digest).count
            if member == "arguments", count > EpisodeLimits.argumentBytes {
                return "arguments_blob: takes \(count) bytes; at most \(EpisodeLimits.argumentBytes) are recorded"
            }
            return count > limit ? nil : "\(member)_blob: takes \(count) bytes; up to \(limit) it belongs in \(member)"
        }
    }

    /// A call failed exactly when its result is `{"error", "hint"?}`.
    private static func resultFault(
        _ call: Record.Call, of episode: RecordedEpisode
    ) throws(EpisodeError) -> String? {
        // Results are long: only what begins as an error is read as one.
        let looksFailed = try episode.unchecked(call.result).starts(with: Array("{\"error\":".utf8))
        guard call.isError || looksFailed else { return nil }
        let result = try episode.value(call.result)
        let isFailure =
            result["error"]?.text != nil
            && result.object?.members.allSatisfy { $0.name == "error" || $0.name == "hint" && $0.value.text != nil }
                == true
        guard call.isError != isFailure else { return nil }
        return call.isError
            ? "is_error: is true, and the result is not {\"error\", \"hint\"?} with texts"
            : "is_error: is false, and the result is that of a failed call"
    }

    // MARK: The opening

    private static let toolMembers: [Text] = ["annotations", "description", "inputSchema", "name", "outputSchema"]

    private static func toolsFault(_ tools: JSONValue) -> String? {
        guard let tools = tools.elements else { return "tools: must name an array of tools" }
        for (index, tool) in tools.enumerated() {
            guard tool.object?.members.map(\.name) == toolMembers, tool["name"]?.text != nil else {
                return
                    "tools: element \(index) must have \(toolMembers.map(\.string).joined(separator: ", ")), no others"
            }
        }
        let names = tools.compactMap { $0["name"]?.text }
        guard zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return "tools: must be ordered by name, each name once"
        }
        return nil
    }

    /// Injected state is checked like an import: nothing later would find it wrong.
    private static func injectedFault(
        _ record: Record, of episode: RecordedEpisode
    ) throws(EpisodeError) -> String? {
        for change in try episode.changes(record) {
            guard let problem = change.document?.importProblems.first else { continue }
            return "changes: \(problem)"
        }
        return nil
    }

    private static func depthFault(_ member: String, _ value: JSONValue) -> String? {
        value.isNested(within: EpisodeLimits.argumentDepth)
            ? nil : "\(member): is nested more than \(EpisodeLimits.argumentDepth) deep"
    }
}
