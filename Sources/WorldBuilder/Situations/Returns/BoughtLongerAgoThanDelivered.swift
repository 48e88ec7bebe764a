internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P28
    static let boughtLongerAgoThanDelivered = Situation(
        "P28", count: 4,
        meaning: "An order bought over 30 days ago and delivered under 30 days ago, with its warranty still running.",
        falseWhen: "the purchase is 30 days old or younger, the delivery 30 days old or older, or the warranty is "
            + "over",
        kinds: ["RE03"]
    ) { plan, _, generator in
        let daysAgo = generator.number(in: 33...36)
        let placed = plan.moment(daysAgo: daysAgo, &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -210))), &generator)
        let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...60_000, &generator)
        // As late as the shipping table allows, so that the two days lie far apart.
        let course = ParcelCourse.ordinary(
            placed: placed, service: .standard, carrier: generator.pick(Service.standard.carriers),
            to: plan.customers[customer].addresses[0], texts: plan.company.content.office, now: plan.clock, lateDays: 0,
            &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)], fate: .shippedAs([course])), &generator)
        let shipment = EntityKey(.shipment, Text(receipt.shipmentIDs[0]))
        let window = CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + WorldPlan.returnDays)
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("shipment", .shipment, receipt.shipmentIDs[0]), ("product", .product, product.id),
            ],
            facts: [
                "purchased": .text(placed.date.text.string), "last_day": .text(window.text.string),
                "delivered": .text(plan.arrival(of: receipt).date.text.string),
            ],
            conditions: plan.settledConditions(receipt) + [
                .age(.order, receipt.orderID, atLeast: 32, atMost: 37),
                .days(
                    from: .member(shipment, pointer: "/events/\(course.scans.count - 1)/at"), to: .clock, atLeast: nil,
                    atMost: WorldPlan.returnDays - 2),
                .tool(
                    name: "checkWarrantyStatus",
                    arguments: ["order_id": .text(receipt.orderID), "product_id": .text(product.id)],
                    pointer: "/is_under_warranty", .equals(true)),
                .count(0, .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
            ])
    }
}
