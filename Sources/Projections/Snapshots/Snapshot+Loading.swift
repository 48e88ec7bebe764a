public import CanonicalJSON

extension Snapshot {
    /// Reads a snapshot out of a store: its object and the files of its tables.
    ///
    /// Digests, order and canonical form are checked; fields are not: a later schema cannot orphan a stored snapshot
    /// (format section 3).
    ///
    /// - Parameters:
    ///   - object: The canonical text of the object that the snapshot's digest is taken of.
    ///   - name: The alias it is known by.
    ///   - table: The bytes of a table's file, by its digest.
    /// - Throws: ``SnapshotError``, also in place of whatever `table` throws.
    public static func load(
        object: [UInt8], name: Text, table: (Digest) throws -> [UInt8]
    ) throws(SnapshotError) -> Snapshot {
        let value: JSONValue
        do {
            value = try JSONParser.parse(object)
        } catch {
            throw SnapshotError(place: "snapshot object", reason: .notJSON(error))
        }
        return try load(
            value, place: "snapshot object", name: name, expected: Digest(of: object),
            file: { type in "table \(type.rawValue)" }, bytes: { _, digest in try table(digest) })
    }

    /// - Parameters:
    ///   - place: What the value was read from, for errors.
    ///   - expected: The digest that the snapshot must have.
    ///   - file: What a table is called in errors.
    ///   - bytes: A table's file.
    static func load(
        _ value: JSONValue, place: String, name: Text, expected: Digest,
        file: (EntityType) -> String, bytes: (EntityType, Digest) throws -> [UInt8]
    ) throws(SnapshotError) -> Snapshot {
        let description = try SnapshotDescription(value, place: place)
        var tables: [SnapshotTable] = []
        for entry in description.tables {
            let fileName = file(entry.type)
            let content: [UInt8]
            do {
                content = try bytes(entry.type, entry.digest)
            } catch let error as SnapshotError {
                throw error
            } catch {
                throw SnapshotError(place: fileName, reason: .unreadable("\(error)"))
            }
            let found = Digest(of: content)
            guard found == entry.digest else {
                // A line that is broken says more than two digests do.
                _ = try SnapshotTable.documents(entry.type, lines: content, file: fileName)
                throw SnapshotError(place: fileName, reason: .otherDigest(expected: entry.digest, found: found))
            }
            let documents = try SnapshotTable.documents(entry.type, lines: content, file: fileName)
            guard documents.count == entry.count else {
                throw SnapshotError(place: fileName, reason: .otherCount(expected: entry.count, found: documents.count))
            }
            tables.append(SnapshotTable(entry.type, documents: documents, digest: found))
        }
        let snapshot = Snapshot(name: name, clock: description.clock, tables: tables)
        guard snapshot.digest == expected else {
            throw SnapshotError(place: place, reason: .otherDigest(expected: expected, found: snapshot.digest))
        }
        return snapshot
    }
}

/// The object of format section 3, read but without its tables' content.
private struct SnapshotDescription {
    let clock: WorldClock
    let tables: [(type: EntityType, digest: Digest, count: Int)]

    init(_ value: JSONValue, place: String) throws(SnapshotError) {
        func fault(_ what: String) -> SnapshotError { SnapshotError(place: place, reason: .malformed(what)) }
        guard case .object(let object) = value else { throw fault("is not an object") }
        guard object["kind"] == "snapshot" else { throw fault("is not of the kind snapshot") }
        guard object["format"] == 1 else { throw fault("is not of format 1; a newer version may read it") }
        guard let now = object["clock"]?["now"]?.text.flatMap({ Timestamp($0) }) else {
            throw fault("has no clock.now that is a timestamp with offset")
        }
        guard case .object(let members)? = object["tables"] else { throw fault("has no tables") }
        clock = WorldClock(now)
        var tables: [(type: EntityType, digest: Digest, count: Int)] = []
        for member in members.members {
            guard let type = EntityType(name: member.name), !type.isInternal else {
                throw fault("has the unknown table \(member.name)")
            }
            guard let digest = member.value["digest"]?.text.flatMap({ Digest(hex: $0.string) }),
                let count = member.value["count"]?.number?.integer, count >= 0
            else { throw fault("lacks the digest or the count of table \(member.name)") }
            tables.append((type, digest, count))
        }
        self.tables = tables
    }
}

extension SnapshotTable {
    /// Takes a table's file apart: canonical entities, one per line, each line ended, ids ascending.
    static func documents(
        _ type: EntityType, lines bytes: [UInt8], file: String
    ) throws(SnapshotError) -> [Document] {
        var documents: [Document] = []
        var start = bytes.startIndex
        var line = 0
        while start < bytes.endIndex {
            line += 1
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                throw SnapshotError(place: file, line: line, reason: .unendedLine)
            }
            let document: Document
            do {
                document = try Document(type, line: Array(bytes[start..<end]))
            } catch {
                throw SnapshotError(place: file, line: line, reason: .entity(error))
            }
            if let last = documents.last, last.id >= document.id {
                throw SnapshotError(place: file, line: line, reason: .order(document.id, after: last.id))
            }
            documents.append(document)
            start = end + 1
        }
        return documents
    }
}
