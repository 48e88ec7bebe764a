public import CanonicalJSON

/// The digest of a whole state, as the format's section 5 defines it.
///
/// As a value it is what differs from the snapshot so far: folding each record's `changes` into it gives each root.
public struct StateRoot: Sendable {
    public let snapshot: Digest
    private var changed: [Text: Digest] = [:]

    public init(snapshot: Digest) {
        self.snapshot = snapshot
    }

    /// Takes the changes of the next record; nil means that the entity equals the snapshot's again.
    public mutating func fold(_ changes: [Record.Change]) {
        for change in changes {
            changed[change.key] = change.digest
        }
    }

    /// How many entities differ from the snapshot.
    public var changedCount: Int { changed.count }

    /// What differs from the snapshot, in canonical order of the keys.
    public var entries: [(key: Text, digest: Digest)] {
        changed.map { (key: $0.key, digest: $0.value) }.sorted { Text.utf16Precedes($0.key, $1.key) }
    }

    /// The root now. O(n log n) in the number of changed entities.
    public var digest: Digest {
        StateRoot.digest(snapshot: snapshot, sorted: entries)
    }

    /// The root of the state in which exactly these entities differ from the snapshot, in any order.
    ///
    /// - Precondition: No key stands twice.
    public static func digest(snapshot: Digest, changed: [(key: Text, digest: Digest)]) -> Digest {
        digest(snapshot: snapshot, sorted: changed.sorted { Text.utf16Precedes($0.key, $1.key) })
    }

    private static func digest(snapshot: Digest, sorted: [(key: Text, digest: Digest)]) -> Digest {
        var writer = CanonicalWriter(capacity: 128 + sorted.count * 96)
        writer.writeVerbatim("{\"changed\":{")
        for (index, entry) in sorted.enumerated() {
            if index > 0 { writer.writeVerbatim(",") }
            writer.write(entry.key)
            writer.writeVerbatim(":")
            writer.write(digest: entry.digest)
        }
        writer.writeVerbatim("},\"kind\":\"root\",\"snapshot\":")
        writer.write(digest: snapshot)
        writer.writeVerbatim("}")
        return Digest(of: writer.bytes)
    }
}
