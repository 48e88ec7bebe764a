internal import CanonicalJSON

/// Lays JSON out for reading: members in canonical order, two spaces an indent, short values on one line.
struct ReadableJSON {
    /// The longest canonical text, in bytes, that stays on one line.
    private static let lineLimit = 80

    private(set) var text = ""
    private var indent = ""

    mutating func write(_ value: JSONValue) {
        let canonical = value.canonicalBytes
        switch value {
        case .array(let elements) where canonical.count > ReadableJSON.lineLimit:
            write("[", elements, "]") { $0.write($1) }
        case .object(let object) where canonical.count > ReadableJSON.lineLimit:
            write("{", object.members, "}") { writer, member in
                writer.text += String(decoding: JSONValue.string(member.name).canonicalBytes, as: UTF8.self) + ": "
                writer.write(member.value)
            }
        default: text += String(decoding: canonical, as: UTF8.self)
        }
    }

    private mutating func write<Element>(
        _ opening: String, _ elements: [Element], _ closing: String, each: (inout ReadableJSON, Element) -> Void
    ) {
        let outer = indent
        indent += "  "
        text += opening
        for (index, element) in elements.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + indent
            each(&self, element)
        }
        indent = outer
        text += "\n" + indent + closing
    }
}
