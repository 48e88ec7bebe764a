import CanonicalJSON
import EventStore
import Foundation
import Testing

/// Backups and collections, also while others write.
@Suite struct CopyTests {
    private static let references = EventStore.BlobReferences(inGrade: { _ in [] }, inAnswer: { _ in [] })

    private static func open(
        _ path: String, _ mode: EventStore.Mode = .scratch, clock: @escaping @Sendable () -> UInt64 = { 1_000 }
    ) throws -> EventStore {
        try EventStore.open(
            at: path, options: EventStore.Options(mode: mode, mapSize: 1 << 28, freeSpaceFloor: 0, wallClock: clock))
    }

    /// Everything a branch says, to compare stores with.
    private static func content(_ store: EventStore, _ branch: BranchID) throws -> [[UInt8]] {
        let records = try store.records(of: branch)
        return records.map(\.bytes) + records.map { Array("\($0.wallMilliseconds) \($0.via) \($0.branch)".utf8) }
    }

    @Test(arguments: [EventStore.Mode.durable, .scratch])
    func backupUnderSixteenWritersIsAPrefixThatVerifies(_ mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try CopyTests.open(directory.path + "/store", mode)
        defer { store.close() }
        let (_, episodes) = try await store.openGroup(16)
        // Each writer stops when all backups are made: there is always somebody writing meanwhile.
        let isDone = Flag()
        let reports: [VerifyReport] = try await withThrowingTaskGroup(of: Void.self) { group in
            for episode in episodes {
                group.addTask {
                    var draft = episode
                    while !isDone.isSet {
                        let branch = draft.branch
                        try await store.append(draft.call("call", changing: Text("order/\(branch)")), to: branch)
                    }
                }
            }
            var reports: [VerifyReport] = []
            for number in 0..<5 {
                let place = try CopyPlace(directory.path + "/backup-\(number)")
                try store.backup(to: place)
                try place.publish()
                let copy = try EventStore.open(
                    at: place.directory, options: EventStore.Options(mode: mode, wallClock: { 0 }),
                    access: .readOnly)
                reports.append(try copy.verify())
                copy.close()
                // The live store verifies too while it is written to.
                #expect(try store.verify().isClean)
            }
            isDone.set()
            try await group.waitForAll()
            return reports
        }
        for report in reports {
            #expect(report.isClean)
            #expect(report.storeID == store.storeID)
        }
        #expect(reports.map(\.entries) == reports.map(\.entries).sorted())
        // Each backup is a prefix of what the store came to.
        let whole = try store.verify()
        #expect(whole.isClean)
        #expect(reports.allSatisfy { $0.entries <= whole.entries && $0.entries > 0 })
    }

    @Test func backupOpensForWritingAndGoesOn() async throws {
        let directory = try TemporaryDirectory()
        let store = try CopyTests.open(directory.path + "/store")
        let (_, episodes) = try await store.openGroup(1)
        var draft = episodes[0]
        try await store.append(draft.call("one"), to: draft.branch)
        let place = try CopyPlace(directory.path + "/backup")
        try store.backup(to: place)
        try place.publish()
        store.close()
        let copy = try CopyTests.open(place.directory)
        defer { copy.close() }
        try await copy.append(draft.call("two"), to: draft.branch)
        #expect(try copy.verify().isClean)
        #expect(try copy.branch(draft.branch)?.head == draft.head)
    }

