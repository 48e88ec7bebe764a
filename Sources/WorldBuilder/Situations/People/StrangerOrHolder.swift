internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P73
    static let strangerOrHolder = Situation(
        "P73", count: 8,
        meaning: "A request about an order by a third person from an unknown address; mirror by the holder, who names "
            + "the order number and its postal code.",
        falseWhen: "the asking address belongs to an account, or the order moves on",
        kinds: ["CO10", "WF29"]
    ) { plan, index, generator in
        let isHolder = index.isMultiple(of: 2)
        // Half are on their way and asked about (CO10), half can be cancelled (WF29).
        let isMoving = index < 4
        let placed =
            isMoving
            ? plan.moment(daysAgo: generator.number(in: WorldPlan.movingDaysAgo), &generator)
            : plan.unshippedMoment(&generator)
        let customer = plan.addCustomer(CustomerRequest(before: placed.adding(days: -30)), &generator)
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: 4000...limit - 5000, &generator)
        let holder = plan.customers[customer]
        let course = ParcelCourse.ordinary(
            placed: placed, service: .standard, carrier: .upsGround, to: holder.addresses[0],
            texts: plan.company.content.office, now: plan.clock, lateDays: 0, &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)],
                fate: isMoving ? .shippedAs([course]) : .paid), &generator)
        let asker = try plan.asker(about: holder, isHolder: isHolder, index, &generator)
        let postal = holder.addresses[0].postalCode
        let wrong = generator.pick(plan.usualCities.flatMap(\.postal).filter { $0 != postal })
        let payment = receipt.paymentID ?? ""
        var conditions: [Condition] = [
            .count(0, .customer, where: [("/email", .text(asker.email))]),
            .field(.customer, customer, "/email", is: .text(holder.email)),
            .field(.order, receipt.orderID, "/shipping/address/postalCode", is: .text(postal)),
            .field(.order, receipt.orderID, "/status", is: isMoving ? "fulfilled" : "paid"),
            .shipmentsOfOrder(receipt.orderID, receipt.shipmentIDs), .ordersOfCustomer(customer, [receipt.orderID]),
            .field(.payment, payment, "/status", is: "captured"),
            .field(.payment, payment, "/amount", .atMost(.cents(limit))), .noRefund(ofPayment: payment),
            .ticketsOfOrder(receipt.orderID, []),
        ]
        var facts: JSONObject = [
            "asker": .text(asker.name), "asker_email": .text(asker.email), "relation": .text(asker.relation),
            "given_order": .text(receipt.orderID), "captured": .cents(receipt.totalCents),
            "method": .text(plan.payments[payment].method),
        ]
        // A stranger knows the number alone, or guesses at the postal code.
        if isHolder || index % 4 == 3 { facts["given_postal_code"] = .text(isHolder ? postal : wrong) }
        if let shipment = receipt.shipmentIDs.first {
            facts["eta"] = .text(course.eta.date.text.string)
            facts["tracking_number"] = .text(plan.shipments[shipment].trackingNumber)
            conditions.append(.field(.shipment, shipment, "/status", is: "in_transit"))
        }
        return PlantedInstance(
            variant: "\(isHolder ? "holder" : "stranger"), \(isMoving ? "on its way" : "paid")",
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID), ("payment", .payment, payment),
                ("product", .product, product.id),
            ] + receipt.shipmentIDs.map { ("shipment", .shipment, $0) },
            facts: facts, conditions: conditions)
    }
}

extension WorldPlan {
    /// Who writes about an order, from an address that no account has.
    fileprivate mutating func asker(
        about holder: CustomerDraft, isHolder: Bool, _ index: Int, _ generator: inout SeededGenerator
    ) throws(ContentError) -> (name: String, email: String, relation: String) {
        let people = company.content.people
        var first = holder.first
        if !isHolder {
            repeat { first = generator.pick(people.firstNames) } while !names.take(first: first, last: holder.last)
        }
        let email = names.newEmail(first: first, last: holder.last, people, &generator)
        let relation = isHolder ? "holder" : ["parent", "partner", "parent", "partner"][index / 2]
        return ("\(first) \(holder.last)", email, relation)
    }
}
