import CanonicalJSON
import Episodes
import EventStore
import Projections
import Rewards
import Testing
import ToolLayer

/// Files whose digests, hashes, roots and sums all hold, and whose form the format does not allow.
@Suite struct TrajectoryFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Parts of what is said.
        let says: [String]
        let edit: @Sendable (inout Forgery) throws -> Void

        init(_ name: String, _ says: String..., edit: @escaping @Sendable (inout Forgery) throws -> Void) {
            testDescription = name
            self.says = says
            self.edit = edit
        }
    }

    private static let evidence: JSONValue = ["answer": "yes", "request": "Is it so?"]

    private static func judged(_ forgery: inout Forgery, evidence isThere: Bool = true, by judge: JSONValue = "judge") {
        let digest = forgery.blob(evidence)
        forgery.editCriteria { criteria in
            criteria.map { criterion in
                var criterion = criterion
                criterion["satisfied"] = true
                criterion["decided_by"] = judge
                criterion["evidence"] = isThere ? digest : nil
                return criterion
            }
        }
    }

    static let records: [Case] = [
        Case("failed call with a normal result", "line 3", "is_error") { $0.records[1]["is_error"] = true },
        Case("call that did not fail with an error", "line 5", "is_error") { $0.records[3]["is_error"] = false },
        Case("arguments an array", "line 3", "arguments") { $0.records[1]["arguments"] = [1] },
        Case("long arguments inline", "line 3", "arguments", "over 512") {
            $0.records[1]["arguments"] = ["order_id": .string(Text(String(repeating: "x", count: 600)))]
        },
        Case("arguments blob an array", "line 3", "arguments", "object") {
            $0.records[1]["arguments"] = nil
            $0.records[1]["arguments_blob"] = $0.blob([.string(Text(String(repeating: "x", count: 600)))])
        },
        Case("short arguments in a blob", "line 3", "arguments_blob") {
            let arguments = $0.records[1]["arguments"] ?? .null
            $0.records[1]["arguments"] = nil
            $0.records[1]["arguments_blob"] = $0.blob(arguments)
        },
        Case("short events in a blob", "line 4", "events_blob") {
            let events = $0.records[2]["events"] ?? $0.named("events_blob", of: 2)
            $0.records[2]["events"] = nil
            $0.records[2]["events_blob"] = $0.blob([events.elements?.first ?? .null])
        },
        Case("no events in an array", "line 3", "events") { $0.records[1]["events"] = [] },
        Case("no name", "line 3", "name") { $0.records[1]["name"] = "" },
        Case("tools not ordered", "line 2", "tools") {
            let tools = $0.named("tools", of: 0).elements ?? []
            $0.records[0]["tools"] = $0.blob(.array(tools.reversed()))
        },
        Case("tools no array", "line 2", "tools") { $0.records[0]["tools"] = $0.blob(["x": 1]) },
        Case("injected order without its members", "line 2", "changes", "order.ord-x") {
            $0.records[0]["changes"] = ["order/ord-x": $0.blob(["id": "ord-x"])]
        },
        Case("injected bookkeeping", "line 2", "changes", "_hold.zz") {
            $0.records[0]["changes"] = ["_hold/zz": $0.blob(["id": "zz", "lines": [:]])]
        },
    ]

    static let grades: [Case] = [
        Case("all decided by a judge under checks", "decided_by", "checks") { judged(&$0) },
        Case("a judge's verdict without evidence", "decided_by", "checks") { judged(&$0, evidence: false) },
        Case("unknown decider", "decided_by", "nope") { judged(&$0, evidence: false, by: "nope") },
        Case("judged under hybrid where there is a check", "decided_by", "a check for it") {
            $0.editGrade { $0["grader"] = "hybrid" }
            judged(&$0)
        },
        Case("unknown grader", "grader", "nope") { $0.editGrade { $0["grader"] = "nope" } },
        Case("no criteria", "criteria must not be empty") { $0.editCriteria { _ in [] } },
        Case("one criterion many times", "is there twice") { $0.editCriteria { [$0[0], $0[0]] + $0[2...] } },
        Case("a criterion missing", "is missing") { $0.editCriteria { Array($0.dropLast()) } },
        Case("criteria in another order", "order of the rubric") { $0.editCriteria { $0.reversed() } },
        Case("evidence of a check", "evidence") { forgery in
            let digest = forgery.blob(evidence)
            forgery.editCriteria { criteria in
                criteria.map { criterion in
                    var criterion = criterion
                    criterion["evidence"] = digest
                    return criterion
                }
            }
        },
    ]

    private static func file(_ desk: Desk) async throws -> Forgery {
        let id = try await desk.openOne(task: "demo-swap-paid-order")
        try await desk.call(id, "getOrderDetails", ["order_id": "ord-250914-002"])
        try await desk.call(id, "updateOrderStatus", ["order_id": "ord-250914-002", "status": "cancelled"])
        try await desk.call(id, "getOrderDetails", ["order_id": "none"])
        _ = try await desk.host.submit(id, response: "Done.", grading: ChecksGrader(), via: .control)
        return try Forgery(try desk.host.trajectory(id))
    }

    @Test(arguments: records + grades)
    func wrongFormIsRefusedAndAuditedAsWrong(_ wrong: Case) async throws {
        let desk = try Desk()
        var forgery = try await TrajectoryFormTests.file(desk)
        let sound = forgery.bytes
        try wrong.edit(&forgery)
        let bytes = forgery.bytes
        #expect(bytes != sound)
        let other = try Desk()
        let error = await #expect(throws: EpisodeError.self) {
            _ = try await other.host.importTrajectory(bytes, via: .control)
        }
        for part in wrong.says { #expect(error?.description.contains(part) == true, "\(error?.description ?? "")") }
        #expect(try other.host.store.branches().isEmpty)
        let base = try Snapshot.load(folder: checkout + "snapshots/starter")
        let report = try EpisodeHost.audit(
            try TrajectoryFile(parsing: bytes), over: base, grading: ChecksGrader(), tools: .standard)
        #expect(!report.ok)
        #expect(!report.problems.isEmpty)
        // The control: put together again unedited, the file is taken.
        _ = try await other.host.importTrajectory(sound, via: .control)
    }

    @Test(arguments: ["", "a\u{1}b", "a\u{85}b", String(repeating: "é", count: 101)])
    func headersEpisodeIsAnID(_ episode: String) async throws {
        let desk = try Desk()
        var forgery = try await TrajectoryFormTests.file(desk)
        forgery.header["episode"] = .string(Text(episode))
        let error = await #expect(throws: EpisodeError.self) {
            _ = try await desk.host.importTrajectory(forgery.bytes, via: .control)
        }
        #expect(error?.description.contains("line 1: episode") == true)
    }

    /// What a check decided is decided again, under whatever grader the verdict stands.
    @Test(arguments: ["checks", "judge", "hybrid"])
    func inventedVerdictsOfChecksAreFound(_ grader: String) async throws {
        let desk = try Desk()
        var forgery = try await TrajectoryFormTests.file(desk)
        forgery.editGrade { $0["grader"] = .string(Text(grader)) }
        forgery.editCriteria { criteria in
            criteria.map { criterion in
                var criterion = criterion
                criterion["satisfied"] = true
                return criterion
            }
        }
        let base = try Snapshot.load(folder: checkout + "snapshots/starter")
        let report = try EpisodeHost.audit(
            try TrajectoryFile(parsing: forgery.bytes), over: base, grading: ChecksGrader(), tools: .standard)
        #expect(report.reward == false && report.chain && report.facts)
        #expect(report.problems.contains { $0.contains("comes out otherwise") })
    }
}
