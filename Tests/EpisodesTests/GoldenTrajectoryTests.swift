import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections
import Rewards
import Testing
import ToolLayer

/// One script of `Tests/Golden/scenarios.json`.
struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    let task: Text?
    let seed: Int
    let steps: [JSONValue]

    var testDescription: String { name }

    static let all: [Scenario] = {
        let file = checkout + "Tests/Golden/scenarios.json"
        guard let content = FileManager.default.contents(atPath: file),
            let scenarios = try? JSONParser.parse(Array(content)).elements
        else { return [] }
        return scenarios.compactMap { value in
            guard let name = value["name"]?.text, let steps = value["steps"]?.elements else { return nil }
            return Scenario(
                name: name.string, task: value["task"]?.text, seed: value["seed"]?.number?.integer ?? 0, steps: steps
            )
        }
    }()

    var file: String { checkout + "Tests/Golden/\(name).ndjson" }

    /// Runs the script on a desk and gives the episode it ended in.
    func run(on desk: Desk) async throws -> EpisodeID {
        var id = try await desk.openOne(task: task, seed: seed)
        for step in steps {
            if let call = step["call"], let name = call["name"]?.text {
                try await desk.call(id, name, call["arguments"] ?? [:])
            } else if let message = step["message"], let role = message["role"]?.text {
                _ = try await desk.host.message(id, role: role, content: message["content"] ?? .null, via: .control)
            } else if let submit = step["submit"] {
                _ = try await desk.host.submit(
                    id, response: submit["response"] ?? .null, stopped: submit["stopped"]?.text,
                    grading: ChecksGrader(),
                    via: .control
                )
            } else if let at = step["fork"]?.number?.integer {
                id = try await desk.host.fork(id, at: at, via: .control)[0].id
            } else {
                throw RewardsError(name, "unknown step")
            }
        }
        return id
    }
}

/// Recorded trajectories that every build must replay bit for bit (design rule D-10).
///
/// `RECORD_GOLDEN=1 swift test --filter GoldenTrajectoryTests` writes them anew and fails, so that nobody commits them unseen.
@Suite struct GoldenTrajectoryTests {
    @Test func thereAreAtLeastTen() {
        #expect(Scenario.all.count >= 10)
    }

    @Test(arguments: Scenario.all)
    func runsToTheSameBytes(scenario: Scenario) async throws {
        let desk = try Desk()
        let bytes = try desk.host.trajectory(try await scenario.run(on: desk), withSnapshot: false)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try Data(bytes).write(to: URL(filePath: scenario.file))
            Issue.record("recorded \(scenario.name); look at the difference, then run without RECORD_GOLDEN")
        }
        let recorded = Array(try #require(FileManager.default.contents(atPath: scenario.file)))
        #expect(Digest(of: bytes) == Digest(of: recorded), "\(scenario.name) runs to other bytes than those recorded")
    }

    @Test(arguments: Scenario.all)
    func replaysBitForBit(scenario: Scenario) throws {
        let recorded = Array(try #require(FileManager.default.contents(atPath: scenario.file)))
        let file = try TrajectoryFile(parsing: recorded)
        let episode = try file.recorded(over: try Snapshot.load(folder: checkout + "snapshots/starter"))
        let report = try EpisodeHost.replay(episode, kind: .both, tools: .standard)
        #expect(report.ok, "\(scenario.name) diverges: \(String(describing: report.divergence))")
        #expect(report.records == episode.entries.count)
    }
}
