internal import CanonicalJSON
internal import Projections

/// `calculate_price` (contract, section 4.5).
///
/// the name is in snake case. Q-13: the tier `none` is invalid here; no tier is said by leaving it out. C-12:
/// subtotal, discount and total are each rounded from the exact value, half cents to the even cent.
enum CalculatePrice {
    static let productIDs = Argument.texts(
        "product_ids", "Ids of the products, one per line of the order; may be empty.",
        examples: [["pyratech-graphforce-4070-16gb"]])
    static let quantities = Argument.integers(
        "quantities", "Pieces of each product, in the order of product_ids and as many; 1 each when left out.",
        in: -Quantity.maximum...Quantity.maximum, examples: [[2]]
    ).optional
    static let tier = Argument.choice(
        "loyalty_tier", "The customer's loyalty tier; leave it out for a customer without one (none is not accepted).",
        from: .loyaltyTier.without("none")
    ).optional
    static let service = Argument.choice(
        "shipping_service", "How it is shipped: standard 9.99, express 19.99, overnight 39.99 US dollars.",
        from: .shippingService
    ).defaulting(to: "standard")

    static let tool = Tool(
        name: "calculate_price",
        title: "Calculate a price",
        description: """
            Compute what products cost together, with loyalty discount and shipping. Use it for every total that you \
            tell or refund; never add prices yourself. The discount is 5 % of the goods for silver, 10 % for gold, 15 \
            % for platinum; shipping is never discounted; bundles cost their listed price. Returns subtotal, discount, \
            shipping and total in US dollars, rounded to cents.
            """,
        effect: .reads,
        arguments: [productIDs, quantities, tier, service],
        answer: .object([
            ("subtotal", .number.described("Prices times quantities, US dollars.")),
            ("discount", .number.described("Loyalty discount on the subtotal, US dollars.")),
            ("shipping", .number.described("US dollars.")),
            ("total", .number.described("Subtotal less discount plus shipping, US dollars.")),
        ]),
        policy: ["R-PRICE-1", "R-PRICE-2", "R-PRICE-3"],
        quirks: ["Q-9", "Q-13", "C-12"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let tier = try arguments[tier]
        let service = try arguments[service]
        let ids = try arguments[productIDs]
        let quantities = try arguments[quantities] ?? ids.map { _ in 1 }
        guard ids.count == quantities.count else {
            throw ToolError(
                "product_ids and quantities must have same length",
                hint: "\(ids.count) product_ids were given and \(quantities.count) quantities.")
        }
        let unknown = state.unknownProducts(ids)
        guard unknown.isEmpty else { throw .unknownProducts(unknown) }
        var lines: [(price: UnitPrice, quantity: Int)] = []
        for (id, quantity) in zip(ids, quantities) {
            lines.append((try unitPrice(of: id, in: state), quantity))
        }
        let quote = try quote(lines, tier: tier, service: service)
        return .answering([
            "subtotal": quote.subtotal.json, "discount": quote.discount.json, "shipping": quote.shipping.json,
            "total": quote.total.json,
        ])
    }

    private static func unitPrice(of id: Text, in state: WorldState) throws(ToolError) -> UnitPrice {
        guard let number = state.document(.product, id)?["price"]?.number, let price = UnitPrice(number) else {
            throw ToolError(
                "Product \(id) has no price", hint: "Leave it out, or find another product with searchProducts.")
        }
        return price
    }

    private static func quote(
        _ lines: [(price: UnitPrice, quantity: Int)], tier: Text?, service: Text
    ) throws(ToolError) -> PriceQuote {
        do {
            return try PriceQuote(lines: lines, loyaltyTier: tier, shippingService: service)
        } catch {
            throw ToolError(error.description, hint: "Give smaller quantities.")
        }
    }
}
