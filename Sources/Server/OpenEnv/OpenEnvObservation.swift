internal import CanonicalJSON
internal import Episodes
internal import EventStore

/// What a reset or a step answers.
struct OpenEnvObservation: Sendable {
    /// What the agent sees.
    var observation: AnswerJSON
    /// Null until the episode is graded, and when it has no reward; ``metadata`` then says why.
    var reward = AnswerJSON.null
    var isDone = false
    /// What the trainer sees: the episode, its head and root, its grade.
    var metadata: AnswerJSON

    var json: AnswerJSON {
        ["done": .bool(isDone), "metadata": metadata, "observation": observation, "reward": reward]
    }

    /// Where an episode stands; a record of it when there is one.
    static func metadata(
        _ id: EpisodeID, seq: Int, head: Digest, root: Digest, more: [(name: Text, value: AnswerJSON)] = []
    ) -> AnswerJSON {
        .object(
            [
                ("episode", .text(id.description)), ("head", .digest(head)), ("root", .digest(root)),
                ("seq", .integer(seq)),
            ] + more)
    }

    static func metadata(_ summary: EpisodeSummary) -> AnswerJSON {
        var more: [(name: Text, value: AnswerJSON)] = [("status", .text(summary.status.text))]
        if let invalid = summary.invalid { more.append(("invalid", .text(invalid))) }
        return metadata(summary.id, seq: summary.seq, head: summary.head, root: summary.root, more: more)
    }

    /// The reward of an episode as it stands.
    static func reward(_ summary: EpisodeSummary) -> AnswerJSON {
        guard summary.invalid == nil, let graded = summary.graded else { return .null }
        return ControlPlane.reward(graded.satisfied, of: graded.total)
    }
}

extension OpenEnvObservation {
    /// What a reset shows: the agent's role and what it is asked, both null over a bare snapshot.
    init(opening summary: EpisodeSummary, task: JSONValue?) {
        self.init(
            observation: [
                "prompt": .value(task?["prompt"] ?? .null), "system_prompt": .value(task?["system_prompt"] ?? .null),
                "task": .optional(summary.task, AnswerJSON.text),
            ],
            reward: Self.reward(summary), isDone: summary.status != .open, metadata: Self.metadata(summary))
    }

    init(tools definitions: [JSONValue], metadata: AnswerJSON) {
        self.init(
            observation: [
                "tools": .array(
                    definitions.map { tool in
                        [
                            "description": .value(tool["description"] ?? ""),
                            "input_schema": .value(tool["inputSchema"] ?? [:]), "name": .value(tool["name"] ?? ""),
                        ]
                    })
            ], metadata: metadata)
    }

    /// A call's result; an error of the tool is in the result too, as it was recorded.
    init(_ receipt: CallReceipt, of tool: Text, in id: EpisodeID) {
        var error = AnswerJSON.null
        if receipt.isError {
            let said = try? JSONParser.parse(receipt.result)
            let parts = [said?["error"]?.text, said?["hint"]?.text].compactMap { $0?.string }
            error = Self.error("execution_error", parts.joined(separator: ". "))
        }
        self.init(
            observation: ["error": error, "result": .stored(receipt.result), "tool_name": .text(tool)],
            metadata: Self.metadata(id, seq: receipt.seq, head: receipt.head, root: receipt.root))
    }

    /// A call that left no record: of no tool, or with arguments that are none.
    init(refusing tool: Text, _ type: Text, _ message: String, metadata: AnswerJSON) {
        self.init(
            observation: ["error": Self.error(type, message), "result": .null, "tool_name": .text(tool)],
            metadata: metadata)
    }

    private static func error(_ type: Text, _ message: String) -> AnswerJSON {
        ["error_type": .text(type), "message": .text(message)]
    }

    /// What ends the episode.
    init(_ receipt: SubmitReceipt, task: JSONValue?, of summary: EpisodeSummary) {
        var more: [(name: Text, value: AnswerJSON)] = [
            ("grade", .optional(receipt.grade) { ControlPlane.json($0, task: task) }),
            ("status", .text(summary.status.text)), ("truncated", .bool(receipt.truncated)),
        ]
        if let invalid = summary.invalid { more.append(("invalid", .text(invalid))) }
        self.init(
            observation: ["submitted": .bool(true)],
            reward: .optional(receipt.grade) { ControlPlane.reward($0.satisfied, of: $0.total) }, isDone: true,
            metadata: Self.metadata(
                summary.id, seq: receipt.seq, head: receipt.head, root: receipt.root, more: more))
    }
}
