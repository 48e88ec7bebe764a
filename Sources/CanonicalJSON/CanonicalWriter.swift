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
            for index in elements.indices {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(elements[index])
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): write(object)
        }
    }

    /// Writes one object.
    public mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        for index in object.members.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(object.members[index].name)
            bytes.append(UInt8(ascii: ":"))
            write(object.members[index].value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes a string with its quotes: the two-letter escapes, lower-case `\u00xx` for other controls, all else raw.
    public mutating func write(_ text: Text) {
        let content = text.string.utf8Span.span
        if CanonicalWriter.needsEscapes(content) {
            bytes.append(UInt8(ascii: "\""))
            for index in content.indices { writeEscaped(content[index]) }
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes.append(addingCapacity: content.count + 2) { output in
                output.append(UInt8(ascii: "\""))
                for index in content.indices { output.append(content[index]) }
                output.append(UInt8(ascii: "\""))
            }
        }
    }

    private static func needsEscapes(_ content: Span<UInt8>) -> Bool {
        // Without branches, so that the compiler looks at many bytes at a time.
        var found: UInt8 = 0
        for index in content.indices {
            let byte = content[index]
            found |= (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
        }
        return found != 0
    }

    private mutating func writeEscaped(_ byte: UInt8) {
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
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    /// Writes one number.
    public mutating func write(_ number: JSONNumber) {
        if let integer = number.integer {
            write(integer)
        } else if (1e-4..<9_007_199_254_740_992).contains(number.double.magnitude) {
            // Here Swift's text has no exponent, and is the canonical one already.
            writeVerbatim(number.double.description)
        } else {
            ExactDecimal(of: number.double).append(to: &bytes)
        }
    }

    /// Writes an integer, the usual number of hand-written encoders.
    ///
    /// - Precondition: Its magnitude is below 2^53: beyond, it is not the canonical text of a JSON number.
    public mutating func write(_ integer: Int) {
        precondition(integer.magnitude < 1 << 53, "\(integer) is not exact as a JSON number")
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        let digits = DecimalDigits(of: UInt64(integer.magnitude))
        digits.append(0..<digits.count, to: &bytes)
    }

    /// Appends bytes that are canonical JSON already, such as a stored entity; nothing is checked or re-encoded.
    public mutating func writeVerbatim(_ canonical: some Sequence<UInt8>) {
        bytes.append(contentsOf: canonical)
    }

    /// Appends at most `count` bytes that `body` puts.
    mutating func append(_ count: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        bytes.append(addingCapacity: count, initializingWith: body)
    }

    /// Appends punctuation or a literal as it stands.
    public mutating func writeVerbatim(_ canonical: String) {
        let content = canonical.utf8Span.span
        bytes.append(addingCapacity: content.count) { output in
            for index in content.indices { output.append(content[index]) }
        }
    }
}

/// The lower-case hexadecimal digit of a value below 16.
func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
}

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
