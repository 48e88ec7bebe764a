internal import CanonicalJSON
internal import Projections

/// When and where a carrier's hub stood still (P20).
struct Outage: Sendable {
    let place: String
    let first: CivilDate
    let last: CivilDate

    /// Through which the carrier flies and drives to everywhere, and where ground carriers have yards of their own.
    private static let places = ["Memphis, TN", "Indianapolis, IN"]
    /// Parcels by side: 12 that are due, 12 decoys.
    static let sides = [
        ("express", 7), ("overnight", 5), ("ground", 5), ("delivered", 4), ("weather", 3),
    ]
    /// Tickets about them.
    static let tickets = [("express", 5), ("overnight", 4), ("ground", 4), ("weather", 2)]

    /// The weekend before the clock; some start it on Thursday, some end it on Saturday.
    init(_ plan: WorldPlan, _ generator: inout SeededGenerator) {
        place = generator.pick(Outage.places)
        var friday = plan.clock.date.daysSinceEpoch - 1
        while BusinessCalendar.weekday(CivilDate(daysSinceEpoch: friday)) != 4 { friday -= 1 }
        first = CivilDate(daysSinceEpoch: friday - generator.below(2))
        last = CivilDate(daysSinceEpoch: friday + 1 + generator.below(2))
    }

    /// The Friday of it, on which the parcels were due.
    var dueDay: CivilDate {
        BusinessCalendar.weekday(first) == 4 ? first : CivilDate(daysSinceEpoch: first.daysSinceEpoch + 1)
    }

    /// On the Friday; the last message comes on Monday, after the outage.
    var threadStart: Moment { Moment(dueDay, hour: 10, minute: 10) }
}

/// A parcel that the outage touched or seems to have touched.
struct OutageParcel: Sendable {
    let side: String
    let service: Service
    let orderID: String
    let paymentID: String
    let shipmentID: String
    var ticketID: String?

    var isDue: Bool { side == "express" || side == "overnight" }
}

