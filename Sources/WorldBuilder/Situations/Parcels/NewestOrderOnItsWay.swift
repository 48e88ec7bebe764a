internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P01
    static let newestOrderOnItsWay = Situation(
        "P01", count: 18,
        meaning:
            "A customer with three or more orders whose newest is fulfilled and on its way, with scans and an ETA.",
        falseWhen: "a newer order exists, the parcel was delivered, or fewer than three orders are there",
        kinds: ["IR01", "IR08", "CO01", "RE24", "RE30", "WF04", "WF32"]
    ) { plan, index, generator in
        let customer = plan.addCustomer(
            CustomerRequest(before: plan.clock.adding(days: -500)), &generator)
        var older: [String] = []
        for days in [generator.number(in: 150...490), generator.number(in: 48...260)] {
            let receipt = plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: days, &generator),
                    lines: plan.ordinaryLines(&generator), fate: .shipped), &generator)
            older.append(receipt.orderID)
        }
        let placed = plan.moment(daysAgo: generator.number(in: WorldPlan.movingDaysAgo), &generator)
        let address = plan.customers[customer].addresses[0]
        var course: ParcelCourse
        repeat {
            course = ParcelCourse.ordinary(
                placed: placed, service: .standard, carrier: index.isMultiple(of: 2) ? .upsGround : .uspsGround,
                to: address, texts: plan.company.content.office, now: plan.clock, lateDays: 0, &generator)
        } while course.scans.count < 3 || course.deliveredAt != nil
        let newest = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator),
                fate: .shippedAs([course])), &generator)
        let shipment = newest.shipmentIDs[0]
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("newest order", .order, newest.orderID),
                ("shipment", .shipment, shipment),
            ] + older.map { ("older order", .order, $0) },
            facts: [
                "tracking_number": .text(plan.shipments[shipment].trackingNumber),
                "last_place": .text(course.scans[course.scans.count - 1].place),
                "eta": .text(course.eta.date.text.string),
            ],
            conditions: [
                .exactly(older + [newest.orderID], .order, where: [("/customerId", .text(customer))]),
                .field(.order, newest.orderID, "/status", is: "fulfilled"),
                .field(.shipment, shipment, "/status", is: .text(course.scans[course.scans.count - 1].status)),
                .field(.shipment, shipment, "/status", .differs("delivered")),
                .field(.shipment, shipment, "/events", .countsAtLeast(3)),
                .field(.shipment, shipment, "/eta", .present),
                .exactly([shipment], .shipment, where: [("/orderId", .text(newest.orderID))]),
            ])
    }
}
