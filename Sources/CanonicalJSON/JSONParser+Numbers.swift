extension JSONParser {
    mutating func number(_ text: Span<UInt8>) throws(JSONParseError) -> JSONNumber {
        let start = position
        var decimal = ScannedDecimal()
        decimal.isNegative = skip(UInt8(ascii: "-"), text)
        if !skip(UInt8(ascii: "0"), text) { try digits(text, into: &decimal) }
        if skip(UInt8(ascii: "."), text) {
            let pointPosition = position
            try digits(text, into: &decimal)
            decimal.exponent = pointPosition - position
        }
        if skip(UInt8(ascii: "e"), text) || skip(UInt8(ascii: "E"), text) {
            let isNegative = skip(UInt8(ascii: "-"), text)
            if !isNegative { _ = skip(UInt8(ascii: "+"), text) }
            var exponent = ScannedDecimal()
            try digits(text, into: &exponent)
            // Numbers with an exponent this large, or this many digits, go the slow way below.
            let magnitude = exponent.isShort ? Int(exponent.significand) : 1 << 48
            decimal.exponent += isNegative ? -magnitude : magnitude
        }
        if let number = decimal.exactNumber { return number }
        let source = content(start..<position, of: text).string
        if isLossy { return Double(source).flatMap(JSONNumber.init) ?? JSONNumber(0 as Int32) }
        guard let double = Double(source), let number = JSONNumber(double),
            ExactDecimal(jsonNumber: source) == ExactDecimal(of: double)
        else { throw JSONParseError(reason: .inexactNumber(source), offset: start) }
        return number
    }

    /// Reads one digit or more.
    private mutating func digits(
        _ text: Span<UInt8>, into decimal: inout ScannedDecimal
    ) throws(JSONParseError) {
        let start = position
        while position < text.count {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            decimal.significand = decimal.significand &* 10 &+ UInt64(digit)
            position += 1
        }
        guard position > start else { throw unexpected(text) }
        decimal.digitCount += position - start
    }
}

/// The digits of a number as they are read.
private struct ScannedDecimal {
    var isNegative = false
    /// Wraps around if there are more than 19 digits.
    var significand: UInt64 = 0
    var digitCount = 0
    var exponent = 0

    /// Fifteen digits: as many as a double tells apart everywhere (DBL_DIG of the C standard).
    var isShort: Bool { digitCount <= 15 }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// The number, if it is one that needs no search for the nearest double and no second look at its exactness.
    ///
    /// Up to 15 digits and up to 10^22 are doubles themselves, so that one multiplication or division rounds just once
    /// and correctly (Clinger 1990). Two decimals of 15 digits never share a double, hence the shortest text of the
    /// result is the decimal that was read.
    var exactNumber: JSONNumber? {
        guard isShort, exponent.magnitude <= 22 else { return nil }
        let magnitude =
            if exponent == 0 {
                Double(significand)
            } else if exponent < 0 {
                Double(significand) / ScannedDecimal.powersOfTen[-exponent]
            } else {
                Double(significand) * ScannedDecimal.powersOfTen[exponent]
            }
        return JSONNumber(isNegative ? -magnitude : magnitude)
    }
}
