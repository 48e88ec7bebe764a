internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Rewards
internal import ToolLayer

extension ControlPlane {
    var episodeRoutes: [Route] {
        [
            Route(
                .post, "/v1/episodes", body: .object, takesKey: true,
                Operation(
                    id: "openEpisodes", summary: "Opens one episode or a group of them.", request: "OpenEpisodes",
                    status: 201, response: "OpenedGroup", errors: [404, 409, 422, 429])
            ) { request throws(Problem) in try await open(request) },
            Route(
                .get, "/v1/episodes",
                Operation(
                    id: "listEpisodes", summary: "Episodes in the order in which they were made.",
                    query: [
                        .text("group", "Only episodes of this group."), .text("task", "Only of this task."),
                        .oneOf("status", BranchStatus.allCases.map(\.text), "Only of this status."),
                        .text("label", "Only with this label, as key:value."),
                    ] + Operation.QueryParameter.page(), response: "EpisodeList", errors: [422])
            ) { request throws(Problem) in try await list(request) },
            Route(
                .get, "/v1/episodes/{id}",
                Operation(id: "getEpisode", summary: "One episode.", response: "Episode", errors: [404])
            ) { request throws(Problem) in try await get(request) },
            Route(
                .delete, "/v1/episodes/{id}", takesKey: true,
                Operation(
                    id: "endEpisode", summary: "Ends an episode; its records stay.", status: 204, errors: [404])
            ) { request throws(Problem) in try await end(request) },
        ]
    }

    private func open(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        var fields = Fields(request.object)
        let taskID = fields.text("task")
        let reference = fields.text("snapshot")
        let count = fields.integer("count", in: 1...EpisodeHost.groupLimit) ?? 1
        let seed = fields.integer("seed", in: 0...((1 << 53) - 1)) ?? 0
        let labels = fields.labels("labels")
        let profile = fields.oneOf("profile", ToolProfile.allCases.map { Text($0.rawValue) }) ?? profile
        let named = (["task", "snapshot"] as [Text]).count { request.object[$0].map { !$0.isNull } ?? false }
        if named != 1 { fields.reject("task", "give either task or snapshot") }
        try fields.finish()
        let task = try assigned(taskID)
        let snapshot = if let task { task.snapshot } else { try resolved(reference) }
        let opened = try await attempt { () async throws(EpisodeError) in
            try await episodes.open(
                OpenRequest(
                    task: task, snapshot: snapshot, count: count, seed: seed, labels: labels, profile: profile,
                    via: request.via), key: request.key)
        }
        // As it was recorded: a repeated request gets the first answer although the task's file has changed.
        let recorded = try await attempt { () async throws(EpisodeError) in
            try opened.first.flatMap { (first) throws(EpisodeError) in try episodes.task(first.id) }
        }
        return ControlReply(
            .created, group(opened, systemPrompt: recorded?["system_prompt"]?.text, prompt: recorded?["prompt"]?.text))
    }

    /// The task of that id, made ready for episodes; nil for none.
    func assigned(_ id: Text?) throws(Problem) -> AssignedTask? {
        guard let id else { return nil }
        guard let file = tasks.task(id) else { throw .missing("task", tasks.absence(of: id)) }
        do {
            return try tasks.assigned(file, over: try episodes.snapshots.load(file.snapshot))
        } catch let error as EpisodeError {
            throw Problem(error)
        } catch {
            throw Problem(.internal, "The task cannot be made ready: \(error)")
        }
    }

    /// The digest of the snapshot of that name or digest.
    func resolved(_ reference: Text?) throws(Problem) -> Digest {
        do {
            return try episodes.snapshots.resolve(reference ?? "")
        } catch {
            if case .unknownSnapshot = error.code { throw .missing("snapshot", error.description) }
            throw Problem(error)
        }
    }

