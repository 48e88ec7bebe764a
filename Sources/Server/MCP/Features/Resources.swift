internal import CanonicalJSON

/// The resources that every episode has (mcp-server.md section 7); URIs are looked up, never taken apart into paths.
enum MCPResource: String, Sendable, CaseIterable {
    case manifest = "corecraft://snapshot/manifest"
    case episode = "corecraft://episode"
    case policies = "corecraft://policies"
    case taskPrompt = "corecraft://task/prompt"

    /// The template of one section of the policies.
    static let policyTemplate: Text = "corecraft://policies/{policy}"
    static let policyPrefix = "corecraft://policies/"

    private var entry: (name: Text, title: Text, description: Text, mimeType: Text) {
        switch self {
        case .manifest:
            (
                "snapshot-manifest", "World manifest",
                "The snapshot's name, digest, clock and number of entities of each type.", "application/json"
            )
        case .episode:
            (
                "episode", "This episode", "The episode's seq, head, root, status and world clock.",
                "application/json"
            )
        case .policies:
            ("policies", "Policies", "The sections of the policy, each with its URI.", "text/markdown")
        case .taskPrompt:
            ("task-prompt", "Task", "The system prompt and the prompt of the task.", "text/markdown")
        }
    }

    var json: JSONValue {
        let entry = entry
        return [
            "description": .string(entry.description), "mimeType": .string(entry.mimeType),
            "name": .string(entry.name), "title": .string(entry.title), "uri": .string(Text(rawValue)),
        ]
    }
}

extension MCPDispatcher {
    /// `resources/list`.
    func listResources(_ request: MCPRequest) throws(MCPFailure) -> [UInt8] {
        try refuseCursor(in: request)
        return encoder.result(
            request.id, ["resources": .array(MCPResource.allCases.map(\.json))], era: request.era, caching: .fixed)
    }

    /// `resources/templates/list`.
    func listResourceTemplates(_ request: MCPRequest) throws(MCPFailure) -> [UInt8] {
        try refuseCursor(in: request)
        let template: JSONValue = [
            "description": "One section of the policy; corecraft://policies lists them.",
            "mimeType": "text/markdown", "name": "policy", "title": "Policy",
            "uriTemplate": .string(MCPResource.policyTemplate),
        ]
        return encoder.result(request.id, ["resourceTemplates": [template]], era: request.era, caching: .fixed)
    }

    /// `resources/read`: appends no record and moves no clock.
    func readResource(_ request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        guard case .string(let uri)? = request.params["uri"] else { throw .invalidParams("uri must be a string.") }
        let text: Text
        let mimeType: Text
        let caching: MCPEncoder.Caching
        switch MCPResource(rawValue: uri.string) {
        case .manifest:
            let object = try await ask(backend.manifest)
            (text, mimeType, caching) = (Self.text(of: object), "application/json", .episode)
        case .episode:
            let object = try await ask(backend.status)
            (text, mimeType, caching) = (Self.text(of: object), "application/json", .never)
        case .policies:
            let policies = PolicySections(try await ask(backend.task)?.systemPrompt)
            (text, mimeType, caching) = (policies.index, "text/markdown", .episode)
        case .taskPrompt:
            (text, mimeType, caching) = (Self.markdown(of: try await ask(backend.task)), "text/markdown", .episode)
        case nil:
            guard uri.string.hasPrefix(MCPResource.policyPrefix),
                let section = PolicySections(try await ask(backend.task)?.systemPrompt).section(at: uri)
            else {
                let code: JSONRPCError.Code = request.era == .modern ? .invalidParams : .resourceNotFound
                throw .error(
                    JSONRPCError(
                        code, "There is no resource \(JSONRPCError.printable(uri)); resources/list names them.",
                        data: ["uri": .string(uri)]))
            }
            (text, mimeType, caching) = (section.text, "text/markdown", .episode)
        }
        let content: JSONValue = ["mimeType": .string(mimeType), "text": .string(text), "uri": .string(uri)]
        return encoder.result(request.id, ["contents": [content]], era: request.era, caching: caching)
    }

    private static func text(of object: JSONObject) -> Text {
        Text(String(decoding: object.canonicalBytes, as: UTF8.self))
    }

    /// The task as one page of Markdown.
    static func markdown(of task: TaskText?) -> Text {
        guard let task else { return "This episode was opened without a task." }
        return Text("\(task.systemPrompt)\n\n# Task\n\n\(task.prompt)\n")
    }
}
