internal import CanonicalJSON

/// An answer of the control API: values, and bytes of the store that go into it as they are.
indirect enum AnswerJSON: Sendable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    case value(JSONValue)
    /// Canonical JSON that is not looked at again.
    case stored([UInt8])
    case object([(name: Text, value: AnswerJSON)])
    case array([AnswerJSON])

    init(dictionaryLiteral elements: (Text, AnswerJSON)...) {
        self = .object(elements.map { (name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: AnswerJSON...) {
        self = .array(elements)
    }

    static let null = AnswerJSON.value(.null)
    static func text(_ text: Text) -> AnswerJSON { .value(.string(text)) }
    static func text(_ string: String) -> AnswerJSON { .value(.string(Text(string))) }
    static func bool(_ bool: Bool) -> AnswerJSON { .value(.bool(bool)) }
    static func digest(_ digest: Digest) -> AnswerJSON { .value(digest.json) }
    /// Counts, sequence numbers and milliseconds; beyond 2^53-1, which none of them reaches, the nearest that JSON holds.
    static func integer(_ integer: Int) -> AnswerJSON {
        .value(JSONNumber(exactly: integer).map(JSONValue.number) ?? .null)
    }

    /// The value, or null.
    static func optional<Value>(_ value: Value?, _ make: (Value) -> AnswerJSON) -> AnswerJSON {
        value.map(make) ?? .null
    }

    /// The canonical text.
    var bytes: [UInt8] {
        var writer = CanonicalWriter(capacity: 1024)
        write(into: &writer)
        return writer.bytes
    }

    private func write(into writer: inout CanonicalWriter) {
        switch self {
        case .value(let value): writer.write(value)
        case .stored(let bytes): writer.writeVerbatim(bytes)
        case .array(let elements):
            writer.writeVerbatim("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { writer.writeVerbatim(",") }
                element.write(into: &writer)
            }
            writer.writeVerbatim("]")
        case .object(let members):
            writer.writeVerbatim("{")
            let sorted = members.sorted { Text.utf16Precedes($0.name, $1.name) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { writer.writeVerbatim(",") }
                writer.write(member.name)
                writer.writeVerbatim(":")
                member.value.write(into: &writer)
            }
            writer.writeVerbatim("}")
        }
    }
}
