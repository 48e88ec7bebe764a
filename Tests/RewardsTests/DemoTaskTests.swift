import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections
import Rewards
import Testing
import ToolLayer

/// Every task: the reference earns 1, each near miss fails just what it says, and doing nothing passes nothing.
@Suite struct DemoTaskTests {
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()

    static func tasks() throws -> TaskCatalogue {
        try TaskCatalogue(tasks: checkout + "tasks", systemPrompts: checkout + "system-prompts")
    }

    static func grade(_ task: TaskFile, _ calls: [TaskFile.Call], _ response: JSONValue) throws -> Grade {
        let base = try Snapshot.load(folder: checkout + "snapshots/\(task.snapshotName)")
        let opened = WorldState(base: base)
        var state = opened
        var made: [GradingEvidence.Call] = []
        for (index, call) in calls.enumerated() {
            let outcome = try #require(ToolCatalogue.standard.run(call.name, call.arguments, on: state))
            state = state.applying(outcome.events)
            made.append(
                GradingEvidence.Call(
                    seq: index + 1, name: call.name, arguments: call.arguments,
                    result: try JSONParser.parse(outcome.bytes), isError: outcome.isError, events: outcome.events
                )
            )
        }
        return try ChecksGrader().grade(
            GradingEvidence(
                task: task.value, taskDigest: Digest(of: task.value), head: Digest(of: "head"), seq: calls.count + 1,
                opened: opened, final: state, calls: made, response: response
            )
        )
    }

    @Test func theReferenceEarnsEverything() throws {
        for task in try Self.tasks().tasks {
            let grade = try Self.grade(task, task.reference.calls, task.reference.response)
            #expect(grade.passed, "\(task.id) fails \(grade.criteria.filter { !$0.satisfied }.map(\.id))")
            #expect(grade.total >= 5)
        }
    }

    @Test func nearMissesFailWhatTheySay() throws {
        for task in try Self.tasks().tasks {
            #expect(!task.nearMisses.isEmpty)
            for miss in task.nearMisses {
                let grade = try Self.grade(task, miss.calls, miss.response)
                #expect(grade.criteria.filter { !$0.satisfied }.map(\.id) == miss.fails, "\(task.id): \(miss.name)")
            }
        }
    }

    @Test(arguments: ["", "Done!"] as [JSONValue])
    func doingNothingEarnsNothing(response: JSONValue) throws {
        for task in try Self.tasks().tasks {
            #expect(try Self.grade(task, [], response).satisfied == 0)
        }
    }

    @Test func theSystemPromptIsFilledIn() throws {
        let catalogue = try Self.tasks()
        for task in catalogue.tasks {
            let base = try Snapshot.load(folder: Self.checkout + "snapshots/\(task.snapshotName)")
            #expect(base.digest == task.snapshot)
            let prompt = try catalogue.assigned(task, over: base).systemPrompt.string
            #expect(!prompt.contains("{{") && !prompt.contains("<!--"))
            #expect(prompt.contains(task.actingEmployee.string))
        }
    }

    @Test func gradesSurviveTheirJSON() throws {
        let task = try #require(try Self.tasks().tasks.first)
        let grade = try Self.grade(task, task.reference.calls, task.reference.response)
        #expect(Grade(json: try JSONParser.parse(grade.json.canonicalBytes)) == grade)
        var forged = grade.json.object ?? [:]
        forged["satisfied"] = 3
        #expect(Grade(json: .object(forged)) == nil, "sums that do not agree are no grade")
    }
}
