internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P65
    static let deadOnArrivalInStock = Situation(
        "P65", count: 6,
        meaning:
            "One article of an order arrived dead and is in stock, the rest is fine; and finished ones of the past "
            + "with a replacement order that nobody paid for.",
        falseWhen: "the article is sold out, the order too old, or a replacement was ordered or money paid back; "
            + "of the finished: the replacement is paid or gone",
        kinds: ["WF17"]
    ) { plan, index, generator in
        let isOpen = index < 4
        let product = try plan.pickProduct(forTextsOf: "P65", cents: 2000...200_000, &generator)
        let companion = try plan.pickCompanion(of: [product.id], &generator)
        let daysAgo = isOpen ? generator.number(in: 9...25) : generator.number(in: 60...300)
        let receipt = plan.addDeliveredOrder(
            daysAgo: daysAgo, [(product.id, 1), (companion.id, 1)], service: generator.pick([.express, .overnight]),
            past: .closed, &generator)
        let orderID = receipt.orderID
        let customer = plan.orders[orderID].customerID
        let at =
            isOpen
            ? plan.unfinishedTicketMoment(about: receipt, &generator)
            : plan.arrival(of: receipt).adding(hours: generator.number(in: 4...50))
        let ticket = try plan.addPlantedTicket(
            "P65", order: orderID, product: product.id, type: "order_issue", at: at, &generator)
        var entities: [(role: String, type: EntityType, id: String)] = [
            ("customer", .customer, customer), ("order", .order, orderID),
            ("payment", .payment, receipt.paymentID ?? ""),
            ("ticket", .supportTicket, ticket.id), ("product", .product, product.id),
            ("product that works", .product, companion.id),
        ]
        var conditions = plan.settledConditions(receipt) + plan.lineConditions(orderID)
        let allOrders: [(String, JSONValue)] = [("/customerId", .text(customer))]
        guard !isOpen else {
            return PlantedInstance(
                variant: "open", entities: entities, facts: ["service": .text(plan.orders[orderID].service.rawValue)],
                conditions: conditions + plan.ticketConditions(ticket.id, order: orderID) + [
                    plan.inWindow(orderID), .exactly([orderID], .order, where: allOrders),
                    .field(.product, product.id, "/inventory/inStock", .atLeast(.whole(1))),
                ])
        }
        let replacement = plan.addReplacement(
            of: product.id, from: orderID, at: at.adding(hours: generator.number(in: 3...30)), &generator)
        let resolution = plan.resolve(
            ticket.id, outcome: "replacement_sent",
            details: try plan.fill(
                ticket.text.resolution ?? "", "P65", plan.slots(order: orderID, product: product.id)),
            at: plan.orders[replacement].createdAt.adding(minutes: 12), &generator)
        entities += [("replacement order", .order, replacement), ("resolution", .resolution, resolution)]
        conditions += [
            .exactly([orderID, replacement], .order, where: allOrders),
            .count(0, .payment, where: [("/orderId", .text(replacement))]),
            .field(.order, replacement, "/status", is: "fulfilled"),
            .field(.supportTicket, ticket.id, "/status", is: "resolved"),
            .field(.resolution, resolution, "/outcome", is: "replacement_sent"),
        ]
        return PlantedInstance(
            variant: "finished", entities: entities, conditions: conditions,
            breaks: [("I-STATE-2", .order, replacement)])
    }
}

extension WorldPlan {
    /// Sends an article again: an order without payment, with address, service and carrier of the first (H08).
    ///
    /// - Returns: The order's id.
    fileprivate mutating func addReplacement(
        of productID: String, from orderID: String, at: Moment, _ generator: inout SeededGenerator
    ) -> String {
        let first = orders[orderID]
        let course = ParcelCourse.ordinary(
            placed: at, service: first.service, carrier: generator.pick(first.service.carriers), to: first.address,
            texts: company.content.office, now: clock, &generator)
        let id = newID("ord", at.date, &generator)
        orders.add(
            OrderDraft(
                id: id, customerID: first.customerID, lines: first.lines.filter { $0.productID == productID },
                status: "fulfilled", address: first.address, carrier: course.carrier.words, service: first.service,
                eta: course.eta, buildID: nil, failureReason: nil, createdAt: at,
                updatedAt: course.scans.first?.at ?? at))
        _ = addShipment(orderID: id, course, &generator)
        return id
    }
}
