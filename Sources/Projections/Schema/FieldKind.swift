public import CanonicalJSON

/// What the value of a field may be.
public indirect enum FieldKind: Sendable, Hashable {
    case string
    case boolean
    /// A whole number below 2^53 in magnitude.
    case integer(minimum: Int? = nil)
    case number
    /// An amount of dollars.
    case money
    /// A product's price: at most four decimals, 0 to 1,000,000,000 dollars (format section 2).
    case unitPrice
    /// A timestamp with offset (contract 2.3).
    case timestamp
    /// `YYYY-MM-DD`
    case date
    case enumeration(Vocabulary)
    /// The id of an entity, which need not be there: dangling references are for the lint.
    case reference(EntityType)
    case array(FieldKind)
    /// An object with declared fields; others are kept and listed by the lint.
    case object([FieldSchema])
    /// An object that is stored as given.
    case anyObject
}

/// One declared field of an entity or of an object in it.
public struct FieldSchema: Sendable, Hashable {
    public let name: Text
    public let kind: FieldKind
    /// Whether an import without the field is refused.
    public let isRequired: Bool
    /// Whether null is allowed in place of a value.
    public let isNullable: Bool

    public static func required(_ name: Text, _ kind: FieldKind) -> FieldSchema {
        FieldSchema(name: name, kind: kind, isRequired: true, isNullable: false)
    }

    public static func optional(_ name: Text, _ kind: FieldKind) -> FieldSchema {
        FieldSchema(name: name, kind: kind, isRequired: false, isNullable: false)
    }

    public static func nullable(_ name: Text, _ kind: FieldKind) -> FieldSchema {
        FieldSchema(name: name, kind: kind, isRequired: false, isNullable: true)
    }
}
