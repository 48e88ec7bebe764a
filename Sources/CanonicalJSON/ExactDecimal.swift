/// A decimal number taken apart without rounding: ±significand × 10^exponent.
///
/// The significand has no trailing zeros, and zero is +0 × 10^0. Equal values so have equal parts, and comparing two of
/// them compares exact decimals without any arithmetic on floating point.
struct ExactDecimal: Equatable {
    private(set) var isNegative = false
    private(set) var significand: UInt64 = 0
    private(set) var exponent = 0

    /// Shortest texts of doubles have 17 digits at most, so every number that may equal one fits.
    private static let mostDigits = 19

    /// The shortest decimal that names this double: the value that its canonical text has.
    init(of double: Double) {
        if let integer = Int(exactly: double), integer.magnitude < 1 << 53 {
            isNegative = integer < 0
            significand = UInt64(integer.magnitude)
        } else {
            // Swift prints the shortest digits that name the double, and of those the closest, as ECMAScript does.
            parse(double.description.utf8)
        }
        removeTrailingZeros()
    }

    /// Takes the text of a JSON number apart, whose grammar the caller has checked.
    ///
    /// - Returns: nil when it has so many significant digits that no double has it as its canonical text.
    init?(jsonNumber text: String) {
        guard parse(text.utf8) else { return nil }
        removeTrailingZeros()
    }

    @discardableResult
    private mutating func parse(_ text: String.UTF8View) -> Bool {
        var digitCount = 0
        var heldBackZeros = 0
        var sawPoint = false
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): sawPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent += ExactDecimal.exponent(text[index...])
                index = text.endIndex
            case UInt8(ascii: "0"):
                // Zeros count only if another digit follows, so that 1.000...0 of any length is 1.
                if significand != 0 { heldBackZeros += 1 }
                if sawPoint { exponent -= 1 }
            default:
                if sawPoint { exponent -= 1 }
                digitCount += heldBackZeros + 1
                guard digitCount <= ExactDecimal.mostDigits else { return false }
                for _ in 0..<heldBackZeros { significand *= 10 }
                heldBackZeros = 0
                significand = significand * 10 + UInt64(byte - UInt8(ascii: "0"))
            }
        }
        exponent += heldBackZeros
        return true
    }

    /// An exponent beyond any double saturates: its number is zero, or refused anyway.
    private static func exponent(_ text: Substring.UTF8View) -> Int {
        var value = 0
        for byte in text where byte != UInt8(ascii: "+") && byte != UInt8(ascii: "-") {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1 << 48)
        }
        return text.first == UInt8(ascii: "-") ? -value : value
    }

    private mutating func removeTrailingZeros() {
        guard significand != 0 else {
            isNegative = false
            exponent = 0
            return
        }
        while significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
    }

    /// The value times ten to the `places`, when that is an integer that fits.
    func scaled(places: Int) -> Int? {
        guard significand != 0 else { return 0 }
        let (zeros, isOutOfRange) = exponent.addingReportingOverflow(places)
        guard !isOutOfRange, (0...ExactDecimal.mostDigits).contains(zeros), var value = Int(exactly: significand)
        else { return nil }
        for _ in 0..<zeros {
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            guard !overflowed else { return nil }
            value = product
        }
        return isNegative ? -value : value
    }

    /// The value times ten to the `places`, rounded to an integer; what does not fit becomes the nearest that does.
    func scaled(places: Int, rounded rule: ExactRounding) -> Int {
        if let exact = scaled(places: places) { return exact }
        // No double has an exponent beyond a few hundred, so that more places make no difference.
        let zeros = exponent + min(max(places, -1_000), 1_000)
        guard zeros < 0 else { return isNegative ? .min : .max }
        var magnitude = significand
        for _ in zeros..<0 where magnitude != 0 { magnitude /= 10 }
        // The significand ends in no zero, so that something was cut off.
        if (rule == .up) != isNegative { magnitude += 1 }
        let whole = Int(magnitude)
        return isNegative ? -whole : whole
    }

    /// Appends the text of ECMAScript's Number::toString, which RFC 8785 prescribes in section 3.2.2.3.
    func append(to bytes: inout [UInt8]) {
        if isNegative { bytes.append(UInt8(ascii: "-")) }
        let digits = DecimalDigits(of: significand)
        // The names n and k are those of ECMA-262: the value is 0.digits × 10^n, with k digits.
        let k = digits.count
        let n = k + exponent
        if k <= n, n <= 21 {
            digits.append(0..<k, to: &bytes)
            for _ in k..<n { bytes.append(UInt8(ascii: "0")) }
        } else if 0 < n, n <= 21 {
            digits.append(0..<n, to: &bytes)
            bytes.append(UInt8(ascii: "."))
            digits.append(n..<k, to: &bytes)
        } else if -6 < n, n <= 0 {
            bytes.append(UInt8(ascii: "0"))
            bytes.append(UInt8(ascii: "."))
            for _ in n..<0 { bytes.append(UInt8(ascii: "0")) }
            digits.append(0..<k, to: &bytes)
        } else {
            digits.append(0..<1, to: &bytes)
            if k > 1 {
                bytes.append(UInt8(ascii: "."))
                digits.append(1..<k, to: &bytes)
            }
            bytes.append(UInt8(ascii: "e"))
            bytes.append(n > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
            let magnitude = DecimalDigits(of: UInt64((n - 1).magnitude))
            magnitude.append(0..<magnitude.count, to: &bytes)
        }
    }
}

/// The decimal digits of an unsigned integer, without a heap allocation.
struct DecimalDigits {
    private var storage = InlineArray<20, UInt8>(repeating: 0)
    private let start: Int

    init(of value: UInt64) {
        var rest = value
        var index = 20
        repeat {
            index -= 1
            storage[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest != 0
        start = index
    }

    var count: Int { 20 - start }

    /// Appends the digits at these positions, the most significant being 0.
    func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        for index in range { bytes.append(storage[start + index]) }
    }
}
