internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P10
    static let splitShipments = Situation(
        "P10", count: 4,
        meaning: "An order that travels in two or three parcels with different fates; in half, a scan tells what is in "
            + "which.",
        falseWhen: "a parcel moves on or another one is added",
        kinds: ["IR10"]
    ) { plan, index, generator in
        let isTold = index.isMultiple(of: 2)
        let count = index < 2 ? 2 : 3
        let texts = plan.company.content.office
        let placed = plan.moment(daysAgo: generator.number(in: 6...10), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let address = plan.customers[customer].addresses[0]
        var lines: [(productID: String, quantity: Int)] = []
        while lines.count < count + 1 {
            let product = try plan.pickProduct(
                WorldPlan.parts + WorldPlan.peripherals, cents: 2000...50_000, &generator)
            if !lines.contains(where: { $0.productID == product.id }) { lines.append((product.id, 1)) }
        }
        let carrier: Carrier = generator.chance(percent: 50) ? .upsGround : .uspsGround
        // The first is there after two business days; what left later is within its times.
        var courses = [
            ParcelCourse.ordinary(
                placed: placed, service: .standard, carrier: carrier, to: address, texts: texts, now: plan.clock,
                lateDays: -5, &generator),
            ParcelCourse.ordinary(
                placed: placed.adding(days: 1), service: .standard, carrier: carrier, to: address, texts: texts,
                now: plan.clock, lateDays: 0, &generator),
        ]
        if count == 3 {
            let seen = plan.clock.adding(hours: -generator.number(in: 26...44), seconds: -generator.below(3600))
            let place = ParcelCourse.route(to: address, 1)[0]
            var third = ParcelCourse.partial(
                dispatched: ParcelCourse.dispatchDay(placed.adding(days: 1)), service: .standard, carrier: carrier,
                stops: [], texts: texts, &generator)
            third.scan(seen, place, "exception", cause: "mechanical", texts, &generator)
            courses.append(third)
        }
        if isTold {
            let wording = generator.pickAny(texts.shipmentEvents["contents"] ?? []) ?? ""
            for index in courses.indices {
                let held = index == 0 ? [lines[0], lines[count]] : [lines[index]]
                let names = held.map { plan.catalogue[$0.productID].name }.joined(separator: "; ")
                courses[index].scans[0].details = try plan.fill(
                    wording, "Texts/shipment-events.yaml",
                    ["number": "\(index + 1)", "count": "\(count)", "contents": names])
            }
        }
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: lines, fate: .shippedAs(courses)), &generator)
        var conditions: [Condition] = [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .shipmentsOfOrder(receipt.orderID, receipt.shipmentIDs), .ticketsOfOrder(receipt.orderID, []),
        ]
        var parcels: [JSONValue] = []
        for (position, id) in receipt.shipmentIDs.enumerated() {
            let shipment = plan.shipments[id]
            conditions.append(.field(.shipment, id, "/status", is: .text(shipment.status)))
            var held: [JSONValue] = []
            for line in lines {
                let name = plan.catalogue[line.productID].name
                let isIn = shipment.scans[0].details?.contains(name) == true
                if isIn { held.append(.text(name)) }
                conditions.append(
                    .field(.shipment, id, "/events/0/details", isIn ? .contains(.text(name)) : .lacks(.text(name))))
            }
            if position > 0 {
                conditions.append(.field(.shipment, id, "/eta", is: .text(courses[position].eta.text)))
            }
            parcels.append([
                "shipment": .text(id), "status": .text(shipment.status),
                "tracking_number": .text(shipment.trackingNumber),
                "eta": .text(courses[position].eta.date.text.string), "contents": .array(held),
            ])
        }
        return PlantedInstance(
            variant: isTold ? "contents told" : "contents unknown",
            entities: [("customer", .customer, customer), ("order", .order, receipt.orderID)]
                + receipt.shipmentIDs.map { ("shipment", .shipment, $0) },
            facts: ["shipments": .whole(count), "parcels": .array(parcels)],
            conditions: conditions)
    }
}
