internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P18
    static let denseWindow = Situation(
        "P18",
        meaning: "Three weeks with 60 to 150 orders, in which five products are sold in 12 to 25 of them each.",
        falseWhen: "an order of the window is added, cancelled or refunded",
        kinds: ["IR18"]
    ) { plan, _ in
        zip(plan.busyTimes.windows, plan.busyTimes.products).map { window, products in
            instance(window, products, plan)
        }
    }

    private static func instance(
        _ window: ClosedRange<Int>, _ products: [String], _ plan: WorldPlan
    ) -> PlantedInstance {
        let from = CivilDate(daysSinceEpoch: window.lowerBound)
        let to = CivilDate(daysSinceEpoch: window.upperBound)
        let orders = plan.orders.all.filter { WorldPlan.happened($0.createdAt, in: window) }
        var selection = Condition.Selection(type: .order)
        selection.since = (pointer: "/createdAt", at: Moment(from, hour: 0).text)
        selection.until = (pointer: "/createdAt", at: Moment(to, hour: 23, minute: 59, second: 59).text)
        var conditions: [Condition] = [
            .selection(selection, .counts(orders.count)), .selection(selection, .countsAtLeast(60)),
            .selection(selection, .countsAtMost(150 * plan.scale)),
        ]
        let sales = products.map { product in
            let sold = orders.filter { order in order.lines.contains { $0.productID == product } }
            conditions += soldConditions(product, sold, selection, plan)
            return salesFacts(product, sold)
        }
        return PlantedInstance(
            entities: products.map { ("product", .product, $0) },
            facts: [
                "from": .text(from.text.string), "to": .text(to.text.string), "orders": .whole(orders.count),
                "sales": .array(sales),
            ],
            conditions: conditions)
    }

    /// Orders and units, in all and by status; what was cancelled apart.
    private static func salesFacts(_ product: String, _ sold: [OrderDraft]) -> JSONValue {
        func units(_ orders: [OrderDraft]) -> Int {
            orders.reduce(0) { sum, order in
                sum + order.lines.filter { $0.productID == product }.reduce(0) { $0 + $1.quantity }
            }
        }
        let counting = sold.filter { $0.status != "cancelled" }
        let cancelled = sold.filter { $0.status == "cancelled" }
        var byStatus = JSONObject()
        for status in Set(counting.map(\.status)).sorted() {
            byStatus[Text(status)] = .whole(counting.count { $0.status == status })
        }
        return [
            "product": .text(product), "orders": .whole(counting.count), "units": .whole(units(counting)),
            "by_status": .object(byStatus), "cancelled": .whole(cancelled.count),
            "cancelled_units": .whole(units(cancelled)),
        ]
    }

    private static func soldConditions(
        _ product: String, _ sold: [OrderDraft], _ window: Condition.Selection, _ plan: WorldPlan
    ) -> [Condition] {
        var selection = window
        selection.holding = (pointer: "/lineItems", members: [(name: "productId", value: .text(product))])
        var conditions: [Condition] = [
            .selection(selection, .ids(sold.map(\.id))), .selection(selection, .countsAtLeast(12)),
            .selection(selection, .countsAtMost(25 * plan.scale)),
        ]
        for status in Set(sold.map(\.status)).sorted() {
            selection.members = [(pointer: "/status", value: .text(status))]
            conditions.append(.selection(selection, .ids(sold.filter { $0.status == status }.map(\.id))))
        }
        selection.members = []
        for quantity in Set(sold.flatMap(\.lines).filter { $0.productID == product }.map(\.quantity)).sorted() {
            selection.holding = (
                pointer: "/lineItems",
                members: [(name: "productId", value: .text(product)), (name: "qty", value: .whole(quantity))]
            )
            let ids = sold.filter { $0.lines.contains { $0.productID == product && $0.quantity == quantity } }.map(\.id)
            conditions.append(.selection(selection, .ids(ids)))
        }
        return conditions
    }
}
