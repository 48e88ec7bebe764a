public import CanonicalJSON

/// One entity as it came: its members, its canonical bytes and their digest. Immutable, shared by states.
public final class Document: Sendable {
    public let key: EntityKey
    /// The members, `id` among them.
    public let object: JSONObject
    /// The canonical JSON, which results are made of without encoding again.
    public let bytes: [UInt8]
    private let keptDigest: Digest?
    /// What the root says of a changed entity, `"type/id":"digest"`; empty for the entities of a snapshot.
    let rootMember: [UInt8]

    /// Encodes and hashes an entity of a changed state.
    ///
    /// - Parameter object: The members; `id` is put in, or replaced, by the id given.
    public init(_ type: EntityType, id: Text, members object: JSONObject) {
        var object = object
        if object["id"] != .string(id) { object["id"] = .string(id) }
        key = EntityKey(type, id)
        self.object = object
        bytes = object.canonicalBytes
        let digest = Digest(of: bytes)
        keptDigest = digest
        rootMember = StateRoot.member(key, digest)
    }

    /// Takes an entity whose bytes were read back, from a snapshot table or a blob.
    ///
    /// - Throws: ``DocumentError`` unless the bytes are the canonical text of an object whose `id` is the key's.
    public init(key: EntityKey, canonical bytes: [UInt8]) throws(DocumentError) {
        object = try Document.object(parsing: bytes)
        guard let id = object["id"]?.text else { throw .missingID }
        guard id == key.id else { throw .otherID(id) }
        self.key = key
        self.bytes = bytes
        let digest = Digest(of: bytes)
        keptDigest = digest
        rootMember = StateRoot.member(key, digest)
    }

    /// Takes a line of a snapshot's table, whose id names it; the digest is left until somebody asks for it.
    init(_ type: EntityType, line bytes: [UInt8]) throws(DocumentError) {
        object = try Document.object(parsing: bytes)
        guard let id = object["id"]?.text else { throw .missingID }
        key = EntityKey(type, id)
        self.bytes = bytes
        keptDigest = nil
        rootMember = []
    }

    /// Takes an entity of an import.
    init(importing key: EntityKey, members object: JSONObject) {
        self.key = key
        self.object = object
        bytes = object.canonicalBytes
        keptDigest = nil
        rootMember = []
    }

    private static func object(parsing bytes: [UInt8]) throws(DocumentError) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .notJSON(error)
        }
        guard case .object(let object) = value else { throw .notAnObject }
        guard object.canonicalBytes == bytes else { throw .notCanonical }
        return object
    }

    public var type: EntityType { key.type }

    public var id: Text { key.id }

    /// SHA-256 of the bytes. Kept for changed entities; computed at each call for those of a snapshot, which are
    /// hashed with their table and seldom asked for.
    public var digest: Digest { keptDigest ?? Digest(of: bytes) }

    /// The member of that name.
    public subscript(name: Text) -> JSONValue? { object[name] }

    /// The text of a member; nil when it is absent or no string.
    public func text(_ name: Text) -> Text? { object[name]?.text }
}

extension Document: Hashable {
    /// Equal keys and equal bytes.
    public static func == (left: Document, right: Document) -> Bool {
        left === right || (left.key == right.key && left.bytes == right.bytes)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(bytes)
    }
}

extension Document: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// Why bytes are no entity.
public enum DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    case notJSON(JSONParseError)
    case notAnObject
    /// The text is JSON, but not in canonical form.
    case notCanonical
    case missingID
    /// The object's `id` is another one than its key says.
    case otherID(Text)

    public var description: String {
        switch self {
        case .notJSON(let error): "is not JSON: \(error)"
        case .notAnObject: "is not an object"
        case .notCanonical: "is not canonical JSON"
        case .missingID: "has no id"
        case .otherID(let id): "has the id \"\(id)\", which is not its key's"
        }
    }
}
