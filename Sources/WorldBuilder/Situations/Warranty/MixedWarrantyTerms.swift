internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P07
    static let mixedWarrantyTerms = Situation(
        "P07", count: 9,
        meaning: "An order of four or five products with different warranty terms, some of them over.",
        falseWhen: "the order changed, or the warranty check says otherwise of one of its products",
        kinds: ["IR06", "RE04", "RE05"]
    ) { plan, index, generator in
        let placed = plan.moment(daysAgo: generator.number(in: 385...540), &generator)
        let products = plan.productsOfDifferentTerms(4 + index % 2, &generator)
        let customer = plan.addCustomer(CustomerRequest(before: placed), &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: products.map { ($0.id, 1) }, fate: .shipped), &generator)
        let verdicts = products.map { WarrantyVerdict($0, bought: placed, clock: plan.clock) }
        let items: [JSONValue] = zip(products, verdicts).map { product, verdict in
            [
                "product": .text(product.id), "months": .whole(product.warrantyMonths), "end": .text(verdict.end),
                "is_covered": .bool(verdict.isCovered), "days_left": .whole(verdict.daysLeft),
            ]
        }
        return PlantedInstance(
            entities: [("customer", .customer, customer), ("order", .order, receipt.orderID)]
                + zip(products, verdicts).map {
                    ($1.isCovered ? "covered item" : "item out of warranty", .product, $0.id)
                },
            facts: ["items": .array(items)],
            conditions: zip(products, verdicts).flatMap {
                Condition.warranty(order: receipt.orderID, product: $0.id, is: $1)
            } + [
                .field(.order, receipt.orderID, "/lineItems", .counts(products.count)),
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .exactly([receipt.orderID], .order, where: [("/customerId", .text(customer))]),
                .count(0, .supportTicket, where: [("/customerId", .text(customer))]),
                .count(0, .warrantyClaim, where: [("/orderId", .text(receipt.orderID))]),
            ])
    }
}

extension WorldPlan {
    /// Products of different kinds, one or two with twelve months or no word about it, the others with other terms.
    fileprivate func productsOfDifferentTerms(
        _ count: Int, _ generator: inout SeededGenerator
    ) -> [CatalogueProduct] {
        let all = generator.shuffle((WorldPlan.parts + WorldPlan.peripherals).flatMap { sellable($0) })
        let short = generator.number(in: 1...2)
        var chosen: [CatalogueProduct] = []
        for product in all where product.warrantyMonths <= 12 && chosen.count < short {
            if !chosen.contains(where: { $0.category == product.category }) { chosen.append(product) }
        }
        for product in all where product.warrantyMonths > 12 && chosen.count < count {
            // Each running term is another one, so that no answer stands for all.
            let isNew = !chosen.contains {
                $0.category == product.category || $0.warrantyMonths == product.warrantyMonths
            }
            if isNew { chosen.append(product) }
        }
        return generator.shuffle(chosen)
    }
}
