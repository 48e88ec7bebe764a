internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P37
    static let lateExpress = Situation(
        "P37", count: 8,
        meaning: "An express or overnight parcel that came late, late by weather or address, or in time (H11).",
        falseWhen: "the delivery or the expected day changes, the cause is another, or the fee was paid back",
        kinds: ["CO11", "RE10"]
    ) { plan, index, generator in
        let variant =
            ["late", "in time", "late by weather", "late", "late by address", "in time", "late", "late by weather"][
                index]
        let service: Service = index % 3 == 2 ? .overnight : .express
        let carrier = service.carriers[0]
        let placed = plan.moment(daysAgo: generator.number(in: 12...120), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let address = plan.customers[customer].addresses[0]
        var course = ParcelCourse.ordinary(
            placed: placed, service: service, carrier: carrier, to: address, texts: plan.company.content.office,
            now: plan.clock, lateDays: variant == "in time" ? 0 : generator.number(in: 2...3), &generator)
        if let cause = variant.split(separator: " ").dropFirst(2).first {
            course.delay(cause: String(cause), at: address, plan.company.content.office, &generator)
        } else if variant == "late", index > 3 {
            // A cause that excludes nothing.
            course.delay(cause: "mechanical", at: address, plan.company.content.office, &generator)
        }
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator), service: service,
                fate: .shippedAs([course])), &generator)
        let shipment = receipt.shipmentIDs[0]
        if variant == "in time" {
            // What the shop promised first is not what counts; the shipment's day is.
            let earlier = BusinessCalendar.subtracting(businessDays: 1, from: course.eta.date)
            plan.orders[receipt.orderID].eta = Moment(earlier, hour: 23)
        }
        let key = EntityKey(.shipment, Text(shipment))
        let last = course.scans.count - 1
        let payment = receipt.paymentID ?? ""
        var facts: JSONObject = [
            "eta": .text(course.eta.date.text.string), "delivered": .text(course.scans[last].at.date.text.string),
            "fee": .cents(service.feeCents), "service": .text(service.rawValue), "due": .bool(variant == "late"),
        ]
        let lateness = Condition.days(
            from: .member(key, pointer: "/eta"), to: .member(key, pointer: "/events/\(last)/at"), atLeast: 1,
            atMost: nil)
        let punctual = Condition.days(
            from: .member(key, pointer: "/events/\(last)/at"), to: .member(key, pointer: "/eta"), atLeast: 0, atMost: 0)
        var conditions: [Condition] = [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .field(.order, receipt.orderID, "/shipping/service", is: .text(service.rawValue)),
            .shipmentsOfOrder(receipt.orderID, [shipment]), .field(.shipment, shipment, "/status", is: "delivered"),
            variant == "in time" ? punctual : lateness, .noRefund(ofPayment: payment),
            .field(.payment, payment, "/status", is: "captured"), .ticketsOfOrder(receipt.orderID, []),
        ]
        for (position, scan) in course.scans.enumerated() {
            let pointer = "/events/\(position)/details"
            if scan.status == "exception", let details = scan.details {
                facts["cause"] = .text(details)
                conditions.append(.field(.shipment, shipment, pointer, is: .text(details)))
            } else {
                for word in ["weather", "customs", "address"] {
                    conditions.append(.field(.shipment, shipment, pointer, .lacks(.text(word))))
                }
            }
        }
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("shipment", .shipment, shipment),
                ("payment", .payment, payment),
            ],
            facts: facts, conditions: conditions)
    }
}

extension ParcelCourse {
    /// Puts an exception before the last tour, which explains why the parcel is late.
    fileprivate mutating func delay(
        cause: String, at address: AddressDraft, _ texts: OfficeTexts, _ generator: inout SeededGenerator
    ) {
        guard let tour = scans.firstIndex(where: { $0.status == "out_for_delivery" }) else { return }
        let rest = Array(scans[tour...])
        scans.removeLast(rest.count)
        let before = scans[scans.count - 1].at
        let at = before.adding(seconds: (rest[0].at.seconds - before.seconds) / 2)
        let place =
            cause == "address"
            ? "\(address.city), \(address.region)" : ParcelCourse.route(to: address, 2).last ?? ParcelCourse.origin
        scan(at, place, "exception", cause: cause, texts, &generator)
        scans += rest
    }
}
