import CanonicalJSON
import EventStore
import Foundation
import Synchronization
import Testing

@Suite struct FaultTests {
    @Test func aSecondWriterIsToldWhoTheFirstIs() async throws {
        let directory = try TemporaryDirectory()
        #expect(EventStore.lockHolder(of: directory.store) == nil)
        let store = try EventStore.open(at: directory.store, options: options())
        try store.publish(url: "http://127.0.0.1:8080")
        let holder = try #require(EventStore.lockHolder(of: directory.store))
        #expect(holder.url == "http://127.0.0.1:8080")
        #expect(holder.sinceMilliseconds == 1_700_000_000_000)
        #expect(
            await code { _ = try EventStore.open(at: directory.store, options: options()) }
                == .locked(pid: holder.pid, url: "http://127.0.0.1:8080"))
        store.close()
        #expect(EventStore.lockHolder(of: directory.store) == nil)
        try EventStore.open(at: directory.store, options: options()).close()
    }

    @Test func readersSeeWhatTheWriterCommits() async throws {
        let directory = try TemporaryDirectory()
        #expect(
            await code { _ = try EventStore.open(at: directory.store, options: options(), access: .readOnly) }
                == .notAStore)
        let store = try EventStore.open(at: directory.store, options: options())
        let reader = try EventStore.open(at: directory.store, options: options(), access: .readOnly)
        let episode = try await store.openGroup(1).episodes[0]
        #expect(try reader.branch(episode.branch)?.nextSeq == 1)
        #expect(reader.storeID == store.storeID)
        #expect(await code { _ = try await reader.openGroup(1) } == .readOnly)
        store.close()
        #expect(await code { _ = try reader.branch(episode.branch) } == .closedStore)
        #expect(await code { _ = try await store.openGroup(1) } == .closedStore)
        let alone = try EventStore.open(at: directory.store, options: options(), access: .readOnly)
        #expect(try alone.branch(episode.branch)?.nextSeq == 1)
        #expect(await code { _ = try EventStore.open(at: directory.store, options: options()) } == .alreadyOpen)
        alone.close()
        try EventStore.open(at: directory.store, options: options()).close()
    }

    @Test func aNewerFormatIsNotTouched() async throws {
        let directory = try TemporaryDirectory()
        try EventStore.open(at: directory.store, options: options()).close()
        try VerifyTests.raw(directory) { raw in try raw.set(Array("format".utf8), [0, 0, 0, 2], in: "meta") }
        let file = URL(fileURLWithPath: directory.store + "/data.mdb")
        let before = try Data(contentsOf: file)
        for access in [EventStore.Access.readWrite(), .readOnly] {
            #expect(
                await code { _ = try EventStore.open(at: directory.store, options: options(), access: access) }
                    == .newerFormat(found: 2, supported: 1))
        }
        #expect(try Data(contentsOf: file) == before)
    }

    @Test(arguments: EventStore.Mode.allCases)
    func aFullMapGrowsUnderLoad(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode, mapSize: 128 << 10))
        defer { store.close() }
        let episodes = try await store.openGroup(16).episodes
        let reading = Task {
            var reads = 0
            while !Task.isCancelled {
                _ = try store.branches(limit: 8)
                reads += 1
                await Task.yield()
            }
            return reads
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, episode) in episodes.enumerated() {
                group.addTask {
                    var draft = episode
                    for call in 0..<20 {
                        let text = "\(number) \(call) " + String(repeating: "x", count: 3000)
                        try await store.append(draft.call(text), to: draft.branch)
                    }
                }
            }
            try await group.waitForAll()
        }
        reading.cancel()
        _ = try await reading.value
        #expect(try store.mapUse().size > 1 << 20)
        let report = try store.verify()
        #expect(report.problems == [])
        #expect(report.records == 1 + 16 * 20)
        // One write far larger than the map.
        let before = try store.mapUse().size
        let large = Blob([UInt8](repeating: 7, count: before * 2))
        try await store.write(StoreWrite(blobs: [large], via: .cli))
        #expect(try store.blob(large.digest) == large.bytes)
    }

    @Test func aFullQueueIsToldAndTheRestIsWritten() async throws {
        let directory = try TemporaryDirectory()
        var options = options()
        options.queueLimit = 4
        let store = try EventStore.open(at: directory.store, options: options)
        defer { store.close() }
        let codes = await withTaskGroup(of: EventStoreError.Code?.self) { group in
            for _ in 0..<2000 {
                group.addTask { await code { _ = try await store.openGroup(1) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.allSatisfy { $0 == nil || $0 == .queueFull(limit: 4) })
        #expect(codes.contains { $0 != nil })
        #expect(try store.branches(where: { $0.isTrunk }).count == codes.count { $0 == nil })
    }

    @Test func aDiskBelowTheFloorTakesNothingUntilThereIsRoom() async throws {
        let directory = try TemporaryDirectory()
        final class Space: Sendable { let bytes = Mutex(1 << 30) }
        let space = Space()
        var options = options()
        options.freeSpaceFloor = 1 << 20
        options.freeSpace = { _ in space.bytes.withLock { $0 } }
        let store = try EventStore.open(at: directory.store, options: options)
        defer { store.close() }
        var episode = try await store.openGroup(1).episodes[0]
        space.bytes.withLock { $0 = 1000 }
        let record = episode.call("one")
        #expect(await code { try await store.append(record, to: episode.branch) } == .diskFull)
        #expect(try store.branch(episode.branch)?.nextSeq == 1)
        space.bytes.withLock { $0 = 1 << 30 }
        try await store.append(record, to: episode.branch)
        #expect(try store.verify().problems == [])
    }

    @Test(arguments: EventStore.Mode.allCases)
    func aFailedCommitPoisonsTheStore(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        final class Fault: Sendable { let next = Mutex<Int32?>(nil) }
        let fault = Fault()
        var faulty = options(mode)
        faulty.commitFault = { fault.next.withLock { $0.take() } }
        let store = try EventStore.open(at: directory.store, options: faulty)
        var episode = try await store.openGroup(1).episodes[0]
        fault.next.withLock { $0 = 5 }
        let record = episode.call("one")
        #expect(await code { try await store.append(record, to: episode.branch) } == .poisoned)
        #expect(await code { try await store.append(record, to: episode.branch) } == .poisoned)
        #expect(try store.branch(episode.branch)?.nextSeq == 1)
        store.close()
        let again = try EventStore.open(at: directory.store, options: options(mode))
        try await again.append(record, to: episode.branch)
        #expect(try again.verify().problems == [])
        again.close()
    }

    @Test func scratchOfAnotherBootMustBeCleanOrWhole() async throws {
        let directory = try TemporaryDirectory()
        var first = options(.scratch)
        first.bootID = "one"
        var second = options(.scratch)
        second.bootID = "two"
        var store = try EventStore.open(at: directory.store, options: first)
        _ = try await store.openGroup(1)
        store.close()
        // Closed cleanly: any boot will do.
        store = try EventStore.open(at: directory.store, options: second)
        store.close()
        // Left open, and whole: it is verified and opens.
        let meta = [("clean", [0] as [UInt8])]
        try VerifyTests.raw(directory) { raw in
            for (key, value) in meta { try raw.set(Array(key.utf8), value, in: "meta") }
        }
        store = try EventStore.open(at: directory.store, options: first)
        store.close()
        // Left open, and damaged.
        try VerifyTests.raw(directory) { raw in
            for (key, value) in meta { try raw.set(Array(key.utf8), value, in: "meta") }
            let row = try raw.rows(of: "log")[1]
            try raw.set(row.key, row.value.dropLast() + [1], in: "log")
        }
        #expect(await code { _ = try EventStore.open(at: directory.store, options: second) } == .unclean)
        #expect(
            await code { _ = try EventStore.open(at: directory.store, options: second, access: .readOnly) } == .unclean)
        let inspected = try EventStore.open(at: directory.store, options: second, access: .inspection)
        #expect(try !inspected.verify().isClean)
        inspected.close()
        // The same boot: only the process died, and nothing can be torn.
        try EventStore.open(at: directory.store, options: first).close()
        #expect(
            await code { _ = try EventStore.open(at: directory.store, options: options(.durable)) } == .modeMismatch)
    }
}
