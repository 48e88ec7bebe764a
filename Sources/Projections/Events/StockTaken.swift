public import CanonicalJSON

/// `stock.taken`: an order took pieces out of the stock (contract section 4, C-11).
public struct StockTaken: EventPayload {
    static let type: Text = "stock.taken"
    static let documentation = EventDocumentation(
        "An order took pieces out of the stock.",
        effect: """
            lowers `inventory.inStock` of each product, to 0 at the lowest, and adds what really left to the \
            order's hold (`_hold/<order id>`); where nothing left there is no hold.
            """,
        members: [
            .init(name: "order", kind: .text, meaning: "Id of the order."),
            .init(name: "lines", kind: .quantities, meaning: "Pieces to take of each product."),
        ])

    public let order: Text
    /// What to take, by product id: positive quantities, at most what is in stock.
    public let lines: [Text: Int]

    public init(order: Text, lines: [Text: Int]) {
        self.order = order
        self.lines = lines
    }

    init(from reader: inout EventReader) throws(EventError) {
        order = try reader.text("order")
        lines = try reader.quantities("lines")
    }

    var members: JSONObject { ["lines": .object(Stock.object(lines)), "order": .string(order)] }

    var event: Event { .stockTaken(self) }

    /// Lowers `inventory.inStock`, to zero at the lowest, and notes in the order's hold what really left; where
    /// nothing did, there is no hold (format section 5).
    func apply(to world: inout WorldDraft) {
        var held = Stock.held(by: order, in: world) ?? [:]
        var hasTaken = false
        for product in lines.keys.sorted() {
            guard let wanted = lines[product], let inStock = Stock.inStock(product, in: world) else { continue }
            let taken = min(wanted, inStock)
            guard taken > 0 else { continue }
            let (sum, overflowed) = held[product, default: 0].addingReportingOverflow(taken)
            guard !overflowed, JSONNumber(exactly: sum) != nil else { continue }
            Stock.setInStock(inStock - taken, of: product, in: &world)
            held[product] = sum
            hasTaken = true
        }
        if hasTaken { Stock.setHeld(held, by: order, in: &world) }
    }
}

extension Event {
    public static func stockTaken(order: Text, lines: [Text: Int]) -> Event {
        .stockTaken(StockTaken(order: order, lines: lines))
    }
}
