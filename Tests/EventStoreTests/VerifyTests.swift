import CanonicalJSON
import EventStore
import Testing

@Suite struct VerifyTests {
    /// A store with a bit of everything, closed.
    static func smallStore(_ directory: TemporaryDirectory) async throws {
        let store = try EventStore.open(at: directory.store, options: options(.scratch))
        defer { store.close() }
        var (_, episodes) = try await store.openGroup(2)
        for number in 0..<3 {
            for index in episodes.indices {
                let key = Text("order/\(number)")
                try await store.append(
                    episodes[index].call("call \(number)", changing: key), to: episodes[index].branch)
            }
        }
        let object = Array("{\"kind\":\"snapshot\",\"tables\":{}}".utf8)
        try await store.write(
            StoreWrite(
                snapshots: [.init(digest: Digest(of: object), name: "small", object: object, tables: [])], via: .cli))
        let fork = store.reserveBranches(1)[0]
        try await store.write(
            StoreWrite(entries: [.note(fork, .fork(parent: episodes[0].branch, at: 1, group: fork))], via: .control))
        try await store.append(episodes[1].submit(), to: episodes[1].branch)
        let grade = Blob(Array("{\"kind\":\"grade\"}".utf8))
        try await store.write(
            StoreWrite(
                entries: [
                    .note(
                        episodes[1].branch,
                        .grade(.init(digest: grade.digest, satisfied: 1, total: 2, grader: "checks"))),
                    .note(episodes[0].branch, .label([.init(name: "a", value: "b")])),
                    .note(fork, .invalid(reason: "the judge is gone")), .note(episodes[0].branch, .end),
                ], blobs: [grade], via: .control))
    }

    static func verified(_ directory: TemporaryDirectory) throws -> VerifyReport {
        let store = try EventStore.open(at: directory.store, options: options(), access: .inspection)
        defer { store.close() }
        return try store.verify()
    }

    static func raw<Value>(_ directory: TemporaryDirectory, _ body: (RawStore) throws -> Value) throws -> Value {
        let raw = try RawStore(directory: directory.store)
        defer { raw.close() }
        return try body(raw)
    }