    /// What opening and forking answer.
    func group(_ summaries: [EpisodeSummary], systemPrompt: Text?, prompt: Text?) -> AnswerJSON {
        [
            "episodes": .array(
                summaries.map { summary in
                    [
                        "head": .digest(summary.head), "id": .text(summary.id.description),
                        "mcp_url": agentURL(summary.id, generation: summary.generation),
                        "prompt": .optional(prompt, AnswerJSON.text), "root": .digest(summary.root),
                        "system_prompt": .optional(systemPrompt, AnswerJSON.text),
                    ]
                }),
            "group": .optional(summaries.first) { .text($0.group.description) },
        ]
    }

    private func list(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        var query = QueryFields(request.query)
        let limit = query.pageLimit()
        let filters = (["group", "label", "status", "task"] as [Text]).map { name in
            request.query[name].map(JSONValue.string) ?? .null
        }
        let list = Cursor(of: ["episodes", .string(episodes.store.storeID), .array(filters)])
        let after = query.cursor(of: list).flatMap { UInt64($0.string) }.map(BranchID.init(rawValue:))
        let filter = EpisodeFilter(
            group: query.value("group", "is no group's id") { EpisodeID($0.string) }, task: request.query["task"],
            status: query.value("status", "must be open, submitted, ended or invalid") { text in
                BranchStatus.allCases.first { $0.text == text }
            }, label: query.value("label", "must be key:value", Self.label))
        try query.finish()
        let page = try await attempt { () async throws(EpisodeError) in
            try episodes.list(filter, after: after, limit: limit)
        }
        return ControlReply([
            "episodes": .array(page.episodes.map(Self.json)),
            "next_cursor": .optional(page.next) { list.text(Text(String($0.rawValue))) },
        ])
    }

    private static func label(_ text: Text) -> Label? {
        let parts = text.string.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return Label(name: Text(String(parts[0])), value: Text(String(parts[1])))
    }

    private func get(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        return ControlReply(Self.json(try await attempt { () async throws(EpisodeError) in try episodes.summary(id) }))
    }

    private func end(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        try await attempt { () async throws(EpisodeError) in
            try await episodes.end(id, key: request.key, via: request.via)
        }
        return .nothing
    }

    static func json(_ summary: EpisodeSummary) -> AnswerJSON {
        let graded = summary.invalid == nil ? summary.graded : nil
        return [
            "claimed": .bool(graded != nil && summary.isClaimed),
            "created_at": .text(WallClock.text(summary.createdAtMilliseconds)),
            "forked_at": .optional(summary.forkedAt, AnswerJSON.integer),
            "group": .text(summary.group.description), "head": .digest(summary.head),
            "id": .text(summary.id.description), "invalid": .optional(summary.invalid, AnswerJSON.text),
            "labels": .object(summary.labels.map { (name: $0.name, value: .text($0.value)) }),
            "parent": .optional(summary.parent) { .text($0.description) },
            "passed": .optional(graded) { .bool($0.satisfied == $0.total) }, "profile": .text(summary.profile),
            "reward": .optional(graded) { Self.reward($0.satisfied, of: $0.total) }, "root": .digest(summary.root),
            "satisfied": .optional(graded) { .integer($0.satisfied) }, "seq": .integer(summary.seq),
            "snapshot": .digest(summary.snapshot), "status": .text(summary.status.text),
            "task": .optional(summary.task, AnswerJSON.text),
            "task_digest": .optional(summary.taskDigest, AnswerJSON.digest),
            "total": .optional(graded) { .integer($0.total) }, "truncated": .bool(summary.truncated),
        ]
    }

    /// Satisfied over all criteria, as an IEEE double (format.md section 7).
    static func reward(_ satisfied: Int, of total: Int) -> AnswerJSON {
        .optional(total == 0 ? nil : JSONNumber(Double(satisfied) / Double(total))) { .value(.number($0)) }
    }
}

extension BranchStatus {
    /// The name in the control API.
    var text: Text {
        switch self {
        case .open: "open"
        case .submitted: "submitted"
        case .ended: "ended"
        case .invalid: "invalid"
        }
    }
}

extension EpisodeHost {
    /// The most episodes that one request opens or forks.
    static let groupLimit = 4_096
}
