import CanonicalJSON
import EventStore
import Foundation
import Glibc
import Testing

/// Stores of older formats: refused untouched, and copied into today's.
@Suite struct UpgradeTests {
    private static let databases = ["log", "index", "branches", "blobs", "snapshots", "commits", "meta"]
    /// A store of format 0, kept for ever.
    private static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../Golden/store-format-0.mdb").standardizedFileURL

    /// Makes a closed store one of format 0, which lacks what can be made from the log.
    private static func downgrade(_ directory: String) throws {
        let raw = try RawStore(directory: directory)
        defer { raw.close() }
        for database in ["index", "branches", "idempotency"] { try raw.drop(database) }
        try raw.set(Array("format".utf8), [0, 0, 0, 0], in: "meta")
    }

    /// Every row of a closed store that an upgrade keeps or makes.
    private static func rows(_ directory: String) throws -> [[[UInt8]]] {
        let raw = try RawStore(directory: directory)
        defer { raw.close() }
        return try databases.map { try raw.rows(of: $0).flatMap { [$0.key, $0.value] } }
    }

    private static func file(_ directory: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: directory + "/data.mdb"))
    }

    private static func upgraded(_ directory: TemporaryDirectory) throws -> UpgradeReport {
        let place = try CopyPlace(directory.path + "/new")
        let report = try EventStore.upgrade(directory.store, into: place, options: options())
        try place.publish()
        return report
    }

    /// A closed store of branches that grew, forked at any record, were labelled, attached, graded and closed, by lot.
    private static func randomStore(_ directory: TemporaryDirectory, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let store = try EventStore.open(at: directory.store, options: options(.scratch))
        defer { store.close() }
        var open: [BranchID: [Draft]] = [:]
        for episode in try await store.openGroup(3).episodes { open[episode.branch] = [episode] }
        for step in 0..<120 {
            guard let branch = open.keys.sorted().randomElement(using: &random), let past = open[branch],
                var draft = past.last
            else { break }
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<12:
                let key = Bool.random(using: &random) ? Text("order/\(step % 7)") : nil
                try await store.append(draft.call("call \(step)", changing: key), to: branch)
                open[branch] = past + [draft]
            case 12..<16:
                let point = past.randomElement(using: &random) ?? draft
                let fork = store.reserveBranches(1)[0]
                let label = Label(name: "step", value: Text("\(step)"))
                let note = Note.fork(parent: branch, at: point.nextSeq - 1, group: fork, labels: [label])
                try await store.write(StoreWrite(entries: [.note(fork, note)], via: .control))
                open[fork] = past.prefix { $0.nextSeq <= point.nextSeq }.map { $0.forked(as: fork) }
            case 16, 17:
                let label = Label(name: Text("l\(step % 3)"), value: Text("\(step)"))
                try await store.write(StoreWrite(entries: [.note(branch, .label([label]))], via: .cli))
            case 18:
                try await store.append(draft.submit(), to: branch)
                let grade = Blob(Array("{\"kind\":\"grade\",\"step\":\(step)}".utf8))
                let note = GradeNote(digest: grade.digest, satisfied: 1, total: 2, grader: "checks")
                try await store.write(
                    StoreWrite(entries: [.note(branch, .grade(note))], blobs: [grade], via: .control))
                open[branch] = nil
            default:
                let notes: [Note] = [.attach(generation: 1), .invalid(reason: "no judge"), .end]
                try await store.write(StoreWrite(entries: notes.map { .note(branch, $0) }, via: .control))
                open[branch] = nil
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func anUpgradedStoreIsTheSameRowForRow(seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        try await UpgradeTests.randomStore(directory, seed: seed)
        let before = try UpgradeTests.rows(directory.store)
        try UpgradeTests.downgrade(directory.store)
        let old = try UpgradeTests.file(directory.store)
        let report = try UpgradeTests.upgraded(directory)
        #expect((report.from, report.to) == (0, 1))
        #expect(report.steps.count == 1)
        #expect(try UpgradeTests.rows(directory.path + "/new") == before)
        #expect(try UpgradeTests.file(directory.store) == old)

        let store = try EventStore.open(at: directory.path + "/new", options: options())
        defer { store.close() }
        #expect(try store.verify().isClean)
        var draft = try await store.openGroup(1).episodes[0]
        try await store.append(draft.call("on"), to: draft.branch)
        #expect(try store.verify().isClean)
    }

    @Test func anOlderFormatIsRefusedUntouched() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        try UpgradeTests.downgrade(directory.store)
        let old = try UpgradeTests.file(directory.store)
        for access in [EventStore.Access.readWrite(), .readOnly, .inspection] {
            do {
                try EventStore.open(at: directory.store, options: options(), access: access).close()
                Issue.record("a store of format 0 was opened")
            } catch {
                #expect(error.code == .olderFormat(found: 0, supported: 1))
                #expect(error.description.contains("corecraft upgrade"))
            }
        }
        #expect(try UpgradeTests.file(directory.store) == old)
    }

    @Test(arguments: [1, 2] as [UInt8])
    func onlyOlderFormatsAreUpgraded(format: UInt8) async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        let raw = try RawStore(directory: directory.store)
        try raw.set(Array("format".utf8), [0, 0, 0, format], in: "meta")
        raw.close()
        let expected: EventStoreError.Code = format == 1 ? .invalidWrite : .newerFormat(found: 2, supported: 1)
        #expect(await code { _ = try UpgradeTests.upgraded(directory) } == expected)
        #expect(
            await code {
                _ = try EventStore.upgrade(
                    directory.path, into: try CopyPlace(directory.path + "/other"), options: options())
            } == .notAStore)
    }

    @Test func aStoreThatIsWrittenToIsNotUpgraded() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        try UpgradeTests.downgrade(directory.store)
        // Today's version cannot open it: the lock is held as another version would.
        let path = directory.store + "/writer.lock"
        try Data("{\"pid\":4711,\"since\":1,\"url\":null}".utf8).write(to: URL(fileURLWithPath: path))
        let lock = unsafe Glibc.open(path, O_RDWR)
        defer { Glibc.close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        #expect(await code { _ = try UpgradeTests.upgraded(directory) } == .locked(pid: 4711, url: nil))
    }

    /// What fails leaves the store as it was, and nothing under the new name.
    @Test func aDamagedLogIsNotUpgraded() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        try UpgradeTests.downgrade(directory.store)
        let raw = try RawStore(directory: directory.store)
        var entry = try raw.rows(of: "log")[5]
        entry.value[40] ^= 1
        try raw.set(entry.key, entry.value, in: "log")
        raw.close()
        let old = try UpgradeTests.file(directory.store)
        let place = try CopyPlace(directory.path + "/new")
        #expect(
            await code { _ = try EventStore.upgrade(directory.store, into: place, options: options()) } == .corrupt)
        place.discard()
        #expect(try UpgradeTests.file(directory.store) == old)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["store"])
    }

    /// A store as it was written once; later formats are added beside it, and none is ever recorded anew.
    @Test func theKeptStoreOfFormat0Upgrades() async throws {
        let directory = try TemporaryDirectory()
        let manager = FileManager.default
        if !manager.fileExists(atPath: UpgradeTests.kept.path),
            ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil
        {
            try await VerifyTests.smallStore(directory)
            try UpgradeTests.downgrade(directory.store)
            try manager.copyItem(atPath: directory.store + "/data.mdb", toPath: UpgradeTests.kept.path)
            Issue.record("recorded \(UpgradeTests.kept.path); run without RECORD_GOLDEN")
            try manager.removeItem(atPath: directory.store)
        }
        try manager.createDirectory(atPath: directory.store, withIntermediateDirectories: true)
        try manager.copyItem(atPath: UpgradeTests.kept.path, toPath: directory.store + "/data.mdb")
        _ = try UpgradeTests.upgraded(directory)
        let store = try EventStore.open(at: directory.path + "/new", options: options(), access: .readOnly)
        defer { store.close() }
        let report = try store.verify()
        #expect(report.isClean)
        #expect((report.entries, report.branches) == (16, 4))
        #expect(report.commitHash?.hex == "071681c21f202fe5e819be4fb9727e7deb27687aa496264c30fc9bbd0dfbffdb")
    }
}
