public import CanonicalJSON

/// The price of one piece: an integer of 1/10,000 dollar, 0 to 1,000,000,000 dollars (format section 2).
public struct UnitPrice: Sendable, Hashable, Comparable {
    /// Ten-thousandths of a dollar.
    public let tenThousandths: Int

    /// The largest price, in ten-thousandths.
    public static let limit = 1_000_000_000 * 10_000

    /// - Returns: nil for more than four decimals, for a negative price and for one over the limit.
    public init?(_ number: JSONNumber) {
        guard let value = number.scaled(places: 4), 0...UnitPrice.limit ~= value else { return nil }
        tenThousandths = value
    }

    /// The price of so many pieces; a negative count is taken as given.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public func times(_ quantity: Int) throws(MoneyError) -> Money {
        let (product, overflowed) = tenThousandths.multipliedReportingOverflow(by: quantity)
        let (micros, overflowedAgain) = product.multipliedReportingOverflow(by: 100)
        guard !overflowed, !overflowedAgain else { throw .overflow }
        return Money(micros: micros)
    }

    public static func < (left: UnitPrice, right: UnitPrice) -> Bool {
        left.tenThousandths < right.tenThousandths
    }
}
