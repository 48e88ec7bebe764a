import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Rewards
import Testing

@Suite struct TrajectoryImportTests {
    /// Episodes of every kind: untouched, with calls, submitted and graded, cut off.
    private static func episodes(_ desk: Desk) async throws -> [EpisodeID] {
        let untouched = try await desk.openOne()
        let acted = try await desk.openOne(seed: 7)
        try await desk.call(acted, "searchOrders", ["status": "paid"])
        try await desk.call(acted, "getOrderDetails", ["order_id": "none"])
        let graded = try await desk.openOne(task: "demo-swap-paid-order")
        try await desk.call(graded, "searchOrders", ["status": "paid"])
        _ = try await desk.host.submit(
            graded, response: "Done.", grading: ChecksGrader(), via: .control)
        return [untouched, acted, graded]
    }

    @Test(arguments: [false, true])
    func importedEpisodeHasTheHeadAndExportsTheSameBytes(withSnapshot: Bool) async throws {
        let desk = try Desk()
        let other = try Desk()
        for id in try await TrajectoryImportTests.episodes(desk) {
            let file = try desk.host.trajectory(id, withSnapshot: withSnapshot)
            let original = try desk.host.summary(id)
            // Two episodes in the store already, so that numbers cannot agree by chance.
            _ = try await other.open(count: 2)
            let imported = try await other.host.importTrajectory(file, via: .control)
            #expect(imported.id != id)
            #expect(imported.head == original.head)
            #expect(imported.root == original.root)
            #expect(imported.status == original.status)
            #expect(imported.task == original.task)
            #expect(imported.profile == original.profile)
            #expect(imported.isClaimed == (original.graded != nil))
            #expect(imported.graded?.satisfied == original.graded?.satisfied)
            #expect(try other.host.trajectory(imported.id, withSnapshot: withSnapshot) == file)
            #expect(try other.host.audit(imported.id, grading: ChecksGrader()).ok)
        }
        #expect(try other.host.store.verify().isClean)
        // The rows say the same after a restart.
        try other.restart()
        #expect(try other.host.store.verify().isClean)
    }

