import CanonicalJSON
import Projections

/// What the world should look like, as a plain dictionary: an independent reading of the contract for four write tools.
///
/// It knows nothing of events, overlays or roots, so that it cannot share a mistake with them.
struct WorldModel {
    private let base: Snapshot
    /// Documents that were written, by `type/id`.
    private(set) var written: [String: JSONObject] = [:]
    /// What each order holds of the stock; an order that took nothing is not there.
    private(set) var holds: [String: [String: Int]] = [:]

    init(base: Snapshot) {
        self.base = base
    }

    func entity(_ type: EntityType, _ id: String) -> JSONObject? {
        written["\(type.rawValue)/\(id)"] ?? base.document(type, Text(id))?.object
    }

    private mutating func write(_ type: EntityType, _ id: String, _ object: JSONObject) {
        written["\(type.rawValue)/\(id)"] = object
    }

    // Each returns whether the call should succeed.

    mutating func updateOrderStatus(_ id: String, _ status: String) -> Bool {
        let statuses = [
            "pending", "paid", "fulfilled", "cancelled", "backorder", "refunded", "partially_refunded",
            "refund_requested",
        ]
        guard statuses.contains(status), var order = entity(.order, id) else { return false }
        order["status"] = .string(Text(status))
        write(.order, id, order)
        if status == "cancelled", let held = holds[id], !held.isEmpty {
            for (product, quantity) in held { moveStock(product, by: quantity) }
            holds[id] = [:]
        }
        return true
    }

    mutating func updatePaymentStatus(_ id: String, _ status: String) -> Bool {
        let statuses = [
            "pending", "authorized", "captured", "failed", "refunded", "disputed", "voided", "completed",
            "partially_refunded",
        ]
        guard statuses.contains(status), var payment = entity(.payment, id) else { return false }
        payment["status"] = .string(Text(status))
        write(.payment, id, payment)
        return true
    }

    mutating func createRefund(_ payment: String, cents: Int, reason: String) -> Bool {
        guard ["customer_remorse", "defective", "incompatible", "shipping_issue", "other"].contains(reason),
            entity(.payment, payment) != nil
        else { return false }
        let amount = WorldModel.dollars(cents)
        let text = cents.isMultiple(of: 100) ? "\(cents / 100).0" : amount.canonicalText
        let id = WorldModel.id("refund_", "\(payment)|\(text)|USD|\(reason)|pending")
        guard entity(.refund, id) == nil else { return true }
        write(
            .refund, id,
            [
                "id": .string(Text(id)), "type": "refund", "paymentId": .string(Text(payment)),
                "amount": .number(amount),
                "currency": "USD", "reason": .string(Text(reason)), "status": "pending", "lines": [],
                "createdAt": .string(base.clock.text), "processedAt": .null,
            ]
        )
        return true
    }

    mutating func createOrder(_ customer: String, _ lines: [(product: String, quantity: Int)], status: String) -> Bool {
        let statuses = ["pending", "paid", "fulfilled", "cancelled", "backorder", "refunded", "partially_refunded"]
        guard statuses.contains(status), entity(.customer, customer) != nil, !lines.isEmpty,
            lines.allSatisfy({ entity(.product, $0.product) != nil && $0.quantity >= 1 })
        else { return false }
        let sorted = lines.enumerated().sorted { ($0.element.product, $0.offset) < ($1.element.product, $1.offset) }
        let items = sorted.map { "\($0.element.product):\($0.element.quantity)" }.joined(separator: "|")
        let id = WorldModel.id("ord_", "\(customer)|\(items)|\(status)")
        guard entity(.order, id) == nil else { return true }
        var wanted: [String: Int] = [:]
        for line in lines { wanted[line.product, default: 0] += line.quantity }
        let takes = status != "cancelled" && status != "refunded"
        if takes {
            for (product, quantity) in wanted where stock(product) < quantity && !isBackorderable(product) {
                return false
            }
            var taken: [String: Int] = [:]
            for (product, quantity) in wanted {
                let available = min(quantity, stock(product))
                guard available > 0 else { continue }
                taken[product] = available
                moveStock(product, by: -available)
            }
            if !taken.isEmpty { holds[id] = taken }
        }
        write(
            .order, id,
            [
                "id": .string(Text(id)), "customerId": .string(Text(customer)), "status": .string(Text(status)),
                "lineItems": .array(
                    lines.map {
                        ["productId": .string(Text($0.product)), "qty": .number(JSONNumber(Int32($0.quantity)))]
                    }
                ),
                "createdAt": .string(base.clock.text), "updatedAt": .string(base.clock.text),
            ]
        )
        return true
    }

    func stock(_ product: String) -> Int {
        entity(.product, product)?["inventory"]?["inStock"]?.number?.integer ?? 0
    }

    private func isBackorderable(_ product: String) -> Bool {
        entity(.product, product)?["inventory"]?["backorderable"]?.bool ?? false
    }

    private mutating func moveStock(_ product: String, by quantity: Int) {
        guard var object = entity(.product, product), var inventory = object["inventory"]?.object else { return }
        inventory["inStock"] = .number(JSONNumber(Int32(stock(product) + quantity)))
        object["inventory"] = .object(inventory)
        write(.product, product, object)
    }

    private static func id(_ prefix: String, _ text: String) -> String {
        prefix + Digest(of: Array(text.utf8)).hex.prefix(12)
    }

    static func dollars(_ cents: Int) -> JSONNumber {
        let text = "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        return (try? JSONParser.parse(text).number) ?? JSONNumber(0)
    }
}
