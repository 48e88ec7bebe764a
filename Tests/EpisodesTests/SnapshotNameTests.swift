import CanonicalJSON
import Episodes
import EventStore
import Projections
import Testing

@Suite struct SnapshotNameTests {
    private static func copy(of snapshot: Snapshot, named name: Text) throws -> Snapshot {
        try Snapshot.load(object: JSONValue.object(snapshot.object).canonicalBytes, name: name) { digest in
            snapshot.tableFiles.first { Digest(of: $0.bytes) == digest }?.bytes ?? []
        }
    }

    private static func tiny(_ name: Text, _ now: Text) throws -> Snapshot {
        try Snapshot.importing(["clock": ["now": .string(now)], "entities": ["order": [:]], "name": .string(name)])
    }

    @Test func everyImportedNameWorksFromThenOn() async throws {
        let desk = try Desk()
        let starter = try desk.host.snapshots.load(try desk.starter)
        _ = try await desk.openOne()
        for name: Text in ["mycopy", "n1", "n2"] {
            try await desk.host.importSnapshot(
                try SnapshotNameTests.copy(of: starter, named: name), via: .control)
        }
        for _ in 0..<2 {
            for name: Text in ["starter", "mycopy", "n1", "n2"] {
                #expect(try desk.host.snapshots.resolve(name) == starter.digest)
                #expect(try desk.host.snapshots.listing(name).name == name)
            }
            let listings = try desk.host.snapshots.listings().filter { $0.digest == starter.digest }
            #expect(listings.map(\.name) == ["starter", "n2", "n1", "mycopy"])
            #expect(try desk.host.store.verify().isClean)
            try desk.restart()
        }
    }

    @Test func aRepeatedNameIsTheNewestImportsAndAFolderWins() async throws {
        let desk = try Desk()
        let old = try SnapshotNameTests.tiny("twice", "2025-09-15T19:00:00Z")
        let new = try SnapshotNameTests.tiny("twice", "2025-09-16T19:00:00Z")
        try await desk.host.importSnapshot(old, via: .control)
        try await desk.host.importSnapshot(new, via: .control)
        // Another name for the older one does not make its older name newer.
        try await desk.host.importSnapshot(try SnapshotNameTests.tiny("other", "2025-09-15T19:00:00Z"), via: .control)
        #expect(try desk.host.snapshots.resolve("twice") == new.digest)
        #expect(try desk.host.snapshots.resolve("other") == old.digest)
        try await desk.host.importSnapshot(old, via: .control)
        #expect(try desk.host.snapshots.resolve("twice") == old.digest)
        let starter = try desk.starter
        try await desk.host.importSnapshot(
            try SnapshotNameTests.tiny("starter", "2025-09-15T19:00:00Z"), via: .control)
        #expect(try desk.host.snapshots.resolve("starter") == starter)
    }

    @Test(arguments: ["", "a\nb", "a\u{7f}", String(repeating: "x", count: 201)])
    func namesAreIDs(_ name: String) {
        #expect(throws: ImportError.self) { try SnapshotNameTests.tiny(Text(name), "2025-09-15T19:00:00Z") }
    }
}
