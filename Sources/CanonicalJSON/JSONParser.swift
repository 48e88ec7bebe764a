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

    let limits: Limits
    /// Whether values that cannot be kept are replaced instead of refused.
    let isLossy: Bool
    var position = 0
    var depth = 0

    private init(limits: Limits, isLossy: Bool = false) {
        self.limits = limits
        self.isLossy = isLossy
    }

    /// Parses one whole text.
    ///
    /// - Throws: ``JSONParseError`` with the offset of the first byte that is wrong; that names are distinct is checked
    ///   when their object ends.
    public static func parse(_ text: [UInt8], limits: Limits = Limits()) throws(JSONParseError) -> JSONValue {
        try parse(text.span, limits: limits)
    }

    /// Parses the UTF-8 bytes of a string.
    public static func parse(_ text: String, limits: Limits = Limits()) throws(JSONParseError) -> JSONValue {
        try parse(text.utf8Span.span, limits: limits)
    }

    /// Parses one whole text where it lies, for example in a memory map.
    public static func parse(_ text: Span<UInt8>, limits: Limits = Limits()) throws(JSONParseError) -> JSONValue {
        guard text.count <= limits.bytes else {
            throw JSONParseError(reason: .tooLong(limit: limits.bytes), offset: limits.bytes)
        }
        do {
            _ = try UTF8Span(validating: text)
        } catch {
            let offset = error.byteOffsets.lowerBound
            // A fault further left comes first.
            if let earlier = fault(in: text.extracting(first: offset), limits: limits), earlier.offset < offset {
                throw earlier
            }
            throw JSONParseError(reason: .invalidUTF8, offset: offset)
        }
        return try parse(utf8: text, limits: limits)
    }

    /// Parses a text that ``parse(_:limits:)`` refused, so that an error can name the request it answers. Nothing that comes of it
    /// may be recorded.
    ///
    /// Numbers that cannot be kept become the nearest that can, or 0; halves of surrogate pairs become U+FFFD; of members
    /// of one name the last holds.
    ///
    /// - Throws: ``JSONParseError`` where the text is not JSON at all, or beyond the limits.
    public static func parseLossily(_ text: [UInt8], limits: Limits) throws(JSONParseError) -> JSONValue {
        guard text.count <= limits.bytes else {
            throw JSONParseError(reason: .tooLong(limit: limits.bytes), offset: limits.bytes)
        }
        guard let utf8 = try? UTF8Span(validating: text.span) else {
            throw JSONParseError(reason: .invalidUTF8, offset: 0)
        }
        return try parse(utf8: utf8.span, limits: limits, isLossy: true)
    }

    private static func parse(
        utf8 text: Span<UInt8>, limits: Limits, isLossy: Bool = false
    ) throws(JSONParseError) -> JSONValue {
        var parser = JSONParser(limits: limits, isLossy: isLossy)
        parser.skipSpace(text)
        let value = try parser.value(text)
        parser.skipSpace(text)
        guard parser.position == text.count else { throw parser.failure(.trailingBytes) }
        return value
    }

    private static func fault(in text: Span<UInt8>, limits: Limits) -> JSONParseError? {
        do throws(JSONParseError) {
            _ = try parse(utf8: text, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}

// Every function takes the text as its parameter: a span must not outlive its memory, hence is not stored.
extension JSONParser {
    func failure(_ reason: JSONParseError.Reason) -> JSONParseError {
        JSONParseError(reason: reason, offset: position)
    }

    /// What to say of the byte at the position, or of the end that came too early.
    func unexpected(_ text: Span<UInt8>) -> JSONParseError {
        failure(position < text.count ? .unexpectedByte(text[position]) : .unexpectedEnd)
    }

    /// The byte at the position, or nil at the end.
    func current(_ text: Span<UInt8>) -> UInt8? {
        position < text.count ? text[position] : nil
    }

    /// Goes behind `byte` if it is the current one.
    mutating func skip(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while position < text.count {
            let byte = text[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func value(_ text: Span<UInt8>) throws(JSONParseError) -> JSONValue {
        guard let byte = current(text) else { throw unexpected(text) }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(text))
        case UInt8(ascii: "["): return .array(try array(text))
        case UInt8(ascii: "\""): return .string(try string(text))
        case UInt8(ascii: "t"): return try literal("true", .bool(true), text)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), text)
        case UInt8(ascii: "n"): return try literal("null", .null, text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number(text))
        default: throw unexpected(text)
        }
    }

    private mutating func literal(
        _ word: String, _ value: JSONValue, _ text: Span<UInt8>
    ) throws(JSONParseError) -> JSONValue {
        for byte in word.utf8 {
            guard skip(byte, text) else { throw unexpected(text) }
        }
        return value
    }

    /// Goes behind an opening bracket.
    private mutating func enter(_ text: Span<UInt8>) throws(JSONParseError) {
        guard depth < limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
        depth += 1
        position += 1
        skipSpace(text)
    }

    private mutating func array(_ text: Span<UInt8>) throws(JSONParseError) -> [JSONValue] {
        try enter(text)
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]"), text) { return elements }
        while true {
            elements.append(try value(text))
            skipSpace(text)
            if skip(UInt8(ascii: ","), text) {
                skipSpace(text)
            } else if skip(UInt8(ascii: "]"), text) {
                return elements
            } else {
                throw unexpected(text)
            }
        }
    }

    private mutating func object(_ text: Span<UInt8>) throws(JSONParseError) -> JSONObject {
        let start = position
        let members = try members(text)
        if let object = JSONObject(distinctMembers: members) { return object }
        if isLossy { return members.reduce(into: JSONObject()) { $0[$1.name] = $1.value } }
        position = start
        throw try duplicate(text)
    }

    private mutating func members(_ text: Span<UInt8>) throws(JSONParseError) -> [JSONObject.Member] {
        try enter(text)
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        if skip(UInt8(ascii: "}"), text) { return members }
        members.reserveCapacity(4)
        while true {
            let name = try name(text)
            members.append(JSONObject.Member(name: name, value: try value(text)))
            skipSpace(text)
            if skip(UInt8(ascii: ","), text) {
                skipSpace(text)
            } else if skip(UInt8(ascii: "}"), text) {
                return members
            } else {
                throw unexpected(text)
            }
        }
    }

    /// Reads a member's name up to where its value starts.
    private mutating func name(_ text: Span<UInt8>) throws(JSONParseError) -> Text {
        guard current(text) == UInt8(ascii: "\"") else { throw unexpected(text) }
        let name = try string(text)
        skipSpace(text)
        guard skip(UInt8(ascii: ":"), text) else { throw unexpected(text) }
        skipSpace(text)
        return name
    }

    /// Reads an object again that has a name twice, to say where the first repetition stands.
    ///
    /// Names' offsets are not kept on the way because hardly any object needs them.
    private mutating func duplicate(_ text: Span<UInt8>) throws(JSONParseError) -> JSONParseError {
        try enter(text)
        var seen: Set<Text> = []
        while true {
            let start = position
            let name = try name(text)
            guard seen.insert(name).inserted else {
                return JSONParseError(reason: .duplicateMember(name), offset: start)
            }
            _ = try value(text)
            skipSpace(text)
            _ = skip(UInt8(ascii: ","), text)
            skipSpace(text)
        }
    }
}
