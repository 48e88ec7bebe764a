/// Base64 (RFC 4648) without Foundation: the URL alphabet unpadded for tokens, the standard one padded for headers.
enum Base64 {
    enum Alphabet {
        case standard
        case url
    }

    private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    private static func digit(_ value: Int, _ alphabet: Alphabet) -> UInt8 {
        switch value {
        case 62: alphabet == .url ? UInt8(ascii: "-") : UInt8(ascii: "+")
        case 63: alphabet == .url ? UInt8(ascii: "_") : UInt8(ascii: "/")
        default: common[value]
        }
    }

    private static func value(_ digit: UInt8, _ alphabet: Alphabet) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-") where alphabet == .url, UInt8(ascii: "+") where alphabet == .standard: 62
        case UInt8(ascii: "_") where alphabet == .url, UInt8(ascii: "/") where alphabet == .standard: 63
        default: nil
        }
    }

    /// The text of these bytes; padded in the standard alphabet, unpadded in that of URLs.
    static func encode(_ bytes: [UInt8], alphabet: Alphabet) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let rest = min(3, bytes.count - index)
            var word = 0
            for offset in 0..<3 { word = word << 8 | (offset < rest ? Int(bytes[index + offset]) : 0) }
            for place in 0...rest { digits.append(digit(word >> (18 - 6 * place) & 63, alphabet)) }
            if alphabet == .standard { digits.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - rest)) }
            index += 3
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes of a text in its one canonical spelling.
    ///
    /// - Returns: nil for foreign characters, wrong padding, and bits set that no byte takes: two texts never decode to
    ///   the same bytes.
    static func decode(_ text: some Collection<UInt8>, alphabet: Alphabet) -> [UInt8]? {
        var digits = text[...]
        if alphabet == .standard {
            guard digits.count.isMultiple(of: 4) else { return nil }
            var padding = 0
            while padding < 2, !digits.isEmpty, digits.suffix(1).first == UInt8(ascii: "=") {
                digits = digits.dropLast()
                padding += 1
            }
        }
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var word: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = value(digit, alphabet) else { return nil }
            word = word << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
                word &= (1 << UInt32(bits)) - 1
            }
        }
        return word == 0 ? bytes : nil
    }
}
