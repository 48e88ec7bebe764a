internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P27
    static let nearEndOfReturnWindow = Situation(
        "P27", count: 13,
        meaning: "A delivered order two to four days inside or outside the 30 days of return.",
        falseWhen:
            "the purchase is not 26 to 28 or 32 to 34 full days before the clock, or the order was not delivered",
        kinds: ["RE01", "CO02", "CO03", "CO20"]
    ) { plan, index, generator in
        let isInside = index.isMultiple(of: 2)
        let margin = generator.number(in: 2...4)
        let placed = plan.moment(daysAgo: isInside ? 30 - margin : 30 + margin, &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...60_000, &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)], service: .express, fate: .shipped),
            &generator)
        return PlantedInstance(
            variant: isInside ? "inside" : "outside",
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("product", .product, product.id),
            ],
            facts: ["last_day": .text(CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 30).text.string)],
            conditions: [
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .field(.shipment, receipt.shipmentIDs[0], "/status", is: "delivered"),
                isInside
                    ? .age(.order, receipt.orderID, atLeast: 25, atMost: 28)
                    : .age(.order, receipt.orderID, atLeast: 31, atMost: 34),
                .count(0, .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
            ])
    }
}
