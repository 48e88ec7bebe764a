import CanonicalJSON
import Projections
import Testing

@Suite struct MoneyTests {
    private func price(_ text: String) throws -> UnitPrice {
        let number = try #require(json(text).number)
        return try #require(UnitPrice(number))
    }

    @Test(
        arguments: [
            // price, quantity, tier, service, subtotal, discount, total
            ("33.333", 3, nil, nil, "100", "0", "109.99"),
            ("0.005", 1, nil, nil, "0", "0", "10"), ("0.015", 1, nil, nil, "0.02", "0", "10"),
            ("0.025", 1, nil, nil, "0.02", "0", "10.02"), ("0.0251", 1, nil, nil, "0.03", "0", "10.02"),
            ("499.99", 1, "gold", "express", "499.99", "50", "469.98"),
            ("519.96", 1, "platinum", "overnight", "519.96", "77.99", "481.96"),
            ("10.1", 1, "silver", "standard", "10.1", "0.5", "19.58"),
            ("10.3", 1, "silver", "standard", "10.3", "0.52", "19.78"),
            ("100", -1, nil, nil, "-100", "0", "-90.01"), ("0.005", -1, nil, nil, "0", "0", "9.98"),
            ("1000000000", 1000, nil, nil, "1000000000000", "0", "1000000000009.99"),
        ] as [(String, Int, String?, String?, String, String, String)])
    func quotesRoundHalfToEvenOnce(
        price: String, quantity: Int, tier: String?, service: String?, subtotal: String, discount: String, total: String
    ) throws {
        let quote = try PriceQuote(
            lines: [(try self.price(price), quantity)], loyaltyTier: tier.map { Text($0) },
            shippingService: service.map { Text($0) })
        #expect(quote.subtotal.roundedDollars.canonicalText == subtotal)
        #expect(quote.discount.roundedDollars.canonicalText == discount)
        #expect(quote.total.roundedDollars.canonicalText == total)
    }

    @Test func anEmptyListCostsOnlyShipping() throws {
        let quote = try PriceQuote(lines: [], loyaltyTier: nil, shippingService: nil)
        #expect(quote.total.json == (try json("9.99")))
        #expect(quote.subtotal.json == 0)
    }

    @Test func overflowIsAnError() throws {
        let price = try price("1000000000")
        #expect(throws: MoneyError.overflow) { try price.times(1_000_000) }
        #expect(throws: MoneyError.overflow) {
            try PriceQuote(lines: [(price, 900_000), (price, 900_000)], loyaltyTier: nil, shippingService: nil)
        }
        #expect(throws: MoneyError.overflow) { try Money(micros: .max).adding(Money(micros: 1)) }
        #expect(throws: MoneyError.overflow) { try Money(micros: .min).subtracting(Money(micros: 1)) }
        #expect(throws: MoneyError.overflow) { try Money(micros: .max / 2).percent(15) }
    }

    @Test(arguments: [
        ("100", "100.0"), ("100.0", "100.0"), ("199.9", "199.9"), ("519.96", "519.96"), ("-5", "-5.0"), ("0", "0.0"),
        ("0.000001", "0.000001"), ("1e2", "100.0"),
    ])
    func amountsInIDsHaveAPoint(amount: String, text: String) throws {
        let number = try #require(json(amount).number)
        #expect(try Money.idText(of: number) == Text(text))
    }

    @Test(arguments: ["1e21", "1e-7", "-2.5e-9"])
    func exponentFormsAreRefused(amount: String) throws {
        let number = try #require(json(amount).number)
        #expect(throws: MoneyError.self) { try Money.idText(of: number) }
    }

    @Test(arguments: 0..<200)
    func roundingAgreesWithTheDefinition(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let micros = Int.random(in: -2_000_000...2_000_000, using: &generator) * (seed % 3 == 0 ? 5000 : 1)
        let cents = Money(micros: micros).roundedCents
        let distance = abs(micros - cents * 10_000)
        #expect(distance <= 5000)
        if distance == 5000 { #expect(cents.isMultiple(of: 2)) }
        #expect(Money(micros: micros).roundedDollars.scaled(places: 2) == cents)
    }
}
