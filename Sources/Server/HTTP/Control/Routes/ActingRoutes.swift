internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes

extension ControlPlane {
    var actingRoutes: [Route] {
        [
            Route(
                .post, "/v1/episodes/{id}/calls", body: .object, takesKey: true,
                Operation(
                    id: "call", summary: "Carries out one call, or several in order and in one commit.",
                    request: "Calls", response: "CallReceipts", errors: [404, 409, 422])
            ) { request throws(Problem) in try await call(request) },
            Route(
                .post, "/v1/episodes/{id}/fork", body: .object, takesKey: true,
                Operation(
                    id: "fork", summary: "Forks an episode after a record.", request: "Fork", status: 201,
                    response: "OpenedGroup", errors: [404, 422, 429])
            ) { request throws(Problem) in try await fork(request) },
            Route(
                .post, "/v1/episodes/{id}/messages", body: .object, takesKey: true,
                Operation(
                    id: "message", summary: "Records what a user or the assistant said.", request: "Message",
                    response: "Position", errors: [404, 409, 422])
            ) { request throws(Problem) in try await message(request) },
            Route(
                .post, "/v1/episodes/{id}/submit", body: .object, takesKey: true,
                Operation(
                    id: "submit", summary: "Submits the final response and grades the episode.", request: "Submit",
                    response: "Submitted", errors: [404, 409, 422])
            ) { request throws(Problem) in try await submit(request) },
            Route(
                .post, "/v1/episodes/{id}/attach", body: .object, takesKey: true,
                Operation(
                    id: "attach", summary: "Hands out a new URL for a new attempt; the old one is refused.",
                    request: "Empty", response: "Attached", errors: [404, 409, 422])
            ) { request throws(Problem) in try await attach(request) },
        ]
    }

    private func call(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let start = ContinuousClock.now
        let id = try episode(request)
        var fields = Fields(request.object)
        let expectedSeq = fields.integer("expected_seq", in: 0...Int(Int32.max))
        let batch = fields.value("calls")
        guard let batch else {
            let call = Self.call(&fields)
            try refusing([call], fields.allProblems(), since: start)
            let receipts = try await carryOut([call], isBatch: false, id, expectedSeq, request)
            if let receipt = receipts.first, episodes.writes(call.name) {
                request.exchange.tells(of: id, receipt.seq, to: episodes)
            }
            return ControlReply(receipts.first.map(Self.json) ?? .null)
        }
        guard let elements = batch.elements, 1...Self.batchLimit ~= elements.count else {
            fields.reject("calls", "must be an array of 1 to \(Self.batchLimit) calls")
            try fields.finish()
            return .nothing
        }
        var calls: [CallRequest] = []
        var problems = fields.allProblems()
        for (index, element) in elements.enumerated() {
            guard let object = element.object else {
                problems.append(Problem.Item(path: "calls[\(index)]", message: "must be an object"))
                continue
            }
            var members = Fields(object, path: "calls[\(index)]")
            calls.append(Self.call(&members))
            problems += members.allProblems()
        }
        try refusing(calls, problems, since: start)
        let receipts = try await carryOut(calls, isBatch: true, id, expectedSeq, request)
        return ControlReply(["calls": .array(receipts.map(Self.json))])
    }

    private static let batchLimit = 1_024

    /// Refuses calls that are not of the right shape, and counts them as refused.
    private func refusing(
        _ calls: [CallRequest], _ problems: [Problem.Item], since start: ContinuousClock.Instant
    ) throws(Problem) {
        do {
            try Fields.require(problems)
        } catch {
            for call in calls { metrics?.observe(call: call.name, .refused, since: start) }
            throw error
        }
    }

    private static func call(_ fields: inout Fields) -> CallRequest {
        let name = fields.requiredText("name")
        let arguments = fields.value("arguments", keepsNull: true)
        if let arguments, arguments.object == nil {
            fields.reject("arguments", "must be an object, not \(arguments.kind)")
        }
        return CallRequest(name: name, arguments: arguments)
    }