    @Test func aSoundStoreIsClean() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        let report = try VerifyTests.verified(directory)
        #expect(report.problems == [])
        #expect(report.records == 8)
        #expect(report.notes == 8)
        #expect(report.entries == 16)
        #expect(report.branches == 4)
        #expect(report.snapshots == 1)
        #expect(report.commits == 11)
    }

    @Test(arguments: ["log", "blobs", "branches", "index", "commits", "snapshots"])
    func everyDamagedRowIsNamed(database: String) async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        let rows = try VerifyTests.raw(directory) { raw in try raw.rows(of: database) }
        #expect(!rows.isEmpty)
        for (number, row) in rows.enumerated() {
            // Bytes at the beginning, in the middle and at the end, and the whole row. A snapshot's first bytes are
            // the order of imports and its name, which no digest covers.
            let first = database == "snapshots" ? 20 : 0
            var places = Array(stride(from: first, to: row.value.count, by: max(1, row.value.count / 5)))
            places.append(row.value.count - 1)
            for place in places.map({ $0 as Int? }) + [nil] {
                if place == nil, database == "snapshots" { continue }
                try VerifyTests.raw(directory) { raw in
                    var damaged: [UInt8]? = row.value
                    if let place { damaged?[place] ^= 4 } else { damaged = nil }
                    try raw.set(row.key, damaged, in: database)
                }
                let report = try VerifyTests.verified(directory)
                let what = "\(database) row \(number), byte \(place.map(String.init) ?? "all")"
                #expect(!report.isClean, "\(what) unnoticed")
                #expect(
                    report.problems.contains { VerifyTests.names($0, database, row.key) },
                    "\(what): \(report.problems.map(\.description))")
                try VerifyTests.raw(directory) { raw in try raw.set(row.key, row.value, in: database) }
            }
        }
        #expect(try VerifyTests.verified(directory).isClean)
    }

    /// Whether the problem says where the row with that key is.
    static func names(_ problem: VerifyReport.Problem, _ database: String, _ key: [UInt8]) -> Bool {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        switch database {
        // What only the commit chain covers, such as a time, is named by the commit that begins at or before it.
        case "log":
            return problem.gseq == number(key[...])
                || problem.kind == .commitChain && (problem.gseq ?? .max) < number(key[...])
        case "blobs", "snapshots": return problem.digest == Digest(bytes: key.prefix(32))
        case "branches": return problem.branch?.rawValue == number(key[...])
        case "index": return problem.branch?.rawValue == number(key[..<8])
        default: return problem.commit == number(key[...])
        }
    }

    /// Stores of before kept one name a snapshot, and their keys are the digest alone.
    @Test func snapshotsOfAnOlderStoreAreRead() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        let row = try VerifyTests.raw(directory) { raw in try raw.rows(of: "snapshots")[0] }
        try VerifyTests.raw(directory) { raw in
            try raw.set(row.key, nil, in: "snapshots")
            try raw.set(Array(row.key.prefix(32)), row.value, in: "snapshots")
        }
        #expect(try VerifyTests.verified(directory).isClean)
        let store = try EventStore.open(at: directory.store, options: options())
        defer { store.close() }
        let digest = try #require(Digest(bytes: row.key.prefix(32)))
        #expect(try store.snapshot(digest)?.name == "small")
        #expect(try store.snapshots().map(\.name) == ["small"])
        #expect(try store.snapshot(Digest(of: [1])) == nil)
    }

    @Test func rowsThatTheLogDoesNotKnowAreNamed() async throws {
        let directory = try TemporaryDirectory()
        try await VerifyTests.smallStore(directory)
        let (index, branch) = try VerifyTests.raw(directory) { raw in
            (try raw.rows(of: "index")[0], try raw.rows(of: "branches")[0])
        }
        let extraIndex = [0, 0, 0, 0, 0, 0, 0, 77] + index.key[8...]
        let extraBranch: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 78]
        try VerifyTests.raw(directory) { raw in
            try raw.set(extraIndex, index.value, in: "index")
            try raw.set(extraBranch, branch.value, in: "branches")
        }
        let problems = try VerifyTests.verified(directory).problems
        #expect(problems.contains { $0.kind == .badIndexEntry && $0.branch?.rawValue == 77 })
        #expect(problems.contains { $0.kind == .badBranchRow && $0.branch?.rawValue == 78 })
    }

    @Test func swappedSiblingsAreFoundByTheCommitChain() async throws {
        let directory = try TemporaryDirectory()
        let store = try EventStore.open(at: directory.store, options: options())
        let episodes = try await store.openGroup(2).episodes
        var one = episodes[0]
        var two = episodes[1]
        // The same prev and the same root: only the log knows which branch made which call.
        try await store.append(one.call("one"), to: one.branch)
        try await store.append(two.call("two"), to: two.branch)
        store.close()
        try VerifyTests.raw(directory) { raw in
            let log = try raw.rows(of: "log")
            let places = log.indices.suffix(2)
            let (a, b) = (log[places.first ?? 0], log[places.last ?? 0])
            try raw.set(a.key, Array(a.value[..<30] + b.value[30...]), in: "log")
            try raw.set(b.key, Array(b.value[..<30] + a.value[30...]), in: "log")
            // Whoever does that can mend what is derived: the rows' heads.
            let rows = try raw.rows(of: "branches")
            let (c, d) = (rows[rows.count - 2], rows[rows.count - 1])
            try raw.set(c.key, Array(c.value[..<16] + d.value[16..<48] + c.value[48...]), in: "branches")
            try raw.set(d.key, Array(d.value[..<16] + c.value[16..<48] + d.value[48...]), in: "branches")
        }
        let problems = try VerifyTests.verified(directory).problems
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.kind == .commitChain })
    }

    /// Whether the branch was closed, or the fork point was `submitted`; other errors are not expected.
    static func isRefused(_ work: () async throws -> Void) async throws -> Bool {
        switch await code(work) {
        case nil: return false
        case .closed?, .forkAtSubmitted?: return true
        case let other?:
            Issue.record("\(other)")
            return true
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func aRandomWorkloadVerifies(seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        var random = SeededGenerator(seed: seed)
        var store = try EventStore.open(at: directory.store, options: options())
        var drafts: [[Draft]] = []
        for step in 0..<400 {
            switch drafts.isEmpty ? 0 : Int.random(in: 0..<20, using: &random) {
            case 0: drafts.append(contentsOf: try await store.openGroup(3).episodes.map { [$0] })
            case 1...3:
                let history = drafts[Int.random(in: 0..<drafts.count, using: &random)]
                let from = history[Int.random(in: 0..<history.count, using: &random)]
                guard let parent = history.last?.branch else { continue }
                let id = store.reserveBranches(1)[0]
                let note = Note.fork(
                    parent: parent, at: from.nextSeq - 1, group: id, labels: [.init(name: "n", value: "v")])
                let isRefused = try await VerifyTests.isRefused { [store] in
                    try await store.write(StoreWrite(entries: [.note(id, note)], via: .control))
                }
                if isRefused { continue }
                var forked = history.prefix { $0.nextSeq <= from.nextSeq }.map { $0.forked(as: id) }
                forked[forked.count - 1] = from.forked(as: id)
                drafts.append(forked)
            case 4:
                store.close()
                store = try EventStore.open(at: directory.store, options: options())
            case 5:
                let branch = drafts[Int.random(in: 0..<drafts.count, using: &random)][0].branch
                try await store.write(
                    StoreWrite(
                        entries: [.note(branch, .label([.init(name: "step", value: Text("\(step)"))]))], via: .cli))
            default:
                let index = Int.random(in: 0..<drafts.count, using: &random)
                guard var draft = drafts[index].last else { continue }
                let isEnd = Int.random(in: 0..<20, using: &random) == 0
                let record =
                    isEnd
                    ? draft.submit()
                    : draft.call("\(step)", changing: step % 3 == 0 ? Text("order/\(step % 7)") : nil)
                let branch = draft.branch
                let isRefused = try await VerifyTests.isRefused { [store] in try await store.append(record, to: branch)
                }
                if !isRefused { drafts[index].append(draft) }
            }
        }
        for history in drafts {
            guard let last = history.last, let row = try store.branch(last.branch) else { continue }
            #expect(row.head == last.head)
            #expect(row.nextSeq == last.nextSeq)
            #expect(row.root == last.root.digest)
            #expect(try store.records(of: last.branch).map(\.seq) == Array(0..<last.nextSeq))
        }
        let report = try store.verify()
        #expect(report.problems == [])
        store.close()
    }
}
