public import CanonicalJSON

/// A snapshot as the store keeps it: the object of the format's section 3, and its table files as blobs.
public struct StoredSnapshot: Sendable, Hashable {
    /// SHA-256 of `object`.
    public var digest: Digest
    /// An alias outside the digest.
    public var name: Text
    /// The canonical text of the snapshot object.
    public var object: [UInt8]
    /// The table files that the object names; empty in what the store returns, where ``EventStore/table(_:)`` has them.
    public var tables: [Blob]

    public init(digest: Digest, name: Text, object: [UInt8], tables: [Blob]) {
        self.digest = digest
        self.name = name
        self.object = object
        self.tables = tables
    }
}

extension StoredSnapshot {
    /// The stored value without the order of imports, which the writer puts in front: name's length (two bytes), name,
    /// object.
    var value: [UInt8] {
        var value: [UInt8] = []
        value.append(bigEndian: UInt16(name.byteCount))
        value.append(contentsOf: name.string.utf8)
        value.append(contentsOf: object)
        return value
    }

    /// The key of its row: the digest and the name, so that one snapshot may have several names.
    var key: [UInt8] { digest.bytes + Array(name.string.utf8) }

    /// The tables that the object names, with their digests, in canonical order.
    var tableNames: [(name: Text, digest: Digest)] {
        let tables = (try? JSONParser.parse(object))?.object?.value(of: "tables")?.object
        return (tables?.members ?? []).compactMap { table in
            table.value.object?.value(of: "digest")?.text.flatMap { Digest(hex: $0.string) }.map { (table.name, $0) }
        }
    }

    var tableDigests: [Digest] { tableNames.map(\.digest) }

    /// - Returns: nil when this is no snapshot's row. The key of an older store is the digest alone.
    static func parse(_ row: StoredRow) -> (order: UInt64, snapshot: StoredSnapshot)? {
        var reader = ByteReader(row.value)
        guard let digest = Digest(bytes: row.key.prefix(32)), let order = reader.number(UInt64.self),
            let count = reader.number(UInt16.self), let name = reader.take(Int(count))
        else { return nil }
        guard row.key.count == 32 || row.key.dropFirst(32).elementsEqual(name) else { return nil }
        let text = Text(String(decoding: name, as: UTF8.self))
        return (order, StoredSnapshot(digest: digest, name: text, object: reader.rest(), tables: []))
    }
}
