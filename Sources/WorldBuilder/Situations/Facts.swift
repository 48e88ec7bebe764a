internal import CanonicalJSON

extension JSONObject {
    /// These members and further ones.
    func adding(_ other: JSONObject) -> JSONObject {
        var result = self
        for member in other.members { result[member.name] = member.value }
        return result
    }
}

extension JSONValue {
    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }
}
