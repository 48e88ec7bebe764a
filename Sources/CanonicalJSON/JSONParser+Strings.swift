extension JSONParser {
    mutating func string(_ text: Span<UInt8>) throws(JSONParseError) -> Text {
        position += 1
        let start = position
        try skipPlain(text)
        if text[position] == UInt8(ascii: "\"") {
            let content = content(start..<position, of: text)
            position += 1
            return content
        }
        return try stringWithEscapes(text, from: start)
    }

    /// Goes to the next quote or backslash.
    private mutating func skipPlain(_ text: Span<UInt8>) throws(JSONParseError) {
        for index in position..<text.count {
            let byte = text[index]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                position = index
                guard byte >= 0x20 else { throw failure(.controlCharacter(byte)) }
                return
            }
        }
        position = text.count
        throw failure(.unexpectedEnd)
    }

    /// Copies bytes that are UTF-8 because the whole text is, and no character starts or ends within.
    func content(_ range: Range<Int>, of text: Span<UInt8>) -> Text {
        guard let content = try? UTF8Span(validating: text.extracting(range)) else {
            preconditionFailure("part of a valid text is not valid UTF-8")
        }
        return Text(String(copying: content))
    }

    private mutating func stringWithEscapes(_ text: Span<UInt8>, from start: Int) throws(JSONParseError) -> Text {
        var bytes: [UInt8] = []
        var plainStart = start
        while true {
            for index in plainStart..<position { bytes.append(text[index]) }
            if skip(UInt8(ascii: "\""), text) { return Text(String(decoding: bytes, as: UTF8.self)) }
            try escape(text, into: &bytes)
            plainStart = position
            try skipPlain(text)
        }
    }

    private mutating func escape(_ text: Span<UInt8>, into bytes: inout [UInt8]) throws(JSONParseError) {
        let start = position
        position += 1
        guard let letter = current(text) else { throw unexpected(text) }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            bytes.append(
                contentsOf: UTF8.encode(try scalar(text, escapedAt: start)) ?? UTF8.encodedReplacementCharacter)
            return
        default: throw failure(.invalidEscape)
        }
        position += 1
    }

    /// Reads four digits, and the second half of a surrogate pair.
    private mutating func scalar(
        _ text: Span<UInt8>, escapedAt start: Int
    ) throws(JSONParseError) -> Unicode.Scalar {
        let first = try fourHexDigits(text)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let end = position
        if first < 0xDC00, skip(UInt8(ascii: "\\"), text), skip(UInt8(ascii: "u"), text) {
            let second = try fourHexDigits(text)
            if 0xDC00..<0xE000 ~= second,
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        guard isLossy else { throw JSONParseError(reason: .loneSurrogate, offset: start) }
        position = end
        return "\u{FFFD}"
    }

    private mutating func fourHexDigits(_ text: Span<UInt8>) throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch current(text) {
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
}
