import CanonicalJSON
import FoundationEssentials
import Projections
import Testing

@Suite struct SnapshotFolderTests {
    /// Runs the body with a folder that is gone afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "projections-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func bytes(_ folder: String, _ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + file)))
    }

    private func put(_ text: String, _ folder: String, _ file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
    }

    private func error(_ folder: String) -> String {
        do {
            _ = try Snapshot.load(folder: folder)
            return "no error"
        } catch {
            return "\(error)".replacing(folder + "/", with: "")
        }
    }

    private func small() throws -> Snapshot {
        try World.importing([
            "order": [:],
            "bundle": [
                "b": [
                    "name": "é", "discount": ["type": "fixed", "value": 5],
                    "componentIds": [],
                ], "a": ["name": "n", "discount": ["type": "percent", "value": 10], "componentIds": []],
            ],
        ])
    }

    /// The digests are those of `sha256sum` over the files written out by hand.
    @Test func digestsAreThoseOfTheFiles() throws {
        let snapshot = try small()
        let files = snapshot.tableFiles
        #expect(files.map(\.type) == [.bundle, .order])
        let text =
            #"{"componentIds":[],"discount":{"type":"percent","value":10},"id":"a","name":"n"}"# + "\n"
            + #"{"componentIds":[],"discount":{"type":"fixed","value":5},"id":"b","name":"é"}"# + "\n"
        #expect(files[0].bytes == Array(text.utf8))
        #expect(files[0].digest.hex == "975323d21908b855045375d42faa5f8c48885312e806d542f1455fb1eb2e4c5c")
        #expect(files[1].bytes == [])
        #expect(files[1].digest.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(snapshot.digest.hex == "4bca46d2af2b80b46de28097fd3108c67f49e1293957c885b652bec4103e3bd0")
        #expect(snapshot.digest == Digest(of: .object(snapshot.object)))
    }

    @Test func aFolderComesBack() throws {
        try withFolder { folder in
            let snapshot = try small()
            try snapshot.write(folder: folder)
            #expect(try bytes(folder, "bundle.jsonl") == snapshot.tableFiles[0].bytes)
            #expect(try bytes(folder, "order.jsonl") == [])
            #expect(try bytes(folder, "manifest.json") == snapshot.manifest.canonicalBytes)
            let loaded = try Snapshot.load(folder: folder)
            #expect(loaded.digest == snapshot.digest)
            #expect(loaded.name == "test")
            #expect(loaded.clock == snapshot.clock)
            #expect(loaded.types == [.bundle, .order])
            #expect(loaded.documents(.bundle) == snapshot.documents(.bundle))
            #expect(loaded.hasTable(.order))
            #expect(!loaded.hasTable(.payment))
            #expect(loaded.counts.map(\.count) == [2, 0])

            try World.importing([:]).write(folder: folder)
            #expect(try Snapshot.load(folder: folder).types == [])
        }
    }

    @Test func aStoredSnapshotComesBack() throws {
        let snapshot = try small()
        let files = Dictionary(uniqueKeysWithValues: snapshot.tableFiles.map { ($0.digest, $0.bytes) })
        let object = snapshot.object.canonicalBytes
        let loaded = try Snapshot.load(object: object, name: "again") { try #require(files[$0]) }
        #expect(loaded.digest == Digest(of: object))
        #expect(loaded.name == "again")
        #expect(loaded.documents(.bundle) == snapshot.documents(.bundle))
        #expect(throws: SnapshotError.self) {
            try Snapshot.load(object: object, name: "x") { _ in Array("{}\n".utf8) }
        }
    }

    @Test func damageIsNamed() throws {
        try withFolder { folder in
            try small().write(folder: folder)
            let good = String(decoding: try bytes(folder, "bundle.jsonl"), as: UTF8.self)
            let lines = good.split(separator: "\n").map(String.init)

            try put(good.replacing("10", with: "11"), folder, "bundle.jsonl")
            #expect(error(folder).hasPrefix("bundle.jsonl has been altered: its digest is"))
            try put(lines[0] + "\n{\"id\":\"b\"", folder, "bundle.jsonl")
            #expect(error(folder) == "bundle.jsonl, line 2 does not end with a newline")
            try put(lines[0] + "\n{\"id\":}\n", folder, "bundle.jsonl")
            #expect(error(folder).hasPrefix("bundle.jsonl, line 2 is not JSON"))
            try put(lines[0] + "\n\n", folder, "bundle.jsonl")
            #expect(error(folder).hasPrefix("bundle.jsonl, line 2 is not JSON"))
            try put(lines[0] + "\n{\"name\":1, \"id\":\"c\"}\n", folder, "bundle.jsonl")
            #expect(error(folder) == "bundle.jsonl, line 2 is not canonical JSON")
            try put(lines[1] + "\n" + lines[0] + "\n", folder, "bundle.jsonl")
            #expect(error(folder) == "bundle.jsonl, line 2 has the id \"a\", which does not come after \"b\"")
            try put("[]\n", folder, "bundle.jsonl")
            #expect(error(folder) == "bundle.jsonl, line 1 is not an object")
            try put("{}\n", folder, "bundle.jsonl")
            #expect(error(folder) == "bundle.jsonl, line 1 has no id")
            try put(good, folder, "bundle.jsonl")
            #expect(error(folder) == "no error")

            try put("", folder, "payment.jsonl")
            #expect(error(folder).hasPrefix("payment.jsonl is not in the manifest"))
            try FileManager.default.removeItem(atPath: folder + "/payment.jsonl")
            try FileManager.default.removeItem(atPath: folder + "/order.jsonl")
            #expect(error(folder).hasPrefix("order.jsonl cannot be read"))
            try put("", folder, "order.jsonl")

            let manifest = String(decoding: try bytes(folder, "manifest.json"), as: UTF8.self)
            try put(manifest.replacing("\"count\":2", with: "\"count\":3"), folder, "manifest.json")
            #expect(error(folder).hasPrefix("manifest.json has been altered"))
            try put("{}", folder, "manifest.json")
            #expect(error(folder) == "manifest.json lacks digest, name or snapshot")
            try put("{", folder, "manifest.json")
            #expect(error(folder).hasPrefix("manifest.json is not JSON"))
        }
    }

    @Test func aManifestThatIsConsistentButWrongIsRefused() throws {
        try withFolder { folder in
            let snapshot = try small()
            try snapshot.write(folder: folder)
            for (new, message): (JSONValue, String) in [
                (["format": 2], "is not of format 1"),
                (["kind": "root"], "is not of the kind snapshot"),
                (["clock": ["now": "2025-09-15"]], "has no clock.now"),
                (["tables": ["_hold": 1]], "has the unknown table _hold"),
                (["tables": ["order": ["count": 1]]], "lacks the digest or the count"),
            ] {
                var object = snapshot.object
                for member in try #require(new.object).members { object[member.name] = member.value }
                let manifest: JSONObject = [
                    "digest": Digest(of: .object(object)).json, "name": "x", "snapshot": .object(object),
                ]
                try put(String(decoding: manifest.canonicalBytes, as: UTF8.self), folder, "manifest.json")
                #expect(error(folder).contains(message))
            }
        }
    }
}
