import CanonicalJSON
import Episodes
import EventStore
import Rewards
import Testing
import ToolLayer

@Suite("Finishing: submitResponse, episodes without a reward, limits")
struct FinishingTests {
    private static let task: Text = "demo-swap-paid-order"
    private let search = CallRequest(name: "searchOrders", arguments: [:])
    private let graders = Graders([ChecksGrader()])

    private func open(_ desk: Desk, profile: Text, grader: Text? = nil) async throws -> EpisodeID {
        let file = try #require(desk.tasks.task(Self.task))
        var task = try desk.tasks.assigned(file, over: try desk.host.snapshots.load(file.snapshot))
        if let grader, var document = task.document.object {
            document["grader"] = .string(grader)
            task = AssignedTask(id: task.id, document: .object(document), snapshot: task.snapshot)
        }
        let request = OpenRequest(task: task, snapshot: file.snapshot, profile: profile, via: .control)
        return try await desk.host.open(request)[0].id
    }

    private func submission(_ response: JSONValue = "done") -> CallRequest {
        CallRequest(name: "submitResponse", arguments: ["response": response])
    }

    // MARK: submitResponse

    @Test("profiles", arguments: ToolProfile.allCases)
    func offers(profile: ToolProfile) async throws {
        let desk = try Desk()
        let id = try await open(desk, profile: Text(profile.rawValue))
        let offered = try JSONParser.parse(try await desk.host.offer(of: id).definitions)
        let names = (offered.elements ?? []).compactMap { $0["name"]?.text }
        #expect(names == names.sorted())
        #expect(names.contains("submitResponse") == profile.offersSubmission)
        #expect(names.filter { $0 != "submitResponse" } == ToolCatalogue.standard.profile(profile).tools.map(\.name))
        if !profile.offersSubmission {
            await #expect(throws: EpisodeError.self) { try await desk.host.call(id, [submission()], via: .mcp) }
        }
    }

    @Test func itWritesASubmissionAndNoCall() async throws {
        let desk = try Desk()
        let byTool = try await open(desk, profile: "core+submit")
        let byRoute = try await open(desk, profile: "core+submit")
        let receipts = try await desk.host.call(byTool, [search, submission()], graders: graders, via: .mcp)
        #expect(receipts.map(\.seq) == [1, 2])
        #expect(try receipts[1].value == ["submitted": true] && !receipts[1].isError)
        _ = try await desk.host.call(byRoute, [search], via: .mcp)
        let submitted = try await desk.host.submit(
            byRoute, response: "done", grading: ChecksGrader(), via: .control)
        // The same record, the same grade: the call of the same commit counts in it.
        #expect(receipts[1].head == submitted.head)
        #expect(try desk.host.latestGrade(byTool) == submitted.grade)
        #expect(try desk.host.summary(byTool).status == .submitted)
        #expect(try desk.host.audit(byTool, grading: ChecksGrader()).ok)
        await #expect(throws: EpisodeError.self) { try await desk.host.call(byTool, [search], via: .mcp) }
    }

    @Test("what is wrong leaves no record", arguments: ["missing", "no string", "two", "not last"])
    func refusals(what: String) async throws {
        let desk = try Desk()
        let id = try await open(desk, profile: "all+submit")
        let requests: [CallRequest] =
            switch what {
            case "missing": [CallRequest(name: "submitResponse", arguments: nil)]
            case "no string": [submission(7)]
            case "two": [CallRequest(name: "submitResponse", arguments: ["more": 1, "response": "done"])]
            default: [submission(), search]
            }
        await #expect(throws: EpisodeError.self) { try await desk.host.call(id, requests, via: .mcp) }
        #expect(try desk.host.summary(id).seq == 0)
    }

    // MARK: Invalid is not zero

    @Test func aGraderThatIsMissingLeavesNoRewardAndSaysWhy() async throws {
        let desk = try Desk()
        let id = try await open(desk, profile: "all", grader: "judge")
        let receipt = try await desk.host.submit(
            id, response: "done", grading: graders.declared(by: try desk.host.task(id)), via: .control)
        #expect(receipt.grade == nil)
        var summary = try desk.host.summary(id)
        #expect(summary.status == .submitted && summary.graded == nil)
        #expect(summary.invalid?.string.contains("judge") == true)
        // Once the judge can be reached, a grade clears the mark.
        _ = try await desk.host.grade(id, by: Stand(name: "judge"), via: .control)
        summary = try desk.host.summary(id)
        #expect(summary.invalid == nil && summary.graded?.total == 0)
        #expect(try desk.host.store.verify().problems == [])
    }

