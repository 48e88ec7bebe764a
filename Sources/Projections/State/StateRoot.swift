internal import CanonicalJSON

/// The root of format section 5: `D({"changed": {key: D, ...}, "kind": "root", "snapshot": D})`.
enum StateRoot {
    /// - Parameter changed: Ordered by the UTF-8 bytes of their keys.
    static func digest(snapshot: Digest, changed: [Document]) -> Digest {
        var writer = CanonicalWriter(capacity: 128 + changed.count * 110)
        writer.writeVerbatim("{\"changed\":{")
        for (position, entry) in inMemberOrder(changed).enumerated() {
            if position > 0 { writer.writeVerbatim(",") }
            writer.write(entry.key)
            writer.writeVerbatim(":\"")
            writer.writeVerbatim(entry.document.digest.hex.utf8)
            writer.writeVerbatim("\"")
        }
        writer.writeVerbatim("},\"kind\":\"root\",\"snapshot\":\"")
        writer.writeVerbatim(snapshot.hex.utf8)
        writer.writeVerbatim("\"}")
        return Digest(of: writer.bytes)
    }

    /// Puts entities into the order of object members, which is by UTF-16: it differs from the order of bytes for ids
    /// with rare characters only, so the sort is seldom needed.
    static func inMemberOrder(_ documents: [Document]) -> [(key: Text, document: Document)] {
        let entries = documents.map { (key: $0.key.text, document: $0) }
        let isOrdered = zip(entries, entries.dropFirst()).allSatisfy { Text.utf16Precedes($0.key, $1.key) }
        return isOrdered ? entries : entries.sorted { Text.utf16Precedes($0.key, $1.key) }
    }
}
