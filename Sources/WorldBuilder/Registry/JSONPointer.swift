internal import CanonicalJSON

/// An RFC 6901 pointer, taken apart once so that it can be followed in many values.
struct JSONPointer: Sendable {
    private let names: [Text]

    init(_ text: String) {
        names = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { name in
            Text(String(name).replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }

    /// What it points at; nil where there is nothing.
    func value(in object: JSONObject) -> JSONValue? {
        guard let first = names.first else { return .object(object) }
        var value = object[first]
        for name in names.dropFirst() {
            if let elements = value?.elements {
                guard let index = Int(name.string), elements.indices.contains(index) else { return nil }
                value = elements[index]
            } else {
                value = value?[name]
            }
        }
        return value
    }

    /// What it points at; nil where there is nothing.
    func value(in value: JSONValue) -> JSONValue? {
        value.object.map { self.value(in: $0) } ?? (names.isEmpty ? value : nil)
    }
}
