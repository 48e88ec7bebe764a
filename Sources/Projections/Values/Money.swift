public import CanonicalJSON

/// An amount of dollars, exact to 1/1,000,000 dollar; every operation is checked (format section 2, design rule D-6).
public struct Money: Sendable, Hashable {
    /// Millionths of a dollar.
    public let micros: Int

    public init(micros: Int) {
        self.micros = micros
    }

    public init(cents: Int32) {
        micros = Int(cents) * 10_000
    }

    public static let zero = Money(micros: 0)

    /// - Throws: ``MoneyError/overflow``.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        let (sum, overflowed) = micros.addingReportingOverflow(other.micros)
        guard !overflowed else { throw .overflow }
        return Money(micros: sum)
    }

    /// - Throws: ``MoneyError/overflow``.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        let (difference, overflowed) = micros.subtractingReportingOverflow(other.micros)
        guard !overflowed else { throw .overflow }
        return Money(micros: difference)
    }

    /// So many hundredths of the amount.
    ///
    /// Exact for sums of unit prices, which are whole multiples of 100 micros; otherwise rounded half to even to a
    /// micro.
    public func percent(_ percent: Int) throws(MoneyError) -> Money {
        let (product, overflowed) = micros.multipliedReportingOverflow(by: percent)
        guard !overflowed else { throw .overflow }
        return Money(micros: Money.divideHalfToEven(product, by: 100))
    }

    /// Whole cents, half a cent rounded to the even one. Round once, at the end.
    public var roundedCents: Int { Money.divideHalfToEven(micros, by: 10_000) }

    /// The amount rounded to cents, in dollars: 100000000 micros are `100`, 99990000 are `99.99`.
    public var json: JSONValue { .number(roundedDollars) }

    /// The amount rounded to cents as a JSON number of dollars.
    public var roundedDollars: JSONNumber {
        let cents = roundedCents
        let (dollars, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
        let text = "\(cents < 0 ? "-" : "")\(dollars).\(rest < 10 ? "0" : "")\(rest)"
        // Any amount of Int micros has at most 15 digits in cents, so a double keeps it; the text parses always.
        return Double(text).flatMap { JSONNumber($0) } ?? JSONNumber(0)
    }

    static func divideHalfToEven(_ value: Int, by divisor: Int) -> Int {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        let twice = Int(remainder.magnitude) * 2
        guard twice > divisor || (twice == divisor && !quotient.isMultiple(of: 2)) else { return quotient }
        return value < 0 ? quotient - 1 : quotient + 1
    }
}

extension Money {
    /// Reads an amount of the world, such as a payment's, when it has at most six decimals.
    ///
    /// For comparing stored amounts; an `amount` given by the agent is never computed with.
    public init?(_ number: JSONNumber) {
        guard let micros = number.scaled(places: 6) else { return nil }
        self.init(micros: micros)
    }

    /// The text that an amount has in an id: `100.0`, `199.9`, `519.96`.
    ///
    /// - Throws: ``MoneyError/exponentForm`` when the canonical text has an exponent.
    public static func idText(of amount: JSONNumber) throws(MoneyError) -> Text {
        let text = amount.canonicalText
        guard !text.utf8.contains(UInt8(ascii: "e")) else { throw .exponentForm(Text(text)) }
        return Text(text.utf8.contains(UInt8(ascii: ".")) ? text : text + ".0")
    }
}

/// Why an amount cannot be computed or written.
public enum MoneyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The result does not fit; the largest amount is about nine trillion dollars.
    case overflow
    /// The amount is too large or too small for a plain decimal.
    case exponentForm(Text)

    public var description: String {
        switch self {
        case .overflow: "The amount is too large to compute with"
        case .exponentForm(let text): "The amount \(text) is not a plain decimal"
        }
    }
}
