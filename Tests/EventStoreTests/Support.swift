import CanonicalJSON
import EventStore
import Foundation
import Testing

/// A directory that goes away with the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/corecraft-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var store: String { path + "/store" }
}

/// Numbers that a seed fixes.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func options(_ mode: EventStore.Mode = .scratch, mapSize: Int = 1 << 30) -> EventStore.Options {
    EventStore.Options(
        mode: mode, mapSize: mapSize, freeSpaceFloor: 0, storeIDBytes: { [1, 2, 3, 4, 5, 6] },
        wallClock: { 1_700_000_000_000 })
}

/// What a caller of the store keeps of one branch: enough to make its next record.
struct Draft: Sendable {
    let branch: BranchID
    var nextSeq = 0
    var head: Digest?
    var root: StateRoot

    static let snapshot = Digest(of: Array("a snapshot".utf8))
    static let tools = Blob(Array("[]".utf8))

    init(_ branch: BranchID) {
        self.branch = branch
        root = StateRoot(snapshot: Draft.snapshot)
    }

    /// The same records so far in another branch.
    func forked(as branch: BranchID) -> Draft {
        var fork = Draft(branch)
        fork.nextSeq = nextSeq
        fork.head = head
        fork.root = root
        return fork
    }

    private mutating func seal(_ changes: [Record.Change], _ body: Record.Body) -> SealedRecord {
        root.fold(changes)
        let record = SealedRecord(Record(seq: nextSeq, prev: head, root: root.digest, changes: changes, body: body))
        nextSeq += 1
        head = record.hash
        return record
    }

    mutating func open() -> (SealedRecord, [Blob]) {
        let body = Record.Opening(
            rules: "corecraft/1", snapshot: Draft.snapshot, task: nil, tools: Draft.tools.digest, seed: 0)
        return (seal([], .opened(body)), [Draft.tools])
    }

    mutating func call(_ text: String, changing key: Text? = nil) -> (SealedRecord, [Blob]) {
        let result = Blob(JSONValue.string(Text(text)).canonicalBytes)
        var blobs = [result]
        var changes: [Record.Change] = []
        if let key {
            let document = Blob((["id": .string(key), "text": .string(Text(text))] as JSONValue).canonicalBytes)
            blobs.append(document)
            changes.append(.init(key: key, digest: document.digest))
        }
        let call = Record.Call(
            name: "lookUp", arguments: .inline(["n": .string(Text(text))]), result: result.digest, isError: false)
        return (seal(changes, .call(call)), blobs)
    }

    mutating func submit(stopped: Text? = nil) -> (SealedRecord, [Blob]) {
        let response = Blob(Array("\"done\"".utf8))
        return (seal([], .submitted(.init(response: response.digest, stopped: stopped))), [response])
    }
}

extension EventStore {
    /// A trunk with its opened record and forks of it.
    func openGroup(_ count: Int, task: Text? = "t-1") async throws -> (trunk: Draft, episodes: [Draft]) {
        let ids = reserveBranches(count + 1)
        var trunk = Draft(ids[0])
        let (opened, blobs) = trunk.open()
        var entries: [StoreWrite.Entry] = [
            .note(trunk.branch, .group(task: task, profile: "all")), .record(trunk.branch, opened),
        ]
        var episodes: [Draft] = []
        for id in ids.dropFirst() {
            entries.append(.note(id, .fork(parent: trunk.branch, at: 0, group: trunk.branch)))
            episodes.append(trunk.forked(as: id))
        }
        try await write(StoreWrite(entries: entries, blobs: blobs, via: .control))
        return (trunk, episodes)
    }

    func append(_ record: (SealedRecord, [Blob]), to branch: BranchID, generation: UInt32? = nil) async throws {
        try await write(
            StoreWrite(entries: [.record(branch, record.0, generation: generation)], blobs: record.1, via: .mcp))
    }
}

/// The code of the error that the work throws; nil when it throws none.
func code(_ work: () async throws -> Void) async -> EventStoreError.Code? {
    do {
        try await work()
        return nil
    } catch {
        return (error as? EventStoreError)?.code
    }
}
