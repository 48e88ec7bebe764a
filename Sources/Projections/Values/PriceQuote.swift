public import CanonicalJSON

/// What a set of goods costs with discount and shipping: the arithmetic of `calculate_price` (contract 4.5).
///
/// Each figure is exact; round it to cents by itself, once (C-12).
public struct PriceQuote: Sendable, Hashable {
    public let subtotal: Money
    public let discount: Money
    public let shipping: Money
    public let total: Money

    /// - Parameters:
    ///   - lines: Prices and quantities; a quantity is taken as given, negative ones too.
    ///   - loyaltyTier: Without a discount when nil or unknown.
    ///   - shippingService: `standard` when nil or unknown.
    /// - Throws: ``MoneyError/overflow``.
    public init(
        lines: [(price: UnitPrice, quantity: Int)], loyaltyTier: Text?, shippingService: Text?
    ) throws(MoneyError) {
        var subtotal = Money.zero
        for line in lines { subtotal = try subtotal.adding(line.price.times(line.quantity)) }
        self.subtotal = subtotal
        discount = try subtotal.percent(PriceQuote.discountPercent(loyaltyTier: loyaltyTier))
        shipping = PriceQuote.shippingCost(service: shippingService)
        total = try subtotal.subtracting(discount).adding(shipping)
    }

    /// The discount on goods (R-PRICE-2).
    public static func discountPercent(loyaltyTier: Text?) -> Int {
        switch loyaltyTier {
        case "silver": 5
        case "gold": 10
        case "platinum": 15
        default: 0
        }
    }

    /// The cost of shipping, never discounted (R-PRICE-3).
    public static func shippingCost(service: Text?) -> Money {
        switch service {
        case "express": Money(cents: 1999)
        case "overnight": Money(cents: 3999)
        default: Money(cents: 999)
        }
    }
}
