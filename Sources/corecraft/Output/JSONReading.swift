import CanonicalJSON

/// Reading answers for people: what is absent shows as nothing.
extension JSONValue {
    /// The member's text, or the canonical text of what else it is; empty for null and absent ones.
    func shown(_ name: Text) -> String { self[name]?.shown ?? "" }

    /// The text itself, or the canonical text of another value; empty for null.
    var shown: String {
        switch self {
        case .null: ""
        case .string(let text): text.string
        default: String(decoding: canonicalBytes, as: UTF8.self)
        }
    }

    /// The first 12 digits of a digest.
    func shortDigest(_ name: Text) -> String { String(shown(name).prefix(12)) }

    /// The canonical text on one line, cut at a length.
    func excerpt(_ length: Int) -> String {
        let text = shown.split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.count <= length ? text : text.prefix(length - 1) + "…"
    }

    /// The elements of an array member; none when it is absent.
    func list(_ name: Text) -> [JSONValue] { self[name]?.elements ?? [] }

    /// Counts and sequence numbers, which are far below 2^53.
    static func integer(_ value: Int) -> JSONValue {
        JSONNumber(exactly: value).map(JSONValue.number) ?? .null
    }

    /// The value on several lines, members indented by two spaces.
    func indented(by indent: String = "") -> String {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let inner = elements.map { "\(indent)  \($0.indented(by: indent + "  "))" }
            return "[\n\(inner.joined(separator: ",\n"))\n\(indent)]"
        case .object(let object) where !object.isEmpty:
            let inner = object.members.map { member in
                "\(indent)  \(JSONValue.string(member.name).literal): \(member.value.indented(by: indent + "  "))"
            }
            return "{\n\(inner.joined(separator: ",\n"))\n\(indent)}"
        default: return literal
        }
    }

    private var literal: String { String(decoding: canonicalBytes, as: UTF8.self) }
}
