internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P78
    static let threeOpenOrders = Situation(
        "P78", count: 4,
        meaning: "A customer with three orders that can each be cancelled, who asks to cancel \"my order\".",
        falseWhen: "one of the orders was shipped or cancelled, or another one exists",
        kinds: ["CO16"]
    ) { plan, index, generator in
        let customer = plan.addCustomer(CustomerRequest(before: plan.clock.adding(days: -120)), &generator)
        let awaited = plan.catalogue.products.filter { $0.stock == 0 && $0.backorderable }
        guard let missing = generator.pickAny(awaited) else {
            throw ContentError("Catalogue", "has no product to be waited for")
        }
        var used: Set<String> = [missing.id]
        func another() throws -> String {
            let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, &generator) {
                !used.contains($0.id)
            }
            used.insert(product.id)
            return product.id
        }
        let orders: [(placed: Moment, product: String, fate: OrderFate)] = [
            (
                plan.moment(daysAgo: generator.number(in: 9...110), &generator), missing.id,
                .backorder(isPaid: index.isMultiple(of: 2))
            ),
            (plan.moment(daysAgo: generator.number(in: 4...5), &generator), try another(), .pending(.none)),
            (plan.unshippedMoment(&generator), try another(), .paid),
        ]
        var receipts: [OrderReceipt] = []
        for order in orders {
            let request = OrderRequest(
                customerID: customer, placed: order.placed, lines: [(order.product, 1)], fate: order.fate)
            receipts.append(plan.addOrder(request, &generator))
        }
        var conditions: [Condition] = [
            .ordersOfCustomer(customer, receipts.map(\.orderID)),
            .count(0, .supportTicket, where: [("/customerId", .text(customer))]),
        ]
        for (receipt, order) in zip(receipts, orders) {
            conditions += [
                .field(.order, receipt.orderID, "/status", is: .text(order.fate.status)),
                .field(.order, receipt.orderID, "/lineItems/0/productId", is: .text(order.product)),
                .shipmentsOfOrder(receipt.orderID, []),
            ]
        }
        return PlantedInstance(
            entities: [("customer", .customer, customer)]
                + receipts.map { ("order", .order, $0.orderID) } + orders.map { ("product", .product, $0.product) },
            facts: [
                "wish": "cancel",
                "orders": .array(
                    zip(receipts, orders).map { receipt, order in
                        [
                            "order": .text(receipt.orderID), "status": .text(order.fate.status),
                            "day": .text(plan.orders[receipt.orderID].createdAt.date.text.string),
                            "item": .text(plan.catalogue[order.product].name),
                        ]
                    }),
            ],
            conditions: conditions)
    }
}
