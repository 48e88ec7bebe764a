import CanonicalJSON
import EventStore
import Testing

/// What holds in both modes.
@Suite struct StoreTests {
    @Test(arguments: EventStore.Mode.allCases)
    func whatWasWrittenIsReadAlsoAfterReopening(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        var store = try EventStore.open(at: directory.store, options: options(mode))
        let id = store.storeID
        var (trunk, episodes) = try await store.openGroup(2)
        let first = episodes[0].call("one", changing: "order/ord-1")
        try await store.append(first, to: episodes[0].branch)
        let second = episodes[0].submit(stopped: "turn_limit")
        try await store.append(second, to: episodes[0].branch)
        trunk.nextSeq = 1
        let grade = Blob(Array("{}".utf8))
        try await store.write(
            StoreWrite(
                entries: [
                    .note(
                        episodes[0].branch,
                        .grade(.init(digest: grade.digest, satisfied: 3, total: 4, grader: "checks"))),
                    .note(episodes[1].branch, .label([.init(name: "b", value: "1"), .init(name: "a", value: "2")])),
                    .note(episodes[1].branch, .label([.init(name: "b", value: "3")])),
                ], blobs: [grade], via: .control))
        for _ in 0..<2 {
            let row = try #require(try store.branch(episodes[0].branch))
            #expect(row.nextSeq == 3)
            #expect(row.head == second.0.hash)
            #expect(row.root == second.0.root)
            #expect(row.status == .submitted)
            #expect(row.truncated)
            #expect(row.parent == trunk.branch)
            #expect(row.group == trunk.branch)
            #expect(row.forkedAt == 0)
            #expect(row.snapshot == Draft.snapshot)
            #expect(row.task == "t-1")
            #expect(row.profile == "all")
            #expect(row.grade == .init(digest: grade.digest, satisfied: 3, total: 4, grader: "checks"))
            #expect(row.createdAtMilliseconds == 1_700_000_000_000)
            #expect(
                try store.branch(episodes[1].branch)?.labels == [
                    .init(name: "b", value: "3"), .init(name: "a", value: "2"),
                ])
            let records = try store.records(of: episodes[0].branch)
            #expect(records.map(\.seq) == [0, 1, 2])
            #expect(records[1].bytes == first.0.bytes)
            #expect(records[1].hash == first.0.hash)
            #expect(records.map(\.branch) == [trunk.branch, episodes[0].branch, episodes[0].branch])
            #expect(records[1].via == .mcp)
            #expect(try store.records(of: episodes[0].branch, in: 1...1).map(\.seq) == [1])
            #expect(try store.records(of: episodes[0].branch, in: 7...9).isEmpty)
            #expect(try store.records(of: episodes[0].branch, in: Int.max...Int.max).isEmpty)
            #expect(try store.blob(first.1[0].digest) == first.1[0].bytes)
            #expect(try store.blobs([first.1[1].digest, Digest(of: [9])]) == [first.1[1].bytes, nil])
            #expect(try store.notes(of: episodes[1].branch).count == 3)
            #expect(try store.branches().map(\.id) == [trunk.branch] + episodes.map(\.branch))
            #expect(try store.branches(where: { $0.isTrunk }).map(\.id) == [trunk.branch])
            #expect(try store.branches(after: trunk.branch, limit: 1).map(\.id) == [episodes[0].branch])
            store.close()
            store = try EventStore.open(at: directory.store, options: options(mode))
            #expect(store.storeID == id)
        }
        #expect(try #require(store.reserveBranches(1).first) > episodes[1].branch)
        store.close()
    }

    @Test(arguments: EventStore.Mode.allCases)
    func aRecordThatIsNotTheNextIsAConflict(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        let episode = try await store.openGroup(1).episodes[0]
        var winner = episode
        var loser = episode
        try await store.append(winner.call("winner"), to: episode.branch)
        let late = loser.call("loser")
        #expect(
            await code { try await store.append(late, to: episode.branch) }
                == .conflict(episode.branch, expected: 1, actual: 2))
        #expect(try store.blob(late.1[0].digest) == nil)
        var other = winner
        other.head = Digest(of: [0])
        let strange = other.call("strange")
        #expect(await code { try await store.append(strange, to: episode.branch) } == .headMismatch(episode.branch))
        let nowhere = BranchID(rawValue: 999)
        #expect(await code { try await store.append(strange, to: nowhere) } == .notFound(nowhere))
        try await store.append(winner.submit(), to: episode.branch)
        let after = winner.call("after")
        #expect(await code { try await store.append(after, to: episode.branch) } == .closed(episode.branch, .submitted))
        #expect(try store.verify().problems == [])
    }

    @Test(arguments: EventStore.Mode.allCases)
    func forksReadTheirAncestors(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        var a = try await store.openGroup(1).episodes[0]
        var drafts = [a]
        for number in 1...4 {
            try await store.append(a.call("a\(number)", changing: Text("order/\(number)")), to: a.branch)
            drafts.append(a)
        }
        // A fork in the middle, a fork of it at its own record, and one of that at a record of the first.
        let ids = store.reserveBranches(3)
        var b = drafts[2].forked(as: ids[0])
        try await store.write(
            StoreWrite(entries: [.note(b.branch, .fork(parent: a.branch, at: 2, group: b.branch))], via: .control))
        let own = b.call("b3")
        try await store.append(own, to: b.branch)
        var c = b.forked(as: ids[1])
        try await store.write(
            StoreWrite(entries: [.note(c.branch, .fork(parent: b.branch, at: 3, group: b.branch))], via: .control))
        try await store.append(c.call("c4"), to: c.branch)
        let d = drafts[1].forked(as: ids[2])
        try await store.write(
            StoreWrite(entries: [.note(d.branch, .fork(parent: c.branch, at: 1, group: b.branch))], via: .control))
        #expect(
            try store.records(of: c.branch).map(\.branch) == [
                BranchID(rawValue: 1), a.branch, a.branch, b.branch, c.branch,
            ])
        #expect(try store.records(of: c.branch)[3].bytes == own.0.bytes)
        let row = try #require(try store.branch(d.branch))
        #expect(row.head == d.head)
        #expect(row.root == d.root.digest)
        #expect(row.segments.map(\.branch) == [BranchID(rawValue: 1), a.branch])
        #expect(row.parent == c.branch)
        try await store.append(b.submit(), to: b.branch)
        let e = store.reserveBranches(1)[0]
        func fork(_ parent: BranchID, _ at: Int) -> StoreWrite {
            StoreWrite(entries: [.note(e, .fork(parent: parent, at: at, group: e))], via: .control)
        }
        #expect(await code { try await store.write(fork(b.branch, 4)) } == .forkAtSubmitted(parent: b.branch, at: 4))
        #expect(await code { try await store.write(fork(b.branch, 5)) } == .badForkPoint(parent: b.branch, at: 5))
        #expect(await code { try await store.write(fork(b.branch, -1)) } == .badForkPoint(parent: b.branch, at: -1))
        try await store.write(fork(b.branch, 3))
        #expect(await code { try await store.write(fork(b.branch, 3)) } == .branchExists(e))
        #expect(try store.verify().problems == [])
    }

    @Test(arguments: EventStore.Mode.allCases)
    func oneWriteIsWhollyInOrNotAtAll(mode: EventStore.Mode) async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options(mode))
        defer { store.close() }
        var episode = try await store.openGroup(1).episodes[0]
        let before = try #require(try store.branch(episode.branch))
        let untouched = episode
        let ids = store.reserveBranches(2)
        let one = episode.call("one")
        let two = episode.call("two")
        let entries: [StoreWrite.Entry] = [
            .record(episode.branch, one.0), .note(ids[0], .fork(parent: episode.branch, at: 1, group: ids[0])),
            .note(episode.branch, .label([.init(name: "x", value: "y")])), .record(episode.branch, two.0),
        ]
        #expect(
            await code {
                try await store.write(StoreWrite(entries: entries + [.record(episode.branch, two.0)], via: .mcp))
            } == .conflict(episode.branch, expected: 2, actual: 3))
        #expect(try store.branch(episode.branch) == before)
        #expect(try store.branch(ids[0]) == nil)
        // The same without the wrong entry, forking in the middle of what the write itself adds.
        try await store.write(
            StoreWrite(
                entries: entries + [.note(ids[1], .fork(parent: episode.branch, at: 1, group: ids[0]))],
                blobs: one.1 + two.1, via: .mcp))
        #expect(try store.branch(episode.branch)?.head == episode.head)
        #expect(try store.branch(ids[1])?.head == one.0.hash)
        #expect(try store.branch(ids[1])?.labels == [])
        _ = untouched
        #expect(try store.verify().problems == [])
    }

    @Test func attachingRaisesTheGeneration() async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options())
        defer { store.close() }
        var episode = try await store.openGroup(1).episodes[0]
        try await store.append(episode.call("one"), to: episode.branch, generation: 0)
        try await store.write(StoreWrite(entries: [.note(episode.branch, .attach(generation: 1))], via: .control))
        #expect(
            await code {
                try await store.write(
                    StoreWrite(entries: [.note(episode.branch, .attach(generation: 1))], via: .control))
            } == .staleGeneration(episode.branch, expected: 1, actual: 1))
        let two = episode.call("two")
        #expect(
            await code { try await store.append(two, to: episode.branch, generation: 0) }
                == .staleGeneration(episode.branch, expected: 0, actual: 1))
        try await store.append(two, to: episode.branch, generation: 1)
    }

    @Test func snapshotsAndIdempotency() async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options())
        defer { store.close() }
        let table = Blob(Array("{\"id\":\"a\"}\n".utf8))
        func snapshot(_ name: Text) -> StoredSnapshot {
            let object =
                ([
                    "kind": "snapshot", "name": .string(name),
                    "tables": ["order": ["count": 1, "digest": table.digest.json]],
                ] as JSONValue).canonicalBytes
            return StoredSnapshot(digest: Digest(of: object), name: name, object: object, tables: [table])
        }
        for name in ["zwei", "eins", "drei"] as [Text] {
            try await store.write(StoreWrite(snapshots: [snapshot(name)], via: .cli))
        }
        #expect(try store.snapshots().map(\.name) == ["drei", "eins", "zwei"])
        #expect(try store.snapshot(snapshot("eins").digest)?.object == snapshot("eins").object)
        #expect(try store.table(table.digest) == table.bytes)
        let entry = IdempotencyEntry(scope: [1], key: [2], value: [3, 4])
        #expect(try store.idempotency(scope: [1], key: [2]) == nil)
        try await store.write(StoreWrite(idempotency: [entry], via: .cli))
        #expect(try store.idempotency(scope: [1], key: [2])?.value == [3, 4])
        #expect(
            await code { try await store.write(StoreWrite(idempotency: [entry], via: .cli)) } == .idempotencyKeyTaken)
        #expect(await code { try await store.write(StoreWrite(via: .cli)) } == .invalidWrite)
        #expect(try store.verify().problems == [])
    }
}
