/// A decimal number as digits and an exponent: value = ±0.d1d2d3... × 10^pointPosition.
///
/// `digits` has neither leading nor trailing zeros; zero has none at all. Equal values have equal parts, so that
/// comparing two of them compares the exact decimals, without any arithmetic on floating point.
struct DecimalText: Equatable {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    private(set) var pointPosition = 0

    /// The shortest decimal that names this double, as Swift's own shortest printing finds it.
    init(of double: Double) {
        self.init(jsonNumber: Array(double.description.utf8)[...])
    }

    /// Takes the text of a JSON number (or of a Swift double) apart; the grammar was checked by the caller.
    init(jsonNumber text: ArraySlice<UInt8>) {
        var exponentText: ArraySlice<UInt8> = []
        var mantissa = text
        if let mark = text.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
            mantissa = text[..<mark]
            exponentText = text[(mark + 1)...]
        }
        var sawPoint = false
        for byte in mantissa {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): sawPoint = true
            default:
                digits.append(byte)
                if !sawPoint { pointPosition += 1 }
            }
        }
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leadingZeros)
        pointPosition -= leadingZeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.isEmpty {
            self.pointPosition = 0
            isNegative = false
        } else {
            pointPosition += DecimalText.exponent(exponentText)
        }
    }

    /// An exponent beyond any double saturates: such a number is refused anyway.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
        var value = 0
        for byte in text where byte != UInt8(ascii: "+") && byte != UInt8(ascii: "-") {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
        }
        return text.first == UInt8(ascii: "-") ? -value : value
    }

    /// The value times ten to the `places`, when that is an integer that fits.
    func scaled(places: Int) -> Int? {
        guard !digits.isEmpty else { return 0 }
        let integerDigits = pointPosition + places
        guard integerDigits >= digits.count, integerDigits <= 19 else { return nil }
        var value = 0
        for position in 0..<integerDigits {
            let digit = position < digits.count ? Int(digits[position] - UInt8(ascii: "0")) : 0
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowedAgain) = product.addingReportingOverflow(digit)
            guard !overflowed, !overflowedAgain else { return nil }
            value = sum
        }
        return isNegative ? -value : value
    }

    /// The text of ECMAScript's Number::toString, which RFC 8785 prescribes.
    var ecmaScript: String {
        guard !digits.isEmpty else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = String(decoding: digits, as: UTF8.self)
        let count = digits.count
        if count <= pointPosition, pointPosition <= 21 {
            return sign + text + String(repeating: "0", count: pointPosition - count)
        }
        if 0 < pointPosition, pointPosition <= 21 {
            return sign + text.prefix(pointPosition) + "." + text.dropFirst(pointPosition)
        }
        if -6 < pointPosition, pointPosition <= 0 {
            return sign + "0." + String(repeating: "0", count: -pointPosition) + text
        }
        let exponent = pointPosition - 1
        let tail = count == 1 ? "" : "." + text.dropFirst()
        return sign + text.prefix(1) + tail + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
    }
}
