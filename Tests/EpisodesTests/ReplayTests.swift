import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections
import Rewards
import Testing
import ToolLayer

/// What replays and audits find when a recorded trajectory was changed consistently enough to be read.
@Suite struct ReplayTests {
    private static func demo() throws -> TrajectoryFile {
        let content = try #require(
            FileManager.default.contents(atPath: checkout + "Tests/Golden/demo-reference.ndjson"))
        return try TrajectoryFile(parsing: Array(content))
    }

    private static func starter() throws -> Snapshot {
        try Snapshot.load(folder: checkout + "snapshots/starter")
    }

    /// Rewrites one record and rehashes those behind it, as a forger would.
    private static func forged(
        _ file: TrajectoryFile, seq: Int, blobs: [[UInt8]] = [], _ change: (inout Record) -> Void
    ) throws -> RecordedEpisode {
        var records: [[UInt8]] = []
        for (position, bytes) in file.records.enumerated() {
            var record = try Record(parsing: bytes)
            if position == seq { change(&record) }
            record.prev = records.last.map { Digest(of: $0) }
            records.append(record.canonicalBytes)
        }
        var all = file.blobs
        for blob in blobs { all[Digest(of: blob)] = blob }
        return try RecordedEpisode(records: records, base: try starter()) { [all] digest throws(EpisodeError) in
            all[digest]
        }
    }

    private static func divergence(_ episode: RecordedEpisode, _ kind: ReplayKind) throws -> Divergence? {
        try EpisodeHost.replay(episode, kind: kind, tools: .standard).divergence
    }

    @Test func anUnchangedTrajectoryReplays() throws {
        let episode = try Self.demo().recorded(over: try Self.starter())
        for kind in ReplayKind.allCases {
            let report = try EpisodeHost.replay(episode, kind: kind, tools: .standard)
            #expect(report.ok && report.records == episode.entries.count)
        }
    }

    @Test func anotherRootIsNamed() throws {
        let episode = try Self.forged(try Self.demo(), seq: 2) { $0.root = Digest(of: "elsewhere") }
        #expect(try Self.divergence(episode, .facts)?.what == "root")
        #expect(try Self.divergence(episode, .facts)?.seq == 2)
        #expect(try Self.divergence(episode, .commands)?.seq == 2)
    }

    @Test func anotherResultIsNamedByRunningTheCallAgain() throws {
        let lie: JSONValue = ["total": 0]
        let episode = try Self.forged(try Self.demo(), seq: 4, blobs: [lie.canonicalBytes]) { record in
            guard case .call(var call) = record.body else { return }
            call.result = Digest(of: lie)
            record.body = .call(call)
        }
        #expect(try Self.divergence(episode, .facts) == nil, "a result that changed nothing is no matter of the facts")
        let divergence = try Self.divergence(episode, .commands)
        #expect(divergence?.seq == 4 && divergence?.what == "result")
        #expect(divergence?.expected == Digest(of: lie).json)
    }

    @Test func eventsThatDoNotGiveTheChangesAreNamed() throws {
        let episode = try Self.forged(try Self.demo(), seq: 5) { record in
            guard case .call(var call) = record.body else { return }
            call.events = nil
            record.body = .call(call)
        }
        #expect(try Self.divergence(episode, .facts)?.what == "events")
        #expect(try Self.divergence(episode, .facts)?.seq == 5)
    }

    @Test func otherArgumentsAreNamedByRunningTheCallAgain() throws {
        let episode = try Self.forged(try Self.demo(), seq: 5) { record in
            guard case .call(var call) = record.body else { return }
            call.arguments = .inline(["order_id": "ord-250912-001", "status": "cancelled"])
            record.body = .call(call)
        }
        let divergence = try Self.divergence(episode, .commands)
        #expect(divergence?.seq == 5)
    }

    @Test func aBrokenChainIsNamed() throws {
        let file = try Self.demo()
        var records = file.records
        records.remove(at: 3)
        let episode = try RecordedEpisode(records: records, base: try Self.starter()) { digest throws(EpisodeError) in
            file.blobs[digest]
        }
        #expect(try Self.divergence(episode, .facts)?.what == "chain")
        #expect(try Self.divergence(episode, .facts)?.seq == 3)
    }

    @Test(arguments: ReplayKind.allCases)
    func aMissingOrOtherBlobIsNamed(kind: ReplayKind) throws {
        let file = try Self.demo()
        for replacement: [UInt8]? in [nil, Array("{}".utf8)] {
            let episode = try RecordedEpisode(records: file.records, base: try Self.starter()) {
                digest throws(EpisodeError) in
                replacement
            }
            let report = try EpisodeHost.replay(episode, kind: kind, tools: .standard)
            #expect(!report.ok && report.divergence?.what == "contents" && report.divergence?.seq == 0)
            #expect(report.divergence?.found.text?.string.contains("blob ") == true)
        }
    }

    @Test func theReaderObjectsToEveryFlippedByte() throws {
        let content = Array(
            try #require(FileManager.default.contents(atPath: checkout + "Tests/Golden/restored.ndjson")))
        for position in stride(from: 0, to: content.count, by: 1) {
            var flipped = content
            flipped[position] ^= 1
            #expect(throws: (any Error).self, "byte \(position)") { try TrajectoryFile(parsing: flipped) }
        }
    }

    @Test func anAuditProvesTheReward() async throws {
        let desk = try Desk()
        let scenarios = Scenario.all.filter { $0.task != nil }
        #expect(!scenarios.isEmpty)
        for scenario in scenarios {
            let id = try await scenario.run(on: desk)
            let report = try desk.host.audit(id, grading: ChecksGrader())
            #expect(
                report.ok && report.chain && report.facts && report.reward == true,
                "\(scenario.name): \(report.problems)")
            #expect(report.commands.ran && report.commands.divergence == nil)
            let last = try desk.host.summary(id).seq
            #expect(report.via.map(\.records).reduce(0, +) == last + 1)
        }
    }

    @Test func aTrajectoryCarriesItsSnapshotWhenAsked() async throws {
        let desk = try Desk()
        let id = try await #require(Scenario.all.first).run(on: desk)
        let file = try TrajectoryFile(parsing: try desk.host.trajectory(id, withSnapshot: true))
        #expect(file.carriedSnapshot?.digest == file.snapshot)
        #expect(try EpisodeHost.replay(try file.recorded(), kind: .both, tools: .standard).ok)
        let bare = try TrajectoryFile(parsing: try desk.host.trajectory(id))
        #expect(throws: EpisodeError.self) { try bare.recorded() }
        let head = try desk.host.summary(id).head
        #expect(bare.head == file.head && bare.head == head)
    }
}
