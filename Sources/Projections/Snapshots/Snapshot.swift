public import CanonicalJSON

/// An immutable set of entities plus a clock, named by its digest (format section 3).
///
/// Loaded once and shared by all episodes, together with the indexes that the tools search by.
public final class Snapshot: Sendable {
    /// `D` of ``object``; the name is no part of it.
    public let digest: Digest
    /// An alias.
    public let name: Text
    public let clock: WorldClock
    private let tables: [SnapshotTable?]
    /// What lies over the snapshot in a state without changes.
    let unchanged = Overlay([])

    /// - Parameter tables: In any order, one per type at most.
    init(name: Text, clock: WorldClock, tables: [SnapshotTable]) {
        self.name = name
        self.clock = clock
        var slots = [SnapshotTable?](repeating: nil, count: EntityType.allCases.count)
        for table in tables { slots[table.type.ordinal] = table }
        self.tables = slots
        digest = Digest(of: .object(Snapshot.object(clock: clock, tables: slots)))
    }

    /// The object whose canonical text the digest is taken of.
    public var object: JSONObject { Snapshot.object(clock: clock, tables: tables) }

    private static func object(clock: WorldClock, tables: [SnapshotTable?]) -> JSONObject {
        let members = tables.compactMap { $0 }.map { table in
            JSONObject.Member(
                name: table.type.name,
                value: [
                    "count": .number(JSONNumber(exactly: table.documents.count) ?? JSONNumber(0)),
                    "digest": table.digest.json,
                ])
        }
        return [
            "clock": ["now": .string(clock.text)],
            "format": 1,
            "kind": "snapshot",
            "tables": .object(JSONObject(uniqueMembers: members)),
        ]
    }

    /// The types that have a table, an empty one included, in the order of their names.
    public var types: [EntityType] { tables.compactMap { $0?.type } }

    /// How many entities each present table has, in the order of the types' names.
    public var counts: [(type: EntityType, count: Int)] {
        tables.compactMap { $0 }.map { ($0.type, $0.documents.count) }
    }

    /// The number of entities.
    public var entityCount: Int { tables.reduce(0) { $0 + ($1?.documents.count ?? 0) } }

    /// Whether the table is there; an empty one is.
    public func hasTable(_ type: EntityType) -> Bool { tables[type.ordinal] != nil }

    /// The entities of a type, ordered by id; none for an absent table.
    public func documents(_ type: EntityType) -> [Document] { tables[type.ordinal]?.documents ?? [] }

    public func document(_ type: EntityType, _ id: Text) -> Document? { tables[type.ordinal]?.document(id) }

    public func document(_ key: EntityKey) -> Document? { document(key.type, key.id) }

    /// The digest and the bytes of each present table's file, in the order of the types' names.
    public var tableFiles: [(type: EntityType, digest: Digest, bytes: [UInt8])] {
        tables.compactMap { $0 }.map { ($0.type, $0.digest, $0.fileBytes) }
    }

    /// Builds now the indexes that are else built when a search first needs them.
    ///
    /// Without it the first searches of a text in a large table go through the table, while its index is built in the
    /// background.
    ///
    /// - Returns: Memory of all indexes, in bytes.
    @discardableResult
    public func prepareIndexes() -> Int { tables.reduce(0) { $0 + ($1?.prepareIndexes() ?? 0) } }

    func table(_ type: EntityType) -> SnapshotTable? { tables[type.ordinal] }
}