    /// Grades everything with no criteria.
    private struct Stand: Grading {
        let name: Text

        func grade(_ evidence: GradingEvidence) throws(EpisodeError) -> Grade {
            Grade(head: evidence.head, seq: evidence.seq, task: evidence.taskDigest, grader: name, criteria: [])
        }
    }

    @Test func theOperatorsLimitIsNotTheAgentsFault() async throws {
        let desk = try Desk(limits: { $0.records = 3 })
        let id = try await open(desk, profile: "all")
        for _ in 0..<3 { _ = try await desk.host.call(id, [search], via: .mcp) }
        for _ in 0..<2 {
            let error = await #expect(throws: EpisodeError.self) {
                try await desk.host.call(id, [search], via: .mcp)
            }
            guard case .callLimit? = error?.code else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        var summary = try desk.host.summary(id)
        #expect(summary.seq == 3 && summary.status == .open)
        #expect(summary.invalid?.string.contains("limit of 3") == true)
        #expect(try desk.host.store.notes(of: id.branch).filter { $0.note.kind == "invalid" }.count == 1)
        // It can be submitted, but is not graded by the way.
        let receipt = try await desk.host.submit(id, response: "", grading: ChecksGrader(), via: .control)
        #expect(receipt.grade == nil)
        summary = try desk.host.summary(id)
        #expect(summary.graded == nil && summary.invalid != nil)
        _ = try await desk.host.grade(id, by: ChecksGrader(), via: .control)
        summary = try desk.host.summary(id)
        #expect(summary.graded != nil && summary.invalid == nil)
    }

    @Test func anAgentAtTheLimitCanStillFinish() async throws {
        let desk = try Desk(limits: { $0.records = 1 })
        let id = try await open(desk, profile: "all+submit")
        _ = try await desk.host.call(id, [search], via: .mcp)
        #expect(try await desk.host.call(id, [submission()], graders: graders, via: .mcp).map(\.seq) == [2])
        #expect(try desk.host.summary(id).graded != nil)
    }

    // MARK: Limits

    @Test func openEpisodesAreLimited() async throws {
        let desk = try Desk(limits: { $0.openEpisodes = 4 })
        let ids = try await desk.open(count: 3).map(\.id)
        await #expect(throws: EpisodeError.self) { try await desk.open(count: 2) }
        _ = try await desk.host.fork(ids[0], at: nil, via: .control)
        let error = await #expect(throws: EpisodeError.self) {
            try await desk.host.fork(ids[0], at: nil, via: .control)
        }
        guard case .episodeLimit? = error?.code else {
            Issue.record("\(String(describing: error))")
            return
        }
        _ = try await desk.host.submit(ids[0], response: "", via: .control)
        try await desk.host.end(ids[1], via: .control)
        // Ended twice, counted once.
        try await desk.host.end(ids[0], via: .control)
        _ = try await desk.open(count: 2)
        await #expect(throws: EpisodeError.self) { try await desk.open() }
        // The count is the same when it is taken from the store.
        try desk.restart(limits: { $0.openEpisodes = 5 })
        _ = try await desk.open()
        await #expect(throws: EpisodeError.self) { try await desk.open() }
    }

    @Test func argumentsAreLimited() async throws {
        let desk = try Desk(limits: { $0.argumentBytes = 100 })
        let id = try await desk.openOne()
        func search(_ count: Int) async throws -> Int {
            // {"email":"..."} adds twelve bytes.
            let email = Text(String(repeating: "x", count: count - 12))
            return try await desk.call(id, "searchCustomers", ["email": .string(email)]).seq
        }
        #expect(try await search(100) == 1)
        let error = await #expect(throws: EpisodeError.self) { try await search(101) }
        guard case .argumentsTooLarge? = error?.code else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try desk.host.summary(id).seq == 1)
    }
}