extension WorldPlan {
    mutating func addOutageParcel(
        _ side: String, _ index: Int, _ outage: Outage, _ generator: inout SeededGenerator
    ) -> OutageParcel {
        let service: Service =
            switch side {
            case "ground": .standard
            case "overnight": .overnight
            case "express": .express
            default: index.isMultiple(of: 2) ? .express : .overnight
            }
        let days =
            switch service {
            case .standard: 7
            case .express: 2
            case .overnight: 1
            }
        // Some express parcels were due a day before the others, where the outage had begun by then.
        let isEarlier = side == "express" && index % 3 == 0 && outage.first != outage.dueDay
        let due = isEarlier ? outage.first : outage.dueDay
        // Ground parcels may have been late before it.
        let late = side == "ground" ? index % 4 : 0
        let dispatched = BusinessCalendar.subtracting(businessDays: days + late, from: due)
        // Before noon, or since noon of the business day before (H10).
        let eve = BusinessCalendar.subtracting(businessDays: 1, from: dispatched)
        let placed =
            generator.chance(percent: 50)
            ? Moment(dispatched, hour: 7).adding(minutes: generator.below(280))
            : Moment(eve, hour: 13).adding(minutes: generator.below(560))
        // By ground they come by the town only on the way; what goes there by air goes there from anywhere.
        let cities = usualCities.filter { city in
            side == "ground"
                ? ParcelCourse.hubs(towards: city.region).contains(outage.place)
                : "\(city.city), \(city.region)" != outage.place
        }
        let customer = addCustomer(
            CustomerRequest(
                city: generator.pick(cities), before: placed, past: .open(before: clock.adding(days: -200))), &generator
        )
        let address = customers[customer].addresses[0]
        let course = outageCourse(side, service, dispatched: dispatched, due: due, outage, to: address, &generator)
        let receipt = addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: ordinaryLines(&generator), service: service,
                fate: .shippedAs([course])), &generator)
        return OutageParcel(
            side: side, service: service, orderID: receipt.orderID, paymentID: receipt.paymentID ?? "",
            shipmentID: receipt.shipmentIDs[0])
    }

    private func outageCourse(
        _ side: String, _ service: Service, dispatched: CivilDate, due: CivilDate, _ outage: Outage,
        to address: AddressDraft, _ generator: inout SeededGenerator
    ) -> ParcelCourse {
        let texts = company.content.office
        let way = ParcelCourse.hubs(towards: address.region)
        let seen = Moment(due, hour: 3).adding(days: -3, minutes: generator.below(900))
        let stops =
            service == .standard
            ? [(at: seen, place: way.prefix { $0 != outage.place }.last ?? outage.place)]
            : []
        var course = ParcelCourse.partial(
            dispatched: dispatched, service: service, carrier: generator.pick(service.carriers), stops: stops,
            texts: texts, &generator)
        // Weather strikes elsewhere, and ground carriers have no part in the hub.
        let place = side == "weather" ? way.last { $0 != outage.place } ?? ParcelCourse.origin : outage.place
        let cause = side == "weather" ? "weather" : side == "ground" ? "yard" : "hub"
        let failed = Moment(due, hour: 4).adding(minutes: generator.below(300))
        course.scan(failed, place, "exception", cause: cause, texts, &generator)
        if side == "delivered" {
            let home = "\(address.city), \(address.region)"
            let tour = failed.adding(hours: 5, minutes: generator.below(90))
            course.scan(tour, home, "out_for_delivery", texts, &generator)
            course.scan(tour.adding(minutes: 40 + generator.below(150)), home, "delivered", texts, &generator)
        } else {
            // Seen again on its last day, so that no parcel counts as lost (H09).
            let again = Moment(outage.last, hour: 5).adding(minutes: generator.below(1000))
            course.scan(again, place, "exception", cause: cause, texts, &generator)
        }
        return course
    }

    mutating func addOutageTicket(
        _ parcel: OutageParcel, _ outage: Outage, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let earliest = Moment(outage.dueDay, hour: 13).adding(days: 1)
        let drawn = Moment(seconds: generator.number(in: earliest.seconds...clock.seconds - 5400)).awake
        let at = min(drawn, clock.adding(minutes: -90))
        let variant = parcel.side == "weather" ? parcel.service.rawValue : parcel.side
        return try addPlantedTicket(
            "P20", variant: variant, order: parcel.orderID, type: "shipping", at: at, &generator
        ).id
    }
}

extension OutageParcel {
    func facts(_ plan: WorldPlan, _ outage: Outage) -> JSONValue {
        let shipment = plan.shipments[shipmentID]
        let failed = shipment.scans.first { $0.status == "exception" }
        let last = shipment.scans.last
        var facts: JSONObject = [
            "side": .text(side), "order": .text(orderID), "shipment": .text(shipmentID),
            "tracking_number": .text(shipment.trackingNumber), "due": .bool(isDue),
            "fee": .cents(service.feeCents), "eta": .text(shipment.eta?.date.text.string ?? ""),
            "failed": .text(failed?.at.date.text.string ?? ""), "last_scan": .text(last?.at.date.text.string ?? ""),
            "last_place": .text(last?.place ?? ""),
        ]
        facts.put("ticket", ticketID)
        return .object(facts)
    }

    func conditions(_ plan: WorldPlan) -> [Condition] {
        let shipment = plan.shipments[shipmentID]
        var conditions: [Condition] = [
            .field(.order, orderID, "/status", is: "fulfilled"),
            .field(.order, orderID, "/shipping/service", is: .text(service.rawValue)),
            .shipmentsOfOrder(orderID, [shipmentID]),
            .field(.shipment, shipmentID, "/status", is: .text(shipment.status)),
            .field(.shipment, shipmentID, "/eta", is: .text(shipment.eta?.text ?? "")),
            .field(.shipment, shipmentID, "/events", .counts(shipment.scans.count)),
            .field(.payment, paymentID, "/status", is: "captured"), .noRefund(ofPayment: paymentID),
            .ticketsOfOrder(orderID, ticketID.map { [$0] } ?? []),
        ]
        if let ticketID {
            conditions += [
                .field(.supportTicket, ticketID, "/status", is: "open"),
                .count(0, .resolution, where: [("/ticketId", .text(ticketID))]),
            ]
        }
        return conditions
    }
}
