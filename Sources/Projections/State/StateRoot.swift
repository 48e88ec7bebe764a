internal import CanonicalJSON

/// The root of format section 5: `D({"changed": {key: D, ...}, "kind": "root", "snapshot": D})`.
enum StateRoot {
    /// - Parameter changed: Changed entities, ordered by the UTF-8 bytes of their keys.
    static func digest(snapshot: Digest, changed: [Document]) -> Digest {
        var writer = CanonicalWriter(capacity: 128 + changed.count * 110)
        writer.writeVerbatim("{\"changed\":{")
        var isFirst = true
        for document in inMemberOrder(changed) {
            if !isFirst { writer.writeVerbatim(",") }
            isFirst = false
            // A document that came from another snapshot has no member of its own yet.
            writer.writeVerbatim(
                document.rootMember.isEmpty ? member(document.key, document.digest) : document.rootMember)
        }
        writer.writeVerbatim("},\"kind\":\"root\",\"snapshot\":\"")
        writer.write(hexOf: snapshot)
        writer.writeVerbatim("\"}")
        return Digest(of: writer.bytes)
    }

    /// One member of `changed`: `"type/id":"digest"`.
    static func member(_ key: EntityKey, _ digest: Digest) -> [UInt8] {
        var writer = CanonicalWriter(capacity: key.id.byteCount + 96)
        writer.write(key.text)
        writer.writeVerbatim(":\"")
        writer.write(hexOf: digest)
        writer.writeVerbatim("\"")
        return writer.bytes
    }

    /// Puts entities into the order of object members, which is by UTF-16 code units.
    ///
    /// That is the order of bytes too, unless an id has characters beyond U+DFFF; so the sort is seldom needed.
    static func inMemberOrder(_ documents: [Document]) -> [Document] {
        guard documents.contains(where: { $0.key.hasRareCharacters }) else { return documents }
        return documents.sorted { Text.utf16Precedes($0.key.text, $1.key.text) }
    }
}

extension EntityKey {
    /// Whether the id has characters beyond U+DFFF, which UTF-8 and UTF-16 order differently.
    var hasRareCharacters: Bool { id.string.utf8.contains { $0 >= 0xEE } }
}
