public import CanonicalJSON
internal import FoundationEssentials

extension Snapshot {
    private static let manifestName = "manifest.json"

    /// Reads a snapshot's folder: `manifest.json` and one `<type>.jsonl` a table (format section 3).
    ///
    /// - Throws: ``SnapshotError`` naming the file, and the line where one is at fault: something cannot be read, a
    ///   digest or a count differs, a line is no canonical entity or is out of order, a table is not in the manifest.
    public static func load(folder: String) throws(SnapshotError) -> Snapshot {
        let manifestPath = path(folder, manifestName)
        let manifest: JSONValue
        do {
            manifest = try JSONParser.parse(try read(manifestPath))
        } catch let error as JSONParseError {
            throw SnapshotError(place: manifestPath, reason: .notJSON(error))
        } catch {
            throw SnapshotError(place: manifestPath, reason: .unreadable("\(error)"))
        }
        guard let name = manifest["name"]?.text, let object = manifest["snapshot"],
            let expected = manifest["digest"]?.text.flatMap({ Digest(hex: $0.string) })
        else {
            throw SnapshotError(place: manifestPath, reason: .malformed("lacks digest, name or snapshot"))
        }
        let found = Digest(of: object)
        guard found == expected else {
            throw SnapshotError(place: manifestPath, reason: .otherDigest(expected: expected, found: found))
        }
        let snapshot = try load(
            object, place: manifestPath, name: name, expected: expected,
            file: { path(folder, fileName($0)) }, bytes: { type, _ in try read(path(folder, fileName(type))) })
        for type in EntityType.allCases where !snapshot.hasTable(type) {
            let file = path(folder, fileName(type))
            if FileManager.default.fileExists(atPath: file) { throw SnapshotError(place: file, reason: .unlistedTable) }
        }
        return snapshot
    }

    /// Writes the snapshot's folder, the manifest last; files of tables that the snapshot lacks are removed.
    ///
    /// - Throws: ``SnapshotError`` naming the file that cannot be written.
    public func write(folder: String) throws(SnapshotError) {
        var place = folder
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for table in tableFiles {
                place = Snapshot.path(folder, Snapshot.fileName(table.type))
                try Data(table.bytes).write(to: URL(filePath: place), options: .atomic)
            }
            for type in EntityType.allCases where !hasTable(type) {
                place = Snapshot.path(folder, Snapshot.fileName(type))
                if FileManager.default.fileExists(atPath: place) { try FileManager.default.removeItem(atPath: place) }
            }
            place = Snapshot.path(folder, Snapshot.manifestName)
            try Data(manifest.canonicalBytes).write(to: URL(filePath: place), options: .atomic)
        } catch {
            throw SnapshotError(place: place, reason: .unwritable("\(error)"))
        }
    }

    /// `{"digest", "name", "snapshot"}`, the content of `manifest.json`.
    public var manifest: JSONObject {
        ["digest": digest.json, "name": .string(name), "snapshot": .object(object)]
    }

    private static func fileName(_ type: EntityType) -> String { type.rawValue + ".jsonl" }

    private static func path(_ folder: String, _ file: String) -> String {
        folder.hasSuffix("/") ? folder + file : folder + "/" + file
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
