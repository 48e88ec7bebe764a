/// Writes values as canonical JSON (RFC 8785) into one growing array of bytes.
public struct CanonicalWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8]

    /// - Parameter capacity: Bytes to reserve at once.
    public init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Writes one value.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: writeVerbatim("null")
        case .bool(let bool): writeVerbatim(bool ? "true" : "false")
        case .number(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): write(object)
        }
    }

    /// Writes one object.
    public mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.name)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes a string with its quotes: the two-letter escapes, lower-case `\u00xx` for other controls, all else raw.
    public mutating func write(_ text: Text) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): writeVerbatim("\\\"")
            case UInt8(ascii: "\\"): writeVerbatim("\\\\")
            case 0x08: writeVerbatim("\\b")
            case 0x09: writeVerbatim("\\t")
            case 0x0A: writeVerbatim("\\n")
            case 0x0C: writeVerbatim("\\f")
            case 0x0D: writeVerbatim("\\r")
            case 0..<0x20:
                writeVerbatim("\\u00")
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes one number.
    public mutating func write(_ number: JSONNumber) {
        if let integer = number.integer {
            bytes.append(contentsOf: integer.description.utf8)
        } else {
            bytes.append(contentsOf: number.canonicalText.utf8)
        }
    }

    /// Appends bytes that are canonical JSON already, such as a stored entity; nothing is checked or re-encoded.
    public mutating func writeVerbatim(_ canonical: some Sequence<UInt8>) {
        bytes.append(contentsOf: canonical)
    }

    /// Appends punctuation or a literal as it stands.
    public mutating func writeVerbatim(_ punctuation: StaticString) {
        bytes.append(contentsOf: punctuation.description.utf8)
    }
}

let hexDigits: [UInt8] = Array("0123456789abcdef".utf8)

extension JSONValue {
    /// The canonical text as UTF-8 bytes.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.write(self)
        return writer.bytes
    }
}

extension JSONObject {
    /// The canonical text as UTF-8 bytes.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.write(self)
        return writer.bytes
    }
}
