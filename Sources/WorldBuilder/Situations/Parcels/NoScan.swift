internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P38
    static let noScan = Situation(
        "P38", count: 8,
        meaning:
            "A parcel without a scan for longer or shorter than its carrier's limit (H09), or lost; a ticket names "
            + "the owner's wish.",
        falseWhen: "the parcel is seen again, the ticket is finished, or a remedy was given",
        kinds: ["RE11", "WF18"]
    ) { plan, index, generator in
        let fate = ["over", "over", "over", "over", "lost", "lost", "under", "under"][index]
        let service: Service = [.standard, .express, .express, .standard, .standard, .express, .standard, .express][
            index]
        let wish = index.isMultiple(of: 2) ? "refund" : "replacement"
        let limit = try plan.company.figures.number(service == .standard ? "H09.groundDays" : "H09.expressDays")
        let silent: Int =
            switch fate {
            case "over": limit + generator.number(in: 1...2)
            case "lost": max(3, limit - generator.number(in: 0...1))
            default: max(1, limit - generator.number(in: 2...3))
            }
        let lastSeen = plan.clock.adding(
            days: -silent, hours: -generator.number(in: 2...8), minutes: -generator.below(60))
        let carrier = generator.pick(service.carriers)
        let dispatched = BusinessCalendar.subtracting(
            businessDays: service == .standard ? 2 : 1,
            from: CivilDate(daysSinceEpoch: lastSeen.date.daysSinceEpoch - 1))
        let placed = Moment(dispatched, hour: 8).adding(minutes: generator.below(200))
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let course = ParcelCourse.silent(
            since: lastSeen, dispatched: dispatched, service: service, carrier: carrier, isLost: fate == "lost",
            to: plan.customers[customer].addresses[0], plan.company.content.office, &generator)
        let refundLimit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: 4000...refundLimit - 5000, &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)], service: service,
                fate: .shippedAs([course])), &generator)
        let shipment = receipt.shipmentIDs[0]
        let payment = receipt.paymentID ?? ""
        // Nobody gives a parcel up on the next day.
        let latest = plan.clock.adding(hours: -2)
        let patience = max(lastSeen.adding(hours: fate == "under" ? 15 : 50), plan.clock.adding(hours: -70))
        let earliest = min(patience, latest.adding(hours: -1))
        let at = min(Moment(seconds: generator.number(in: earliest.seconds...latest.seconds)).awake, latest)
        let ticket = try plan.addPlantedTicket(
            "P38", variant: fate == "under" ? "early \(wish)" : wish, order: receipt.orderID, type: "shipping", at: at,
            &generator)
        let seen = Condition.MomentSource.member(
            EntityKey(.shipment, Text(shipment)), pointer: "/events/\(course.scans.count - 1)/at")
        let bounds: (least: Int?, most: Int?) =
            switch fate {
            case "over": (limit + 1, nil)
            case "lost": (nil, nil)
            default: (nil, limit - 2)
            }
        return PlantedInstance(
            variant: "\(fate), \(wish)",
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID), ("payment", .payment, payment),
                ("shipment", .shipment, shipment), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: [
                "wish": .text(wish), "counts_as_lost": .bool(fate != "under"), "limit_days": .whole(limit),
                "days_since": .whole(silent), "last_scan": .text(lastSeen.date.text.string),
                "lost_from": .text(CivilDate(daysSinceEpoch: lastSeen.date.daysSinceEpoch + limit).text.string),
                "captured": .cents(receipt.totalCents), "service": .text(service.rawValue),
            ],
            conditions: [
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .shipmentsOfOrder(receipt.orderID, [shipment]),
                .field(.shipment, shipment, "/status", is: fate == "lost" ? "lost" : "in_transit"),
                .field(.shipment, shipment, "/events", .counts(course.scans.count)),
                .days(from: seen, to: .clock, atLeast: bounds.least, atMost: bounds.most),
                .field(.payment, payment, "/status", is: "captured"),
                .field(.payment, payment, "/amount", .atMost(.cents(refundLimit))), .noRefund(ofPayment: payment),
                .ticketsOfOrder(receipt.orderID, [ticket.id]), .field(.supportTicket, ticket.id, "/status", is: "open"),
                .field(.supportTicket, ticket.id, "/body", is: .text(plan.tickets[ticket.id].body)),
                .selection(
                    Condition.Selection(
                        type: .order, members: [(pointer: "/customerId", value: .text(customer))],
                        since: (pointer: "/createdAt", at: placed.text)), .ids([receipt.orderID])),
                .field(.product, product.id, "/inventory/inStock", .atLeast(1)),
            ])
    }
}

extension ParcelCourse {
    /// A parcel that nobody has seen since.
    fileprivate static func silent(
        since last: Moment, dispatched: CivilDate, service: Service, carrier: Carrier, isLost: Bool,
        to address: AddressDraft, _ texts: OfficeTexts, _ generator: inout SeededGenerator
    ) -> ParcelCourse {
        let places = route(to: address, 2)
        let between = max(
            Moment(dispatched, hour: 20), last.adding(hours: -generator.number(in: 10...20)))
        var course = partial(
            dispatched: dispatched, service: service, carrier: carrier, stops: [(at: between, place: places[0])],
            texts: texts, &generator)
        course.scan(last, places[1], isLost ? "lost" : "in_transit", texts, &generator)
        return course
    }
}
