import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Rewards
import Testing

@Suite struct DamageTests {
    /// Bytes that are changed in the file of a closed store: each blob that a record names, one after the other.
    @Test func aChangedByteInAnyBlobIsFoundAndNamed() async throws {
        let desk = try Desk()
        let id = try await desk.openOne(task: "demo-swap-paid-order")
        try await desk.call(id, "getOrderDetails", ["order_id": "ord-250914-002"])
        try await desk.call(
            id, "searchProducts", ["query": .string(Text(String(repeating: "not a product ", count: 50)))])
        try await desk.call(id, "updateOrderStatus", ["order_id": "ord-250914-002", "status": "cancelled"])
        _ = try await desk.host.message(id, role: "user", content: "What about my order?", via: .control)
        _ = try await desk.host.submit(id, response: "It is cancelled, Renée.", grading: ChecksGrader(), via: .control)
        #expect(try desk.host.audit(id, grading: ChecksGrader()).ok)

        var named: [(seq: Int, digest: Digest, bytes: [UInt8])] = []
        for view in try desk.host.records(id) {
            for blob in view.blobs where !named.contains(where: { $0.digest == blob.digest }) {
                named.append((view.record.seq, blob.digest, blob.bytes))
            }
        }
        #expect(named.count >= 8, "task, tools, results, arguments, documents, content and response")
        desk.host.store.close()
        let path = desk.directory + "/data.mdb"
        let sound = try #require(FileManager.default.contents(atPath: path))
        for (seq, digest, bytes) in named {
            desk.host.store.close()
            try sound.changing(Data(bytes)).write(to: URL(filePath: path))
            try desk.restart()
            let audit = try desk.host.audit(id, grading: ChecksGrader())
            #expect(!audit.ok && !audit.facts, "blob of record \(seq)")
            #expect(audit.problems.contains { $0.contains("record \(seq): ") && $0.contains(digest.hex) })
            let replay = try desk.host.replay(id, kind: .facts)
            #expect(!replay.ok && replay.divergence?.seq == seq && replay.divergence?.what == "contents")
            #expect(try !desk.host.replay(id).ok)
            let error = #expect(throws: EpisodeError.self) { try desk.host.records(id, from: seq, to: seq) }
            #expect(error?.description.contains(digest.hex) == true)
        }
        desk.host.store.close()
        try sound.write(to: URL(filePath: path))
        try desk.restart()
        #expect(try desk.host.audit(id, grading: ChecksGrader()).ok)
    }

    @Test func anAlteredSnapshotFolderIsNamedAndNoDamageOfTheStore() async throws {
        let folder = NSTemporaryDirectory() + "corecraft-folder-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: checkout + "snapshots/starter", toPath: folder + "/starter")
        let file = folder + "/starter/customer.jsonl"
        let content = try #require(FileManager.default.contents(atPath: file))
        let desk = try Desk()
        let snapshots = try SnapshotCatalogue(directory: folder, store: desk.host.store)
        let digest = try snapshots.resolve("starter")
        try (content + Data("{}\n".utf8)).write(to: URL(filePath: file))
        let error = #expect(throws: EpisodeError.self) { try snapshots.load(digest) }
        guard case .alteredSnapshot? = error?.code else {
            Issue.record("\(String(describing: error)) does not say that a folder was altered")
            return
        }
        #expect(error?.description.contains("starter/customer.jsonl") == true)
    }
}

extension Data {
    /// The data with one byte in the middle of each occurrence of `part` changed.
    fileprivate func changing(_ part: Data) -> Data {
        var data = self
        var start = data.startIndex
        while let found = data.range(of: part, in: start..<data.endIndex) {
            data[found.lowerBound + part.count / 2] ^= 1
            start = found.upperBound
        }
        return data
    }
}