    private func carryOut(
        _ calls: [CallRequest], isBatch: Bool, _ id: EpisodeID, _ expectedSeq: Int?, _ request: ControlRequest
    ) async throws(Problem) -> [CallReceipt] {
        let start = ContinuousClock.now
        do throws(EpisodeError) {
            let receipts = try await episodes.call(
                id, calls, expectedSeq: expectedSeq, key: request.key, graders: graders, via: request.via)
            for (call, receipt) in zip(calls, receipts) {
                metrics?.observe(call: call.name, receipt.isError ? .error : .ok, since: start)
            }
            return receipts
        } catch {
            for call in calls { metrics?.observe(call: call.name, .refused, since: start) }
            let problem = Problem(error)
            let items = error.calls.map { fault in
                let place = isBatch ? "calls[\(fault.index)].\(fault.member)" : fault.member
                return Problem.Item(path: place, message: fault.message)
            }
            throw Problem(
                problem.kind, items.count > 1 ? "\(items.count) calls are wrong." : problem.detail, errors: items)
        }
    }

    private static func json(_ receipt: CallReceipt) -> AnswerJSON {
        [
            "head": .digest(receipt.head), "is_error": .bool(receipt.isError), "result": .stored(receipt.result),
            "root": .digest(receipt.root), "seq": .integer(receipt.seq),
        ]
    }

    private func fork(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var fields = Fields(request.object)
        let at = fields.integer("at", in: 0...Int(Int32.max))
        let count = fields.integer("count", in: 1...EpisodeHost.groupLimit) ?? 1
        let labels = fields.labels("labels")
        try fields.finish()
        let (forks, task) = try await attempt { () async throws(EpisodeError) in
            let task = try episodes.task(id)
            return (
                try await episodes.fork(id, at: at, count: count, labels: labels, key: request.key, via: request.via),
                task
            )
        }
        return ControlReply(
            .created, group(forks, systemPrompt: task?["system_prompt"]?.text, prompt: task?["prompt"]?.text))
    }

    private func message(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var fields = Fields(request.object)
        let role = fields.requiredText("role")
        let content = fields.value("content")
        if content == nil { fields.reject("content", "is missing") }
        if !role.isEmpty, role != "user", role != "assistant" { fields.reject("role", "must be user or assistant") }
        try fields.finish()
        let receipt = try await attempt { () async throws(EpisodeError) in
            try await episodes.message(id, role: role, content: content ?? .null, key: request.key, via: request.via)
        }
        return ControlReply([
            "head": .digest(receipt.head), "root": .digest(receipt.root), "seq": .integer(receipt.seq),
        ])
    }

    private func submit(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var fields = Fields(request.object)
        let response = fields.value("response", keepsNull: true)
        let stopped = fields.oneOf("stopped", ["turn_limit", "context_limit"])
        let isGraded = fields.bool("grade") ?? true
        if response == nil { fields.reject("response", "is missing; it may be null") }
        try fields.finish()
        let (receipt, task) = try await attempt { () async throws(EpisodeError) in
            let task = try episodes.task(id)
            let receipt = try await episodes.submit(
                id, response: response ?? .null, stopped: stopped,
                grading: isGraded ? graders.declared(by: task) : nil, key: request.key, via: request.via)
            return (receipt, task)
        }
        return ControlReply([
            "grade": .optional(receipt.grade) { Self.json($0, task: task) }, "head": .digest(receipt.head),
            "root": .digest(receipt.root), "seq": .integer(receipt.seq), "truncated": .bool(receipt.truncated),
        ])
    }

    private func attach(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        try Fields(request.object).finish()
        let generation = try await attempt { () async throws(EpisodeError) in
            try await episodes.attach(id, key: request.key, via: request.via)
        }
        return ControlReply(["mcp_url": agentURL(id, generation: generation)])
    }
}
