public import CanonicalJSON

/// Why some bytes are not a record of the format.
public enum RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    case notJSON(JSONParseError)
    case notAnObject
    /// The bytes are JSON, and not its canonical text.
    case notCanonical
    case missingMember(Text)
    case unexpectedMember(Text)
    /// The member has another type or is out of range; `expected` says what it must be.
    case badMember(Text, expected: String)

    public var description: String {
        switch self {
        case .notJSON(let error): "the record is not JSON: \(error)"
        case .notAnObject: "the record is not a JSON object"
        case .notCanonical: "the record's bytes are not canonical JSON (RFC 8785)"
        case .missingMember(let name): "the record has no member \"\(name)\""
        case .unexpectedMember(let name): "a record of this kind has no member \"\(name)\""
        case .badMember(let name, let expected): "the record's member \"\(name)\" must be \(expected)"
        }
    }
}
