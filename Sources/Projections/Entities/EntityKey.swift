public import CanonicalJSON

/// What names an entity in a world: its type and its id, written `order/ord-250828-001`.
public struct EntityKey: Sendable, Hashable {
    public let type: EntityType
    public let id: Text

    public init(_ type: EntityType, _ id: Text) {
        self.type = type
        self.id = id
    }

    /// Splits a key at its first `/` (format section 4); an id may have more of them.
    ///
    /// - Returns: nil without a `/`, for an unknown type, or for an id that ``isValid(id:)`` refuses.
    public init?(_ text: Text) {
        let parts = text.string.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let type = EntityType(rawValue: String(parts[0]) ?? "") else { return nil }
        let id = Text(String(parts[1]) ?? "")
        guard EntityKey.isValid(id: id) else { return nil }
        self.init(type, id)
    }

    /// The key's text, `type/id`.
    public var text: Text { Text("\(type.rawValue)/\(id.string)") }

    /// Whether an id is 1 to 200 bytes without control characters (format section 1).
    public static func isValid(id: Text) -> Bool {
        guard 1...200 ~= id.byteCount else { return false }
        // The control characters (Cc), which no version of Unicode will change.
        return id.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
    }
}

extension EntityKey: Comparable, CustomStringConvertible {
    /// Orders by the UTF-8 bytes of the key's text.
    public static func < (left: EntityKey, right: EntityKey) -> Bool {
        left.type == right.type ? left.id < right.id : left.type < right.type
    }

    public var description: String { text.string }
}