    @Test func importedOpenEpisodeGoesOnAndForks() async throws {
        let desk = try Desk()
        let other = try Desk()
        let id = try await desk.openOne()
        try await desk.call(id, "searchOrders", ["status": "paid"])
        let imported = try await other.host.importTrajectory(try desk.host.trajectory(id), via: .control)
        let here = try await other.call(imported.id, "searchOrders", ["status": "shipped"])
        let there = try await desk.call(id, "searchOrders", ["status": "shipped"])
        #expect(here.head == there.head)
        let fork = try await other.host.fork(imported.id, at: 1, via: .control)
        #expect(fork[0].parent == imported.id)
        // It has gone on: its file bears its own id now.
        #expect(
            try TrajectoryFile(parsing: other.host.trajectory(imported.id)).episode == Text(imported.id.description))
        #expect(try other.host.store.verify().isClean)
    }

    @Test func gradingHereReplacesTheClaim() async throws {
        let desk = try Desk()
        let other = try Desk()
        let graded = try await TrajectoryImportTests.episodes(desk)[2]
        let imported = try await other.host.importTrajectory(try desk.host.trajectory(graded), via: .control)
        #expect(imported.isClaimed)
        _ = try await other.host.grade(imported.id, by: ChecksGrader(), via: .control)
        #expect(try !other.host.summary(imported.id).isClaimed)
        try other.restart()
        #expect(try !other.host.summary(imported.id).isClaimed)
    }

    @Test func theSameKeyImportsOnce() async throws {
        let desk = try Desk()
        let file = try desk.host.trajectory(try await desk.openOne())
        let key = try #require(RequestKey("import-1", request: Digest(of: file)))
        let first = try await desk.host.importTrajectory(file, key: key, via: .control)
        try desk.restart()
        let again = try await desk.host.importTrajectory(file, key: key, via: .control)
        #expect(first.id == again.id)
        #expect(try desk.host.list(EpisodeFilter(), limit: 100).episodes.count == 2)
    }

    /// A way to tamper with a file, given as its lines without the end line.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var endsRight = true
        let change: @Sendable (inout [String]) -> Void

        init(_ name: String, endsRight: Bool = true, _ change: @escaping @Sendable (inout [String]) -> Void) {
            testDescription = name
            self.endsRight = endsRight
            self.change = change
        }
    }

    static let tamperings: [Tampering] = [
        Tampering("end line wrong", endsRight: false) { $0[1] += " " },
        Tampering("header's head") { $0[0] = $0[0].replacingDigest(after: "\"head\":\"") },
        Tampering("header's seq") { $0[0] = $0[0].replacing(/"seq":\d+/, with: "\"seq\":0") },
        Tampering("header's snapshot") { $0[0] = $0[0].replacingDigest(after: "\"snapshot\":\"") },
        Tampering("header with another member") {
            $0[0] = $0[0].replacing("{\"episode\"", with: "{\"a\":1,\"episode\"")
        },
        Tampering("header not canonical") { $0[0] = $0[0].replacing(",\"format\"", with: ", \"format\"") },
        Tampering("record dropped") { $0.remove(at: 2) },
        Tampering("records swapped") { $0.swapAt(2, 3) },
        Tampering("record twice") { $0.insert($0[2], at: 2) },
        Tampering("record's root, last") { $0[4] = $0[4].replacingDigest(after: "\"root\":\"") },
        Tampering("record's prev") { $0[3] = $0[3].replacingDigest(after: "\"prev\":\"") },
        Tampering("record's result") { $0[2] = $0[2].replacingDigest(after: "\"result\":\"") },
        Tampering("record's arguments") { $0[2] = $0[2].replacing("paid", with: "sent") },
        Tampering("blob's text") { $0[$0.count - 2] = $0[$0.count - 2].replacing("a", with: "b", maxReplacements: 1) },
        Tampering("blob dropped") { lines in
            lines.remove(at: lines.firstIndex { $0.contains("\"kind\":\"blob\"") } ?? 0)
        },
        Tampering("blobs swapped") { lines in
            let first = lines.firstIndex { $0.contains("\"kind\":\"blob\"") } ?? 0
            lines.swapAt(first, first + 1)
        },
        Tampering("blob that nothing names") { lines in
            let first = lines.firstIndex { $0.contains("\"kind\":\"blob\"") } ?? 0
            let blobs = lines[first...].filter { $0.contains("\"kind\":\"blob\"") }
            let stray = "{\"digest\":\"\(Digest(of: Array("1".utf8)).hex)\",\"kind\":\"blob\",\"text\":\"1\"}"
            lines.replaceSubrange(first..<(first + blobs.count), with: (blobs + [stray]).sorted())
        },
        Tampering("graded line of nothing") { lines in
            lines[lines.count - 1] = "{\"digest\":\"\(String(repeating: "0", count: 64))\",\"kind\":\"graded\"}"
        },
        Tampering("line of an unknown kind") { $0.append("{\"kind\":\"other\"}") },
        Tampering("a line that is no JSON") { $0.append("nonsense") },
        Tampering("empty line") { $0.append("") },
        Tampering("no lines") { $0 = [] },
        Tampering("snapshot that is not here") { lines in
            let other = String(repeating: "1", count: 64)
            lines[0] = lines[0].replacingDigest(after: "\"snapshot\":\"", with: other)
        },
    ]

    @Test(arguments: tamperings)
    func tamperedFilesAreRefusedAndNothingIsStored(_ tampering: Tampering) async throws {
        let desk = try Desk()
        let graded = try await desk.openOne(task: "demo-swap-paid-order")
        try await desk.call(graded, "searchOrders", ["status": "paid"])
        try await desk.call(graded, "searchOrders", ["status": "shipped"])
        _ = try await desk.host.submit(
            graded, response: "Done.", grading: ChecksGrader(), via: .control)
        let file = try desk.host.trajectory(graded)
        var lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast(2).map(String.init)
        let before = lines
        tampering.change(&lines)
        #expect(lines != before)
        let tampered = TrajectoryImportTests.file(lines, endsRight: tampering.endsRight)
        let other = try Desk()
        await #expect(throws: EpisodeError.self) {
            _ = try await other.host.importTrajectory(tampered, via: .control)
        }
        #expect(try other.host.store.branches().isEmpty)
        #expect(try other.host.store.snapshots().isEmpty)
        // The control: the same file untouched is taken.
        _ = try await other.host.importTrajectory(TrajectoryImportTests.file(before, endsRight: true), via: .control)
    }

    /// A chain that was forged from some record on, all hashes made new, has the right frame and the wrong facts.
    @Test func forgedRootIsFoundThoughEveryHashAgrees() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        try await desk.call(id, "searchOrders", ["status": "paid"])
        let file = try desk.host.trajectory(id)
        var lines = String(decoding: file, as: UTF8.self).split(separator: "\n").dropLast().map(String.init)
        lines[2] = lines[2].replacingDigest(after: "\"root\":\"")
        lines[0] = lines[0].replacingDigest(after: "\"head\":\"", with: Digest(of: Array(lines[2].utf8)).hex)
        let other = try Desk()
        let error = await #expect(throws: EpisodeError.self) {
            _ = try await other.host.importTrajectory(
                TrajectoryImportTests.file(lines, endsRight: true), via: .control)
        }
        #expect(error?.description.contains("record 1: root") == true)
        #expect(try other.host.store.branches().isEmpty)
    }

    private static func file(_ lines: [String], endsRight: Bool) -> [UInt8] {
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        let digest = endsRight ? Digest(of: body).hex : String(repeating: "0", count: 64)
        return body + Array("{\"kind\":\"end\",\"sha256\":\"\(digest)\"}\n".utf8)
    }
}

extension String {
    /// The text with the digest that follows `prefix` replaced.
    fileprivate func replacingDigest(
        after prefix: String, with digest: String = String(repeating: "e", count: 64)
    ) -> String {
        guard let range = range(of: prefix) else { return self }
        let end = index(range.upperBound, offsetBy: 64)
        return self[..<range.upperBound] + digest + self[end...]
    }
}
