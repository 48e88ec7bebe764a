internal import CanonicalJSON
internal import Projections

/// What orders do to stock (C-11, contract, section 4): only `product.inventory.inStock` moves, never below zero, and
/// what an order took comes back once.
enum Stock {
    /// What an order takes from stock when it is created.
    ///
    /// Repeated lines of one product are summed first. A product that can be back-ordered goes down to 0 at most.
    /// Where a product's stock is not recorded there is nothing to take.
    ///
    /// - Parameter lines: Known products and quantities of 1 to 1,000,000, in the order of the order's lines.
    /// - Returns: Pieces by product, without the products of which nothing is taken.
    /// - Throws: ``ToolError`` naming the first product that is neither there in that quantity nor to be back-ordered.
    static func taking(
        _ lines: [(product: Text, quantity: Int)], from state: WorldState
    ) throws(ToolError) -> [Text: Int] {
        var products: [Text] = []
        var wanted: [Text: Int] = [:]
        for line in lines {
            if wanted[line.product] == nil { products.append(line.product) }
            // Arguments hold at most 256 KiB, so that the sum of quantities stays far below 2^63.
            wanted[line.product, default: 0] += line.quantity
        }
        var taken: [Text: Int] = [:]
        for product in products {
            let inventory = state.document(.product, product)?["inventory"]
            guard let inStock = inventory?["inStock"]?.number?.integer else { continue }
            let quantity = wanted[product] ?? 0
            guard inStock >= quantity || inventory?["backorderable"]?.bool == true else {
                throw ToolError(
                    "Product \(product) has only \(inStock) in stock",
                    hint: "It cannot be back-ordered. Order fewer, or find another product with searchProducts.")
            }
            let left = min(quantity, max(inStock, 0))
            if left > 0 { taken[product] = left }
        }
        return taken
    }

    /// Whether an order of this status holds nothing: nobody waits for its goods.
    static func isLeftAlone(byStatus status: Text) -> Bool {
        status == "cancelled" || status == "refunded"
    }

    /// Whether an order still holds something that its cancellation gives back.
    static func isHeld(byOrder order: Text, in state: WorldState) -> Bool {
        guard case .object(let lines)? = state.document(.hold, order)?["lines"] else { return false }
        return !lines.isEmpty
    }
}
