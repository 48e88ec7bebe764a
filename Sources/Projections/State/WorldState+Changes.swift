public import CanonicalJSON

/// One entity whose bytes a step changed.
public struct EntityChange: Sendable, Hashable {
    public let key: EntityKey
    /// The new document; nil exactly when its bytes equal the snapshot's again (format section 4).
    public let document: Document?

    public init(key: EntityKey, document: Document?) {
        self.key = key
        self.document = document
    }

    /// What a record's `changes` says of the entity.
    public var digest: Digest? { document?.digest }
}

extension WorldState {
    /// The entities whose bytes differ from those of an earlier state of the same snapshot, in the order of object
    /// members: exactly these make up a record's `changes`.
    ///
    /// - Precondition: Both states are of the same snapshot.
    public func changes(since earlier: WorldState) -> [EntityChange] {
        precondition(
            base === earlier.base || base.digest == earlier.base.digest, "changes between states of two snapshots")
        guard overlay !== earlier.overlay else { return [] }
        var changes: [EntityChange] = []
        var new = overlay.documents[...]
        var old = earlier.overlay.documents[...]
        while let next = new.first ?? old.first {
            if let before = old.first, let after = new.first, before.key == after.key {
                if before !== after, before.bytes != after.bytes {
                    changes.append(EntityChange(key: after.key, document: after))
                }
                old.removeFirst()
                new.removeFirst()
            } else if let before = old.first, new.first.map({ before.key < $0.key }) ?? true {
                changes.append(EntityChange(key: before.key, document: nil))
                old.removeFirst()
            } else {
                changes.append(EntityChange(key: next.key, document: next))
                new.removeFirst()
            }
        }
        guard changes.contains(where: { $0.key.hasRareCharacters }) else { return changes }
        return changes.sorted { Text.utf16Precedes($0.key.text, $1.key.text) }
    }

    /// The state after these changes: how an idle episode comes back, and what a verifier computes.
    ///
    /// The order does not matter unless a key stands twice; then its last change counts.
    public func folding(_ changes: some Sequence<EntityChange>) -> WorldState {
        var latest: [EntityKey: Document?] = [:]
        for change in changes { latest.updateValue(change.document, forKey: change.key) }
        return replacing(latest)
    }

    /// Puts documents in place; nil, or bytes that equal the snapshot's, let the snapshot's show again.
    func replacing(_ replacements: [EntityKey: Document?]) -> WorldState {
        guard !replacements.isEmpty else { return self }
        var kept: [Document] = []
        kept.reserveCapacity(replacements.count)
        for case let (key, document?) in replacements where base.document(key)?.bytes != document.bytes {
            kept.append(document)
        }
        kept.sort { $0.key < $1.key }
        var merged: [Document] = []
        merged.reserveCapacity(overlay.documents.count + kept.count)
        var added = kept[...]
        for document in overlay.documents where replacements.index(forKey: document.key) == nil {
            while let first = added.first, first.key < document.key {
                merged.append(first)
                added.removeFirst()
            }
            merged.append(document)
        }
        merged += added
        return WorldState(base: base, overlay: merged.isEmpty ? base.unchanged : Overlay(merged))
    }
}
