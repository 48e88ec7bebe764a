public import CanonicalJSON

/// The digest of a whole state, as the format's section 5 defines it.
///
/// As a value it is what differs from the snapshot so far: folding each record's `changes` into it gives each root.
public struct StateRoot: Sendable {
    public let snapshot: Digest
    /// In canonical order of the keys.
    private var changed: [Entry] = []

    /// One member of the object that is hashed, written once.
    private struct Entry {
        let key: Text
        var digest: Digest
        /// `"type/id":"digest"`.
        var member: [UInt8]

        init(_ key: Text, _ digest: Digest) {
            self.key = key
            self.digest = digest
            var writer = CanonicalWriter(capacity: key.byteCount + 72)
            writer.write(key)
            writer.writeVerbatim(":")
            writer.write(digest: digest)
            member = writer.bytes
        }
    }

    public init(snapshot: Digest) {
        self.snapshot = snapshot
    }

    /// Takes the changes of the next record; nil means that the entity equals the snapshot's again.
    public mutating func fold(_ changes: [Record.Change]) {
        for change in changes {
            let index = lowerBound(of: change.key)
            let isKnown = index < changed.count && changed[index].key == change.key
            switch (change.digest, isKnown) {
            case (let digest?, true): changed[index] = Entry(change.key, digest)
            case (let digest?, false): changed.insert(Entry(change.key, digest), at: index)
            case (nil, true): changed.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The first place whose key does not come before this one.
    private func lowerBound(of key: Text) -> Int {
        var low = 0
        var high = changed.count
        while low < high {
            let middle = (low + high) / 2
            if Text.utf16Precedes(changed[middle].key, key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many entities differ from the snapshot.
    public var changedCount: Int { changed.count }

    /// What differs from the snapshot, in canonical order of the keys.
    public var entries: [(key: Text, digest: Digest)] {
        changed.map { (key: $0.key, digest: $0.digest) }
    }

    /// The root now. O(n) in the number of changed entities.
    public var digest: Digest {
        StateRoot.digest(snapshot: snapshot, sorted: changed)
    }

    /// The root of the state in which exactly these entities differ from the snapshot, in any order.
    ///
    /// - Precondition: No key stands twice.
    public static func digest(snapshot: Digest, changed: [(key: Text, digest: Digest)]) -> Digest {
        let entries = changed.map { Entry($0.key, $0.digest) }
        return digest(snapshot: snapshot, sorted: entries.sorted { Text.utf16Precedes($0.key, $1.key) })
    }

    private static func digest(snapshot: Digest, sorted: [Entry]) -> Digest {
        var writer = CanonicalWriter(capacity: sorted.reduce(128) { $0 + $1.member.count + 1 })
        writer.writeVerbatim("{\"changed\":{")
        for (index, entry) in sorted.enumerated() {
            if index > 0 { writer.writeVerbatim(",") }
            writer.writeVerbatim(entry.member)
        }
        writer.writeVerbatim("},\"kind\":\"root\",\"snapshot\":")
        writer.write(digest: snapshot)
        writer.writeVerbatim("}")
        return Digest(of: writer.bytes)
    }
}