    @Test func aPlaceThatIsTakenIsRefusedAndADiscardedOneIsGone() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: EventStoreError.self) { try CopyPlace(directory.path) }
        let place = try CopyPlace(directory.path + "/copy/")
        #expect(FileManager.default.fileExists(atPath: place.partial))
        place.discard()
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test func compactionLeavesNothingOutAndNamesTheOldHead() async throws {
        let directory = try TemporaryDirectory()
        let store = try CopyTests.open(directory.path + "/store")
        let (_, episodes) = try await store.openGroup(3)
        for var draft in episodes {
            for number in 0..<40 {
                try await store.append(draft.call("call \(number)", changing: "a/b"), to: draft.branch)
            }
        }
        try await store.write(
            StoreWrite(
                entries: [.note(episodes[0].branch, .label([Label(name: "a", value: "b")]))],
                idempotency: [IdempotencyEntry(scope: [], key: [1], value: [2])], via: .control))
        let before = try store.verify()
        let place = try CopyPlace(directory.path + "/new")
        let report = try store.collect(into: place, references: CopyTests.references, reason: "nothing") { _, _ in false
        }
        try place.publish()
        #expect(report.origin.commitHash == before.commitHash)
        #expect(report.origin.entries == before.entries)
        #expect(report.origin.entriesLeftOut == 0)
        #expect(report.origin.branchesLeftOut.isEmpty)
        let copy = try CopyTests.open(place.directory)
        defer { copy.close() }
        let after = try copy.verify()
        #expect(after.isClean)
        #expect(after.entries == before.entries)
        #expect(after.blobs == before.blobs + 1)  // what it was collected from
        #expect(try copy.branches() == store.branches())
        for row in try store.branches() {
            #expect(try CopyTests.content(copy, row.id) == CopyTests.content(store, row.id))
            #expect(try copy.notes(of: row.id).map(\.note) == store.notes(of: row.id).map(\.note))
        }
        #expect(try copy.idempotency(scope: [], key: [1])?.value == [2])
        #expect(try copy.origin()?["commit_hash"]?.text == before.commitHash.map { Text($0.hex) })
        store.close()
        // Collected again, the new origin names the one before.
        let again = try CopyPlace(directory.path + "/newer")
        let second = try copy.collect(into: again, references: CopyTests.references, reason: "nothing") { _, _ in false
        }
        try again.publish()
        #expect(second.origin.before != nil)
        let newest = try CopyTests.open(again.directory)
        defer { newest.close() }
        #expect(try newest.verify().isClean)
    }

    @Test func collectionKeepsHeadsAndWhatForksNeed() async throws {
        let directory = try TemporaryDirectory()
        let time = Clock()
        let store = try CopyTests.open(directory.path + "/store", clock: { time.now })
        let (_, first) = try await store.openGroup(2, task: "old")
        var old = first[0]
        try await store.append(old.call("old"), to: old.branch)
        time.now = 5_000
        var forked = first[1]
        try await store.append(forked.call("shared", changing: "x/y"), to: forked.branch)
        time.now = 9_000
        let fork = store.reserveBranches(1)[0]
        try await store.write(
            StoreWrite(
                entries: [.note(fork, .fork(parent: forked.branch, at: 1, group: fork))], via: .control))
        let (dropped, last) = try await store.openGroup(2, task: "last")
        var chosen: [BranchID: UInt64] = [:]
        let place = try CopyPlace(directory.path + "/new")
        let report = try store.collect(into: place, references: CopyTests.references, reason: "age") { row, lastEntry in
            chosen[row.id] = lastEntry
            return lastEntry < 8_000 || row.task == "last"
        }
        try place.publish()
        #expect(chosen[old.branch] == 1_000)
        #expect(chosen[forked.branch] == 5_000)
        #expect(chosen[fork] == 9_000)
        #expect(report.keptForForks == [forked.branch])
        #expect(
            report.origin.branchesLeftOut == [
                old.branch.rawValue...old.branch.rawValue, dropped.branch.rawValue...last[1].branch.rawValue,
            ])
        let copy = try CopyTests.open(place.directory)
        defer { copy.close() }
        #expect(try copy.verify().isClean)
        #expect(try copy.branch(old.branch) == nil)
        #expect(try copy.branch(dropped.branch) == nil)
        #expect(try copy.branch(fork) == store.branch(fork))
        #expect(try CopyTests.content(copy, fork) == CopyTests.content(store, fork))
        // Numbers of branches that were left out are not used again.
        #expect(copy.reserveBranches(1)[0].rawValue > last[1].branch.rawValue)
        var going = forked.forked(as: fork)
        try await copy.append(going.call("on"), to: fork)
        #expect(try copy.verify().isClean)
        store.close()
    }

    /// What it says of its origin is part of the chain: changing it is found.
    @Test(arguments: [true, false])
    func aChangedOriginIsFound(isRemoved: Bool) async throws {
        let directory = try TemporaryDirectory()
        let store = try CopyTests.open(directory.path + "/store")
        _ = try await store.openGroup(2)
        let place = try CopyPlace(directory.path + "/new")
        _ = try store.collect(into: place, references: CopyTests.references, reason: "nothing") { _, _ in false }
        try place.publish()
        store.close()
        let raw = try RawStore(directory: place.directory)
        let other = Array(Digest(of: Array("another".utf8)).bytes)
        try raw.set(Array("origin".utf8), isRemoved ? nil : other, in: "meta")
        raw.close()
        let copy = try EventStore.open(
            at: place.directory, options: EventStore.Options(mode: .scratch, wallClock: { 0 }), access: .inspection)
        defer { copy.close() }
        #expect(try copy.verify().problems.contains { $0.kind == .commitChain })
    }
}

/// Something that one task says and others look at.
private final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
}

/// A clock that a test moves.
private final class Clock: @unchecked Sendable {
    private let lock = NSLock()
    private var value: UInt64 = 1_000
    var now: UInt64 {
        get { lock.withLock { value } }
        set { lock.withLock { value = newValue } }
    }
}
