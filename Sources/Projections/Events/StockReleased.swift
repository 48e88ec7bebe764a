public import CanonicalJSON

/// `stock.released`: an order gave back what it still held of the stock (contract section 4, C-11).
public struct StockReleased: EventPayload {
    static let type: Text = "stock.released"
    static let documentation = EventDocumentation(
        "An order gave back what it still held of the stock.",
        effect: """
            raises `inventory.inStock` of each product by what the order's hold (`_hold/<order id>`) has of \
            it, and empties the hold, so that nothing comes back twice.
            """,
        members: [
            .init(name: "order", kind: .text, meaning: "Id of the order.")
        ])

    public let order: Text

    public init(order: Text) {
        self.order = order
    }

    init(from reader: inout EventReader) throws(EventError) {
        order = try reader.text("order")
    }

    var members: JSONObject { ["order": .string(order)] }

    var event: Event { .stockReleased(self) }

    /// Raises `inventory.inStock` by what the order holds; the hold stays, with no lines, so that nothing is given
    /// back twice (format section 5).
    func apply(to world: inout WorldDraft) {
        guard let held = Stock.held(by: order, in: world), !held.isEmpty else { return }
        for product in held.keys.sorted() {
            guard let quantity = held[product], let inStock = Stock.inStock(product, in: world) else { continue }
            let (sum, overflowed) = inStock.addingReportingOverflow(quantity)
            if !overflowed { Stock.setInStock(sum, of: product, in: &world) }
        }
        Stock.setHeld([:], by: order, in: &world)
    }
}

extension Event {
    public static func stockReleased(order: Text) -> Event {
        .stockReleased(StockReleased(order: order))
    }
}
