public import CanonicalJSON

/// The state of a world: a snapshot and the entities in which it differs from it. A value; a copy is a fork.
public struct WorldState: Sendable {
    public let base: Snapshot
    let overlay: Overlay

    /// The state of the snapshot itself.
    public init(base: Snapshot) {
        self.init(base: base, overlay: base.unchanged)
    }

    init(base: Snapshot, overlay: Overlay) {
        self.base = base
        self.overlay = overlay
    }

    /// The snapshot's clock: time stands still during an episode.
    public var clock: WorldClock { base.clock }

    /// The entity of that type and id.
    public func document(_ type: EntityType, _ id: Text) -> Document? {
        overlay.document(type, id) ?? base.document(type, id)
    }

    public func document(_ key: EntityKey) -> Document? { document(key.type, key.id) }

    /// Whether the table is there: the snapshot has it, even empty, or something of its type has changed
    /// (format section 4).
    public func hasTable(_ type: EntityType) -> Bool {
        base.hasTable(type) || overlay.hasDocuments(type)
    }

    /// The types that have a table, in the order of their names.
    public var types: [EntityType] { EntityType.allCases.filter { hasTable($0) } }

    /// All entities of a type, ordered by the UTF-8 bytes of their ids.
    ///
    /// O(entities): a search uses ``search(_:id:where:limit:matching:)``.
    public func documents(_ type: EntityType) -> [Document] {
        let unchanged = base.documents(type)
        let changed = overlay.documents(type)
        guard !changed.isEmpty else { return unchanged }
        var merged: [Document] = []
        merged.reserveCapacity(unchanged.count + changed.count)
        var rest = changed
        for document in unchanged {
            while let first = rest.first, first.id < document.id {
                merged.append(first)
                rest.removeFirst()
            }
            if let first = rest.first, first.id == document.id {
                merged.append(first)
                rest.removeFirst()
            } else {
                merged.append(document)
            }
        }
        return merged + rest
    }

    /// How many entities a type has.
    public func count(_ type: EntityType) -> Int {
        let created = overlay.documents(type).count { base.document($0.key) == nil }
        return base.documents(type).count + created
    }

    /// How many entities differ from the snapshot; an episode may have 10,000 (format section 4).
    public var changedCount: Int { overlay.documents.count }

    /// What differs from the snapshot now, in the order of object members.
    public var changed: [(key: EntityKey, document: Document)] {
        StateRoot.inMemberOrder(overlay.documents).map { ($0.key, $0) }
    }

    /// The digest of the whole state (format section 5). O(changed entities), at the first call on a state.
    public var root: Digest { overlay.root(of: base.digest) }
}

extension WorldState: Equatable {
    /// Equal snapshots and equal bytes of all entities.
    public static func == (left: WorldState, right: WorldState) -> Bool {
        left.base.digest == right.base.digest
            && (left.overlay === right.overlay || left.overlay.documents == right.overlay.documents)
    }
}
