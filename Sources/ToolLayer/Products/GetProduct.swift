internal import CanonicalJSON
internal import Projections

/// `getProduct` (contract, section 4.2).
enum GetProduct {
    static let productID = Argument.text(
        "product_id", "Id of the product; searchProducts finds it.", example: "pyratech-graphforce-4070-16gb"
    ).refusedWhenEmpty

    static let tool = Tool(
        name: "getProduct",
        title: "Look up a product",
        description: """
            Look up one product by its id. Use it for price, stock, specs or warranty of a product that you know. \
            Returns the complete product (price in US dollars, inventory with inStock pieces and backorderable, specs, \
            warrantyMonths, 12 when absent).
            """,
        effect: .reads,
        arguments: [productID],
        answer: .entity(.product),
        policy: ["R-GEN-1", "R-GEN-2"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        .answering(try state.find(.product, arguments[productID], orThrow: ToolError.unknown))
    }
}
