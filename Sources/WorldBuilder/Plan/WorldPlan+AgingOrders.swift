internal import CanonicalJSON
internal import Projections

/// An old order whose first product's warranty ends soon.
struct AgingOrder {
    let receipt: OrderReceipt
    let productID: String
    /// `YYYY-MM-DD`
    let warrantyEnd: String
}

// What customers complain of besides: a parcel that is late but not lost, an item near the end of its warranty.
extension WorldPlan {
    /// An order of some eleven months ago of one product with twelve months of warranty.
    mutating func orderNearWarrantyEnd(
        of customer: String, cents: ClosedRange<Int>, _ generator: inout SeededGenerator
    ) throws(ContentError) -> AgingOrder {
        let product = try pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: cents, &generator, where: { $0.warrantyMonths == 12 })
        let placed = moment(daysAgo: generator.number(in: 339...357), &generator)
        let receipt = addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product.id, 1)], fate: .shipped), &generator)
        // Twelve months on: the same day a year later, which every day here has.
        let end = "\(placed.date.year + 1)\(placed.date.text.string.dropFirst(4))"
        return AgingOrder(receipt: receipt, productID: product.id, warrantyEnd: end)
    }

    /// What makes an old order's warranty end soon.
    func agingConditions(_ aging: AgingOrder) -> [Condition] {
        let arguments: JSONValue = [
            "order_id": .text(aging.receipt.orderID), "product_id": .text(aging.productID),
        ]
        func answer(_ pointer: String, _ test: Condition.Test) -> Condition {
            .tool(name: "checkWarrantyStatus", arguments: arguments, pointer: pointer, test)
        }
        return [
            answer("/is_under_warranty", .equals(true)),
            answer("/warranty_end_date", .equals(.text(aging.warrantyEnd))),
            answer("/days_remaining", .atMost(.whole(28))),
        ] + settledConditions(aging.receipt)
    }

    /// An order by ground that is past its expected day and still moving, so neither lost (H09) nor owed a fee (H11).
    mutating func addLateParcel(
        of customer: String, _ lines: [(productID: String, quantity: Int)], _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        let placed = moment(daysAgo: generator.number(in: 13...18), &generator)
        let address = customers[customer].addresses[0]
        var course = ParcelCourse.ordinary(
            placed: placed, service: .standard, carrier: generator.pick(Service.standard.carriers), to: address,
            texts: company.content.office, now: clock, lateDays: 0, &generator)
        let day = CivilDate(daysSinceEpoch: clock.date.daysSinceEpoch - generator.number(in: 2...3))
        let lastScan = Moment(day, hour: 8).adding(seconds: generator.below(30_000))
        course.scans.removeAll { $0.at >= lastScan || ["out_for_delivery", "delivered"].contains($0.status) }
        let details = generator.pickAny(company.content.office.shipmentEvents["in_transit"] ?? [])
        course.scans.append(
            ScanDraft(at: lastScan, place: ParcelCourse.hub(&generator), status: "in_transit", details: details))
        return addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: lines, fate: .shippedAs([course])), &generator)
    }

    /// What makes a parcel late, and not lost.
    func lateParcelConditions(_ receipt: OrderReceipt) -> [Condition] {
        let shipment = receipt.shipmentIDs[0]
        let key = EntityKey(.shipment, Text(shipment))
        return [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .exactly([shipment], .shipment, where: [("/orderId", .text(receipt.orderID))]),
            .field(.shipment, shipment, "/status", is: "in_transit"),
            .field(.shipment, shipment, "/carrier", .oneOf(["ups_ground", "usps_ground"])),
            .days(from: .member(key, pointer: "/eta"), to: .clock, atLeast: 1, atMost: nil),
            .days(
                from: .member(key, pointer: "/events/\(shipments[shipment].scans.count - 1)/at"), to: .clock,
                atLeast: nil, atMost: 4),
        ]
    }
}
