internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Rewards

extension ControlPlane {
    var judgingRoutes: [Route] {
        [
            Route(
                .post, "/v1/episodes/{id}/grade", body: .object, takesKey: true,
                Operation(
                    id: "grade", summary: "Grades a submitted episode, or any record for a look.",
                    request: "GradeRequest", response: "Grade", errors: [404, 409, 422])
            ) { request throws(Problem) in try await grade(request) },
            Route(
                .post, "/v1/episodes/{id}/replay", body: .object,
                Operation(
                    id: "replay", summary: "Replays the recorded facts, the commands, or both.",
                    request: "ReplayRequest", response: "Replay", errors: [404, 422])
            ) { request throws(Problem) in try await replay(request) },
            Route(
                .post, "/v1/episodes/{id}/audit", body: .object,
                Operation(
                    id: "audit", summary: "Recomputes and compares everything.", request: "Empty", response: "Audit",
                    errors: [404, 422])
            ) { request throws(Problem) in try await audit(request) },
        ]
    }

    private func grade(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var fields = Fields(request.object)
        let named = fields.oneOf("grader", ["checks", "judge", "hybrid"])
        let at = fields.integer("at", in: 0...Int(Int32.max))
        try fields.finish()
        let task = try await attempt { () async throws(EpisodeError) in try episodes.task(id) }
        let name = named ?? task?["grader"]?.text ?? "checks"
        guard let grader = graders[name] else { throw .invalid("grader", "\(name) is not set up on this server") }
        let grade = try await attempt { () async throws(EpisodeError) in
            try await episodes.grade(id, by: grader, at: at, key: request.key, via: request.via)
        }
        return ControlReply(Self.json(grade, task: task))
    }

    /// A grade, each criterion with what the task's rubric says of it.
    static func json(_ grade: Grade, task: JSONValue?) -> AnswerJSON {
        let stated = task?["rubric"]?.elements ?? []
        return [
            "criteria": .array(
                grade.criteria.map { criterion in
                    let source = stated.first { $0["id"]?.text == criterion.id }
                    return [
                        "assertion": .value(source?["assertion"] ?? .null),
                        "decided_by": .text(criterion.decidedBy),
                        "dimension": .value(source?["dimension"] ?? .null), "expected": .value(criterion.expected),
                        "found": .value(criterion.found), "id": .text(criterion.id),
                        "satisfied": .bool(criterion.satisfied),
                    ]
                }),
            "passed": .bool(grade.passed), "reward": reward(grade.satisfied, of: grade.total),
            "satisfied": .integer(grade.satisfied), "total": .integer(grade.total),
        ]
    }

    private func replay(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var fields = Fields(request.object)
        let named = fields.oneOf("kind", ReplayKind.allCases.map { Text($0.rawValue) })
        try fields.finish()
        let kind = named.flatMap { ReplayKind(rawValue: $0.string) } ?? .both
        let report = try await attempt { () async throws(EpisodeError) in try episodes.replay(id, kind: kind) }
        return ControlReply([
            "divergence": .optional(report.divergence, Self.json), "ok": .bool(report.ok),
            "records": .integer(report.records),
        ])
    }

    private static func json(_ divergence: Divergence) -> AnswerJSON {
        [
            "expected": .value(divergence.expected), "found": .value(divergence.found),
            "seq": .integer(divergence.seq), "what": .text(divergence.what),
        ]
    }

    private func audit(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        try Fields(request.object).finish()
        let report = try await attempt { () async throws(EpisodeError) in
            try episodes.audit(id, grading: graders["checks"])
        }
        return ControlReply([
            "chain": .bool(report.chain),
            "commands": [
                "divergence": .optional(report.commands.divergence, Self.json), "ran": .bool(report.commands.ran),
            ],
            "facts": .bool(report.facts), "ok": .bool(report.ok),
            "problems": .array(report.problems.map { .text($0) }),
            "reward": .optional(report.reward, AnswerJSON.bool),
            "via": .object(report.via.map { (name: Text($0.door), value: .integer($0.records)) }),
        ])
    }
}
