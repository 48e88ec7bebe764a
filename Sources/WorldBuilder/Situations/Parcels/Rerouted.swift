internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P22
    static let rerouted = Situation(
        "P22", count: 4,
        meaning: "Order, shipment and a rerouting in Slack disagree on carrier and destination of a parcel under way.",
        falseWhen: "the parcel arrives, the order's entry is put right, or a later post says something else",
        kinds: ["IR22"]
    ) { plan, index, generator in
        let placed = plan.moment(daysAgo: generator.number(in: 5...10), &generator)
        // From one town to another of the same state.
        let towns = plan.usualCities.filter { !ParcelCourse.hubs.contains("\($0.city), \($0.region)") }
        let from = generator.pick(
            towns.filter { town in towns.contains { $0.region == town.region && $0.city != town.city } })
        let city = generator.pick(towns.filter { $0.region == from.region && $0.city != from.city })
        let customer = plan.addCustomer(
            CustomerRequest(city: from, before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let address = plan.customers[customer].addresses[0]
        let actual: Carrier = index.isMultiple(of: 2) ? .uspsGround : .upsGround
        let recorded: Carrier = actual == .upsGround ? .uspsGround : .upsGround
        // On the last business day or the clock's own; nobody has scanned the parcel since.
        let day = BusinessCalendar.subtracting(businessDays: index / 2, from: plan.clock.date)
        let start = Moment(day, hour: 10).adding(minutes: generator.below(300))
        let course = ParcelCourse.ordinary(
            placed: placed, service: .standard, carrier: actual, to: address, texts: plan.company.content.office,
            now: start, lateDays: 0, &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator),
                fate: .shippedAs([course])), &generator)
        let shipment = receipt.shipmentIDs[0]
        plan.orders[receipt.orderID].carrier = recorded.words
        let tracking = plan.shipments[shipment].trackingNumber
        let place = "\(city.city), \(city.region)"
        let old = "\(address.city), \(address.region)"
        let thread = try plan.texts.thread("P22")
        let messages = try plan.postThread(
            thread, channel: thread.channel ?? "shipping-incidents", at: start,
            slots: [
                "order": receipt.orderID, "tracking": tracking, "place": place, "oldplace": old,
                "carrier": actual.words,
            ], &generator)
        guard let post = messages.map({ plan.messages[$0] }).first(where: { $0.text.contains(place) }) else {
            throw ContentError("Slack/Planted/P22.yaml", "has a thread without {place}")
        }
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("shipment", .shipment, shipment),
                ("rerouting", .slackMessage, post.id), ("author", .employee, post.authorID),
            ],
            facts: [
                "order_carrier": .text(recorded.words), "shipment_carrier": .text(actual.words),
                "tracking_number": .text(tracking), "old_place": .text(old), "place": .text(place),
                "day": .text(post.at.date.text.string),
            ],
            conditions: [
                .field(.order, receipt.orderID, "/shipping/carrier", is: .text(recorded.words)),
                .field(.order, receipt.orderID, "/shipping/address/city", is: .text(address.city)),
                .field(.shipment, shipment, "/carrier", is: .text(actual.rawValue)),
                .field(.shipment, shipment, "/status", is: "in_transit"),
                .shipmentsOfOrder(receipt.orderID, [shipment]),
                .field(.slackMessage, post.id, "/text", .contains(.text(place))),
                .selection(
                    Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: receipt.orderID)),
                    .ids(messages.filter { plan.messages[$0].text.contains(receipt.orderID) })),
                .selection(
                    Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: tracking)),
                    .ids(messages.filter { plan.messages[$0].text.contains(tracking) })),
                .field(.shipment, shipment, "/events", .counts(course.scans.count)),
                .field(.employee, post.authorID, "/department", is: "operations"),
                .ticketsOfOrder(receipt.orderID, []),
            ],
            breaks: [("I-STATE-5", .shipment, shipment)])
    }
}
