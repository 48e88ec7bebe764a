internal import CanonicalJSON
internal import Projections
internal import ToolLayer

/// What `checkWarrantyStatus` says of a product bought at a moment (contract 4.6), asked of the tool itself.
struct WarrantyVerdict: Sendable {
    let isCovered: Bool
    /// `YYYY-MM-DD`
    let end: String
    /// Days until it ends, and 0 once it has.
    let daysLeft: Int

    init(_ product: CatalogueProduct, bought: Moment, clock: Moment) {
        let world: JSONValue = [
            "name": "warranty", "clock": ["now": .text(clock.text)],
            "entities": ["product": .object([Text(product.id): .object(product.draft.members)])],
        ]
        let arguments: JSONValue = ["product_id": .text(product.id), "purchase_date": .text(bought.text)]
        let answer = (try? Snapshot.importing(world)).flatMap { snapshot in
            ToolCatalogue.standard.run("checkWarrantyStatus", arguments, on: WorldState(base: snapshot))
        }.flatMap { try? JSONParser.parse($0.bytes) }
        isCovered = answer?["is_under_warranty"] == true
        end = answer?["warranty_end_date"]?.text?.string ?? ""
        daysLeft = answer?["days_remaining"]?.number?.integer ?? 0
    }
}

extension Condition {
    /// What the warranty check says of a product of an order.
    static func warranty(order: String, product: String, is verdict: WarrantyVerdict) -> [Condition] {
        let arguments: JSONValue = ["order_id": .text(order), "product_id": .text(product)]
        return warranty(arguments, is: verdict)
    }

    /// What it says of a product and a day of purchase, for a part of something that was bought as a whole.
    static func warranty(product: String, bought: Moment, is verdict: WarrantyVerdict) -> [Condition] {
        warranty(["product_id": .text(product), "purchase_date": .text(bought.text)], is: verdict)
    }

    private static func warranty(_ arguments: JSONValue, is verdict: WarrantyVerdict) -> [Condition] {
        [
            .tool(
                name: "checkWarrantyStatus", arguments: arguments, pointer: "/is_under_warranty",
                .equals(.bool(verdict.isCovered))),
            .tool(
                name: "checkWarrantyStatus", arguments: arguments, pointer: "/warranty_end_date",
                .equals(.text(verdict.end))),
        ]
    }
}
