internal import CanonicalJSON
internal import Projections

/// `searchProducts` (contract, section 4.1).
///
/// One of the two searches that refuse a value outside their enum. Q-10: `inStockOnly` is a string, and any text
/// but the empty one means yes. `0` is a filter for the numbers.
enum SearchProducts {
    static let tool = Tool.search(
        "searchProducts",
        titled: "Search products",
        """
        Find products by id, category, brand, price, stock or text. Use it to get product ids, prices, stock and \
        specs. All filters given must hold; without any, every product is returned. Returns complete products (price \
        in US dollars, inventory with inStock pieces and backorderable, specs, warrantyMonths, 12 when absent) ordered \
        by name.
        """,
        over: .product,
        filters: [
            .equals("product_id", "id", "The product's id, exactly.", example: "pyratech-graphforce-4070-16gb"),
            .choice(
                "category", "category", "The category.", from: .productCategory, refusesOthers: true),
            .equals("brand", "brand", "The brand, exactly as stored, case included.", example: "PyraTech"),
            .number("min_price", .atLeast, .productPrice, "Lowest price, US dollars, inclusive.", example: 100),
            .number("max_price", .atMost, .productPrice, "Highest price, US dollars, inclusive.", example: 500),
            .number(
                "price", .equal, .productPrice, "Exact price, US dollars.", example: .decimal(hundredths: 19999)),
            inStockOnly,
            .number(
                "minStock", .atLeast, .productStock, "Fewest pieces in stock, inclusive.", example: 1),
            .number(
                "maxStock", .atMost, .productStock,
                "Most pieces in stock, inclusive; 0 finds what is sold out.", example: 0),
            .contains(
                "text", in: .productNameBrandAndSKU,
                "Part of the name, brand or SKU, as one piece; case does not matter.", example: "graphforce"),
        ],
        policy: ["R-GEN-1", "R-GEN-2"],
        quirks: ["Q-2", "Q-10"])

    private static let inStockOnly = Filter.text(
        .text(
            "inStockOnly",
            "Give true to see only products with at least one piece in stock; any text, even false, means yes.",
            example: "true")
    ) { query, _ in
        query.require(NumberSpan(.productStock, from: JSONNumber(1), through: nil))
    }
}
