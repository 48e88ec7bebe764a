internal import CanonicalJSON

extension EventReader {
    /// A string, or nothing at all.
    mutating func textIfPresent(_ name: Text) throws(EventError) -> Text? {
        guard let value = optional(name) else { return nil }
        guard let text = value.text else { throw .wrongKind(type: type, member: name) }
        return text
    }

    /// An array of strings.
    mutating func texts(_ name: Text) throws(EventError) -> [Text] {
        guard let value = optional(name) else { throw .missingMember(type: type, member: name) }
        guard let elements = value.elements else { throw .wrongKind(type: type, member: name) }
        let texts = elements.compactMap(\.text)
        guard texts.count == elements.count else { throw .wrongKind(type: type, member: name) }
        return texts
    }
}
