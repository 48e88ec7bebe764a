/// A strict parser of RFC 8259 texts, under the rules of the format's section 1.
///
/// Refused, with the byte offset: invalid UTF-8, lone surrogates, duplicate members, nesting over the limit,
/// texts over the limit, numbers whose canonical text would be another decimal value, a byte order mark.
public struct JSONParser: Sendable {
    /// What a text may be at most.
    public struct Limits: Sendable, Hashable {
        /// The deepest nesting of arrays and objects.
        public var depth: Int
        /// The most bytes.
        public var bytes: Int

        public init(depth: Int = 64, bytes: Int = 1 << 30) {
            self.depth = depth
            self.bytes = bytes
        }
    }

    private let text: [UInt8]
    private let limits: Limits
    private var position = 0
    private var depth = 0

    /// Parses one whole text.
    ///
    /// - Throws: ``JSONParseError`` with the offset of the first byte that is wrong.
    public static func parse(_ text: [UInt8], limits: Limits = Limits()) throws(JSONParseError) -> JSONValue {
        guard text.count <= limits.bytes else {
            throw JSONParseError(reason: .tooLong(limit: limits.bytes), offset: limits.bytes)
        }
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw JSONParseError(reason: .invalidUTF8, offset: error.byteOffsets.lowerBound)
        }
        var parser = JSONParser(text: text, limits: limits)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == text.count else { throw parser.failure(.trailingBytes) }
        return value
    }

    /// Parses the UTF-8 bytes of a string.
    public static func parse(_ text: String, limits: Limits = Limits()) throws(JSONParseError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    private init(text: [UInt8], limits: Limits) {
        self.text = text
        self.limits = limits
    }

    private func failure(_ reason: JSONParseError.Reason) -> JSONParseError {
        JSONParseError(reason: reason, offset: position)
    }

    /// What to say of the byte at the position, or of the end that came too early.
    private func unexpected() -> JSONParseError {
        failure(position < text.count ? .unexpectedByte(text[position]) : .unexpectedEnd)
    }

    private var current: UInt8? {
        position < text.count ? text[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func value() throws(JSONParseError) -> JSONValue {
        guard let byte = current else { throw unexpected() }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw unexpected()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        for byte in word.description.utf8 {
            guard current == byte else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func enter() throws(JSONParseError) {
        depth += 1
        guard depth <= limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
        position += 1
        skipSpace()
    }

    private mutating func array() throws(JSONParseError) -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value())
            skipSpace()
            switch current {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "]"):
                position += 1
                return elements
            default: throw unexpected()
            }
        }
    }

    private mutating func object() throws(JSONParseError) -> JSONObject {
        try enter()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        var offsets: [Int] = []
        if current == UInt8(ascii: "}") {
            position += 1
            return JSONObject()
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw unexpected() }
            offsets.append(position)
            let name = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw unexpected() }
            position += 1
            skipSpace()
            members.append(JSONObject.Member(name: name, value: try value()))
            skipSpace()
            switch current {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "}"):
                position += 1
                return try sorted(members, offsets: offsets)
            default: throw unexpected()
            }
        }
    }

    /// Puts members into canonical order; the canonical texts that the project itself stores are in it already.
    private func sorted(_ members: [JSONObject.Member], offsets: [Int]) throws(JSONParseError) -> JSONObject {
        let isSorted = zip(members, members.dropFirst()).allSatisfy { Text.utf16Precedes($0.name, $1.name) }
        if isSorted { return JSONObject(sortedMembers: members) }
        let order = members.indices.sorted {
            members[$0].name == members[$1].name
                ? $0 < $1 : Text.utf16Precedes(members[$0].name, members[$1].name)
        }
        for (earlier, later) in zip(order, order.dropFirst()) where members[earlier].name == members[later].name {
            throw JSONParseError(reason: .duplicateMember(members[later].name), offset: offsets[later])
        }
        return JSONObject(sortedMembers: order.map { members[$0] })
    }

    private mutating func string() throws(JSONParseError) -> Text {
        position += 1
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                let text = Text(String(decoding: text[start..<position], as: UTF8.self))
                position += 1
                return text
            case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
            case 0..<0x20: throw failure(.controlCharacter(byte))
            default: position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONParseError) -> Text {
        var bytes = Array(text[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return Text(String(decoding: bytes, as: UTF8.self))
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            case 0..<0x20: throw failure(.controlCharacter(byte))
            default:
                bytes.append(byte)
                position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(JSONParseError) {
        position += 1
        guard let letter = current else { throw failure(.unexpectedEnd) }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            let start = position - 1
            let scalar = try unicodeEscape(startingAt: start)
            bytes.append(contentsOf: String(Character(scalar)).utf8)
            return
        default: throw failure(.invalidEscape)
        }
        position += 1
    }

    /// Reads `uXXXX`, and the second half of a surrogate pair, ending behind the last digit.
    private mutating func unicodeEscape(startingAt start: Int) throws(JSONParseError) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard 0xD800..<0xDC00 ~= first, position + 1 < text.count,
            text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
        else { throw JSONParseError(reason: .loneSurrogate, offset: start) }
        position += 1
        let second = try fourHexDigits()
        guard 0xDC00..<0xE000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw JSONParseError(reason: .loneSurrogate, offset: start) }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONParseError) -> UInt32 {
        position += 1
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch current {
            case let digit? where UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit:
                value = value << 4 | UInt32(digit - UInt8(ascii: "0"))
            case let digit? where UInt8(ascii: "a")...UInt8(ascii: "f") ~= digit | 0x20:
                value = value << 4 | UInt32((digit | 0x20) - UInt8(ascii: "a") + 10)
            case nil: throw failure(.unexpectedEnd)
            default: throw failure(.invalidEscape)
            }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONParseError) -> JSONNumber {
        let start = position
        var isInteger = true
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let slice = text[start..<position]
        let source = String(decoding: slice, as: UTF8.self)
        if isInteger, slice.count <= 15, let integer = Int(source), let number = JSONNumber(exactly: integer) {
            return number
        }
        guard let double = Double(source), let number = JSONNumber(double),
            DecimalText(of: double) == DecimalText(jsonNumber: slice)
        else { throw JSONParseError(reason: .inexactNumber(source), offset: start) }
        return number
    }

    private mutating func digits() throws(JSONParseError) {
        guard let first = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { throw unexpected() }
        while let digit = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
            position += 1
        }
    }
}
