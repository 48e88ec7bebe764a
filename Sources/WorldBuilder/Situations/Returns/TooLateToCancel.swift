internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P32
    static let tooLateToCancel = Situation(
        "P32", count: 4,
        meaning: "A fulfilled order on its way, whose owner asks in a ticket to cancel it.",
        falseWhen: "the parcel was delivered, the ticket is finished, or money was given back",
        kinds: ["WF12"]
    ) { plan, index, generator in
        let placed = plan.moment(daysAgo: generator.number(in: WorldPlan.movingDaysAgo), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let course = ParcelCourse.ordinary(
            placed: placed, service: .standard, carrier: index.isMultiple(of: 2) ? .upsGround : .uspsGround,
            to: plan.customers[customer].addresses[0], texts: plan.company.content.office, now: plan.clock, lateDays: 0,
            &generator)
        let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 4000...80_000, &generator)
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product.id, 1)], fate: .shippedAs([course])),
            &generator)
        let shipment = receipt.shipmentIDs[0]
        let ticket = try plan.addPlantedTicket(
            "P32", order: receipt.orderID, type: "order_issue",
            at: plan.unfinishedTicketMoment("normal", notBefore: plan.shipments[shipment].createdAt, &generator),
            &generator)
        let payment = receipt.paymentID ?? ""
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID), ("payment", .payment, payment),
                ("shipment", .shipment, shipment), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: [
                "tracking_number": .text(plan.shipments[shipment].trackingNumber),
                "eta": .text(course.eta.date.text.string),
                "last_day": .text(CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 30).text.string),
            ],
            conditions: [
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .shipmentsOfOrder(receipt.orderID, [shipment]),
                .field(.shipment, shipment, "/status", is: "in_transit"),
                .field(.payment, payment, "/status", is: "captured"), .noRefund(ofPayment: payment),
                .ticketsOfOrder(receipt.orderID, [ticket.id]),
                .field(.supportTicket, ticket.id, "/status", is: "open"),
                .field(.supportTicket, ticket.id, "/ticketType", is: "order_issue"),
                .count(0, .escalation, where: [("/ticketId", .text(ticket.id))]),
            ])
    }
}
