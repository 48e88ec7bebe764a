import CanonicalJSON
import EventStore
import Foundation

/// Writes for the store, made beforehand, so that what is measured is the store. Records and blobs are as long as those of
/// `Benchmarks/lmdb-loop`: 520, 400 and 350 bytes.
struct StoreLoad: Sendable {
    let opening: StoreWrite
    /// One list a branch, in order.
    let calls: [[StoreWrite]]
    var count: Int { calls.reduce(0) { $0 + $1.count } }

    static let trunk = BranchID(rawValue: 1)
    private static let snapshot = Digest(of: Array("snapshot".utf8))

    init(episodes: Int, callsEach: Int) {
        let tools = Blob(Array("[]".utf8))
        let opened = SealedRecord(
            Record(
                seq: 0, prev: nil, root: StateRoot(snapshot: StoreLoad.snapshot).digest, changes: [],
                body: .opened(
                    Record.Opening(
                        rules: "corecraft/1", snapshot: StoreLoad.snapshot, task: nil, tools: tools.digest, seed: 0))))
        var entries: [StoreWrite.Entry] = [
            .note(StoreLoad.trunk, .group(task: nil, profile: "all")), .record(StoreLoad.trunk, opened),
        ]
        var calls: [[StoreWrite]] = []
        for episode in 0..<episodes {
            let branch = BranchID(rawValue: UInt64(episode + 2))
            entries.append(.note(branch, .fork(parent: StoreLoad.trunk, at: 0, group: StoreLoad.trunk)))
            calls.append(StoreLoad.calls(of: branch, after: opened, count: callsEach))
        }
        opening = StoreWrite(entries: entries, blobs: [tools], via: .control)
        self.calls = calls
    }

    private static func calls(of branch: BranchID, after opened: SealedRecord, count: Int) -> [StoreWrite] {
        var root = StateRoot(snapshot: snapshot)
        var head = opened.hash
        return (1...count).map { seq in
            let mark = "\(branch)-\(seq)-"
            let order = "order-\(seq % 5)"
            let result = Blob(padded(["orders": [], "note": .string(Text(mark))], to: 400))
            let document = Blob(padded(["id": .string(Text(order)), "note": .string(Text(mark))], to: 350))
            root.fold([.init(key: Text("order/\(order)"), digest: document.digest)])
            let call = Record.Call(
                name: "updateOrderStatus", arguments: .inline(["order_id": .string(Text(order)), "status": "paid"]),
                result: result.digest, isError: false)
            let record = SealedRecord(
                Record(
                    seq: seq, prev: head, root: root.digest,
                    changes: [.init(key: Text("order/\(order)"), digest: document.digest)], body: .call(call)))
            head = record.hash
            return StoreWrite(entries: [.record(branch, record)], blobs: [result, document], via: .mcp)
        }
    }

    /// The canonical text, made this long by a member of filling.
    private static func padded(_ object: JSONObject, to length: Int) -> [UInt8] {
        var object = object
        object["padding"] = ""
        let missing = max(0, length - object.canonicalBytes.count)
        object["padding"] = .string(Text(String(repeating: "x", count: missing)))
        return object.canonicalBytes
    }

    /// Writes all, one task a branch: as many writes wait as there are branches.
    func run(on store: EventStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writes in calls {
                group.addTask {
                    for write in writes { _ = try await store.write(write) }
                }
            }
            try await group.waitForAll()
        }
    }
}

extension EventStore {
    static func forBench(_ directory: ScratchDirectory, _ mode: Mode) throws -> EventStore {
        let options = Options(mode: mode, freeSpaceFloor: 0) { UInt64(Date.now.timeIntervalSince1970 * 1_000) }
        return try open(at: directory.path + "/store", options: options)
    }
}
