public import CanonicalJSON

/// Everything that is wrong with an import, in the order of its reading.
public struct ImportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one.
    public let problems: [ImportProblem]

    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension Snapshot {
    /// Makes a snapshot of `{name, clock: {now, tick_seconds?}, entities: {type: {id: entity}}}` (contract 1.1).
    ///
    /// Puts each entity's `id` in, fills in no defaults, keeps fields that no schema declares, and lets references
    /// dangle; ``IntegrityLint`` finds both. An empty table is kept as one.
    ///
    /// - Parameter progress: Told before each table how many of all entities have been read.
    /// - Throws: ``ImportError`` with all problems at once; nothing is imported then.
    public static func importing(
        _ value: JSONValue, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(ImportError) -> Snapshot {
        var reader = SnapshotReader()
        let snapshot = reader.snapshot(of: value, progress)
        guard let snapshot, reader.problems.isEmpty else { throw ImportError(problems: reader.problems) }
        return snapshot
    }
}

/// Reads an import, collecting problems on the way.
private struct SnapshotReader {
    private(set) var problems: [ImportProblem] = []

    private mutating func report(_ path: String, _ message: String) {
        problems.append(ImportProblem(path: path, message: message))
    }

    /// - Returns: nil when something was wrong; the problems say what.
    mutating func snapshot(of value: JSONValue, _ progress: (_ done: Int, _ total: Int) -> Void) -> Snapshot? {
        guard case .object(let object) = value else {
            report("snapshot", "must be an object, not \(value.phrase)")
            return nil
        }
        reportUnknown(in: object, known: ["name", "clock", "entities"], prefix: "")
        let name = name(object["name"])
        let clock = clock(object["clock"])
        let tables = tables(object["entities"], progress)
        guard problems.isEmpty, let name, let clock else { return nil }
        return Snapshot(name: name, clock: clock, tables: tables)
    }

    private mutating func reportUnknown(in object: JSONObject, known: [Text], prefix: String) {
        for member in object.members where !known.contains(member.name) {
            report(prefix + member.name.string, "is not known here; known are \(Vocabulary(known).list)")
        }
    }

    private mutating func name(_ value: JSONValue?) -> Text? {
        switch value {
        case .string(let text)?: return text
        case nil: report("name", "is required")
        case let value?: report("name", "must be a string, not \(value.phrase)")
        }
        return nil
    }

    private mutating func clock(_ value: JSONValue?) -> WorldClock? {
        guard let value else {
            report("clock", "is required")
            return nil
        }
        guard case .object(let object) = value else {
            report("clock", "must be an object, not \(value.phrase)")
            return nil
        }
        reportUnknown(in: object, known: ["now", "tick_seconds"], prefix: "clock.")
        if let tick = object["tick_seconds"], tick != 0 {
            report("clock.tick_seconds", "must be 0 or absent: the clock stands still during an episode")
        }
        guard case .string(let text)? = object["now"] else {
            let found = object["now"].map { ", not \($0.phrase)" } ?? ""
            report("clock.now", "must be a timestamp such as \"2025-09-15T19:00:00Z\"\(found)")
            return nil
        }
        guard let now = Timestamp(text) else {
            report("clock.now", "must be a timestamp with offset such as 2025-09-15T19:00:00Z, not \"\(text)\"")
            return nil
        }
        return WorldClock(now)
    }

    private mutating func tables(
        _ value: JSONValue?, _ progress: (_ done: Int, _ total: Int) -> Void
    ) -> [SnapshotTable] {
        guard let value else {
            report("entities", "is required")
            return []
        }
        guard case .object(let object) = value else {
            report("entities", "must be an object, not \(value.phrase)")
            return []
        }
        let counts = object.members.map { $0.value.object?.count ?? 0 }
        let total = counts.reduce(0, +)
        var done = 0
        var tables: [SnapshotTable] = []
        for (member, count) in zip(object.members, counts) {
            progress(done, total)
            if let table = table(member.name, member.value) { tables.append(table) }
            done += count
        }
        return tables
    }

    private mutating func table(_ name: Text, _ value: JSONValue) -> SnapshotTable? {
        let path = "entities.\(name)"
        guard let type = EntityType(name: name) else {
            report(path, "is no entity type; there are \(Vocabulary(EntityType.importable.map(\.name)).list)")
            return nil
        }
        guard let schema = type.schema else {
            report(path, "is kept by the project itself and cannot be imported")
            return nil
        }
        guard case .object(let entities) = value else {
            report(path, "must be an object of entities by id, not \(value.phrase)")
            return nil
        }
        var documents: [Document] = []
        documents.reserveCapacity(entities.count)
        for member in entities.members {
            if let document = entity(type, schema, id: member.name, member.value, at: "\(path).\(member.name)") {
                documents.append(document)
            }
        }
        guard problems.isEmpty else { return nil }
        documents.sort { $0.id < $1.id }
        return SnapshotTable(type, documents: documents)
    }

    private mutating func entity(
        _ type: EntityType, _ schema: EntitySchema, id: Text, _ value: JSONValue, at path: String
    ) -> Document? {
        if !EntityKey.isValid(id: id) {
            report(path, "has an id that is not 1 to 200 bytes without control characters")
        }
        guard case .object(var object) = value else {
            report(path, "must be an object, not \(value.phrase)")
            return nil
        }
        switch object["id"] {
        case nil: object["id"] = .string(id)
        case .string(let own)?:
            if own != id { report("\(path).id", "must be \"\(id)\" like its key, not \"\(own)\"") }
        case let own?: report("\(path).id", "must be a string, not \(own.phrase)")
        }
        if object["id"]?.text == nil { object["id"] = .string(id) }
        schema.validate(object, at: path, into: &problems)
        return Document(importing: EntityKey(type, id), members: object)
    }
}
