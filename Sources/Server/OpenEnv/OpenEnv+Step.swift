internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import ToolLayer

/// What a client does in a step.
enum OpenEnvAction: Sendable {
    case listTools
    case callTool(CallRequest)
    /// The final response; `stopped` as in `/v1`, for a run that its trainer cut off.
    case respond(JSONValue, stopped: Text?)

    /// - Throws: ``Problem`` 422 naming every member that is wrong.
    init(_ object: JSONObject) throws(Problem) {
        var fields = Fields(object)
        // The clients' own action types always carry it.
        _ = fields.value("metadata")
        let types: [Text] = ["call_tool", "list_tools", "respond"]
        let type = fields.oneOf("type", types)
        if type == nil, object["type"] == nil || object["type"] == .null {
            fields.reject("type", "is missing; it must be one of \(types.map(\.string).joined(separator: ", "))")
        }
        switch type {
        case "call_tool":
            let name = fields.requiredText("tool_name")
            let arguments = fields.value("arguments")
            if let arguments, arguments.object == nil {
                fields.reject("arguments", "must be an object, not \(arguments.kind)")
            }
            self = .callTool(CallRequest(name: name, arguments: arguments))
        case "respond":
            let content = fields.value("content", keepsNull: true)
            if content == nil { fields.reject("content", "is missing; it may be null") }
            let stopped = fields.oneOf("stopped", ["turn_limit", "context_limit"])
            self = .respond(content ?? .null, stopped: stopped)
        case nil:
            try Fields.require(fields.problems)
            self = .listTools
        default: self = .listTools
        }
        try fields.finish()
    }
}

extension OpenEnv {
    /// Takes a step.
    ///
    /// - Parameter place: Where the client is; nil before its first reset, when it can look at tools and nothing else.
    /// - Parameter exchange: Told what the answer is of.
    /// - Throws: ``Problem``; nothing was recorded then.
    func step(
        _ action: OpenEnvAction, at place: OpenEnvPlace?, _ exchange: Exchange
    ) async throws(Problem) -> OpenEnvObservation {
        switch action {
        case .listTools:
            var metadata: AnswerJSON = [:]
            if let place { metadata = OpenEnvObservation.metadata(try await summary(place.episode)) }
            return OpenEnvObservation(tools: try await tools(of: place?.episode), metadata: metadata)
        case .callTool(let request): return try await call(request, in: try Self.episode(of: place), exchange)
        case .respond(let content, let stopped):
            return try await respond(content, stopped, in: try Self.episode(of: place))
        }
    }

    private static func episode(of place: OpenEnvPlace?) throws(Problem) -> EpisodeID {
        guard let place else {
            throw Problem(.conflict, "There is no episode yet: reset first, with a task or a snapshot.")
        }
        return place.episode
    }

    private func call(
        _ request: CallRequest, in id: EpisodeID, _ exchange: Exchange
    ) async throws(Problem) -> OpenEnvObservation {
        let receipt: CallReceipt
        do {
            receipt = try await self.call(request, in: id, exchange) as CallReceipt
        } catch {
            let type: Text
            switch error.code {
            case .unknownTool: type = "tool_not_found"
            case .argumentsTooLarge, .argumentsNotAnObject, .badRequest: type = "invalid_args"
            default: throw Problem(error)
            }
            let metadata = OpenEnvObservation.metadata(try await summary(id))
            return OpenEnvObservation(refusing: request.name, type, error.description, metadata: metadata)
        }
        var observation = OpenEnvObservation(receipt, of: request.name, in: id)
        if request.name == SubmitResponse.name {
            let summary = try await summary(id)
            observation.isDone = true
            observation.reward = OpenEnvObservation.reward(summary)
            observation.metadata = OpenEnvObservation.metadata(summary)
        }
        return observation
    }

    private func respond(
        _ content: JSONValue, _ stopped: Text?, in id: EpisodeID
    ) async throws(Problem) -> OpenEnvObservation {
        let (receipt, task) = try await plane.attempt { () async throws(EpisodeError) in
            let task = try episodes.task(id)
            let receipt = try await episodes.submit(
                id, response: content, stopped: stopped, grading: plane.graders.declared(by: task), via: .openenv)
            return (receipt, task)
        }
        return OpenEnvObservation(receipt, task: task, of: try await summary(id))
    }

    /// What a client is told of where it is; nulls before its first reset.
    func state(at place: OpenEnvPlace?) async throws(Problem) -> AnswerJSON {
        guard let place else { return ["episode_id": .null, "head": .null, "root": .null, "step_count": .integer(0)] }
        let summary = try await summary(place.episode)
        return [
            "episode": .text(summary.id.description),
            "episode_id": .text(place.label ?? Text(summary.id.description)), "head": .digest(summary.head),
            "invalid": .optional(summary.invalid, AnswerJSON.text), "reward": OpenEnvObservation.reward(summary),
            "root": .digest(summary.root), "seq": .integer(summary.seq), "snapshot": .digest(summary.snapshot),
            "status": .text(summary.status.text), "step_count": .integer(place.steps),
            "task": .optional(summary.task, AnswerJSON.text),
        ]
    }
}
