internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P68
    static let twiceOneMatter = Situation(
        "P68", count: 4,
        meaning: "Two tickets of one matter in different words, and a look-alike about another order of the customer.",
        falseWhen: "one of the three is finished, or the customer writes again",
        kinds: ["WF24"]
    ) { plan, _, generator in
        let set = try plan.texts.set("P68")
        // In the order in which they were written: some name an earlier attempt.
        var same = set.same ?? []
        while same.count > 2 { same.remove(at: generator.below(same.count)) }
        guard same.count == 2, let other = set.other else {
            throw ContentError("Tickets/Planted/P68.yaml", "has a set without two texts of one matter and another one")
        }
        // Papers are asked for at any time, the rest is about what came of late.
        let isAboutPapers = ["billing", "other"].contains(same[0].type)
        let first = plan.moment(daysAgo: generator.number(in: isAboutPapers ? 13...150 : 13...27), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: WorldPlan.plainTier(&generator), before: first,
                past: .open(before: plan.clock.adding(days: -200))), &generator)
        func order(_ plan: inout WorldPlan, _ placed: Moment, _ product: String) -> String {
            plan.addMovingOrDelivered(customer, product, placed, isMoving: false, &generator).orderID
        }
        let product = try plan.pickSubject(set.about, &generator)
        let product2 = try plan.pickSubject(set.about, without: [product.id], &generator)
        let orderID = order(&plan, first, product.id)
        let order2 = order(&plan, first.adding(days: generator.number(in: 1...4), minutes: 77), product2.id)
        let extra = ["order2": order2, "product2": product2.name]
        func ticket(
            _ plan: inout WorldPlan, _ text: PlantedText, _ order: String, _ hours: ClosedRange<Int>, _ status: String
        ) throws -> String {
            let at = plan.moment(hoursAgo: hours, &generator)
            return try plan.addTicket(
                telling: text, of: "P68", order: order, type: text.type ?? "other", at: at, extra: extra, &generator
            ) {
                $0.status = status
                $0.voice = set.voice
            }
        }
        let oldest = try ticket(&plan, same[0], orderID, 55...88, "open")
        // A call comes in the hours of the phone.
        let newer = try ticket(&plan, same[1], orderID, same[1].channel == "phone" ? 3...8 : 3...12, "new")
        let lookalike = try ticket(&plan, other, order2, 18...50, "open")
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("oldest ticket", .supportTicket, oldest),
                ("duplicate", .supportTicket, newer), ("look-alike", .supportTicket, lookalike),
                ("order", .order, orderID), ("other order", .order, order2),
            ],
            facts: ["stays": .text(oldest), "duplicates": [.text(newer)]],
            conditions: [
                .selection(
                    Condition.Selection(
                        type: .supportTicket, members: [("/customerId", .text(customer))],
                        since: ("/createdAt", plan.clock.adding(days: -60).text)), .ids([oldest, newer, lookalike])),
                .exactly([oldest, newer], .supportTicket, where: [("/orderId", .text(orderID))]),
                .exactly([lookalike], .supportTicket, where: [("/orderId", .text(order2))]),
                .field(.supportTicket, oldest, "/status", is: "open"),
                .field(.supportTicket, newer, "/status", is: "new"),
                .field(.supportTicket, lookalike, "/status", is: "open"),
                .field(.supportTicket, newer, "/body", is: .text(plan.tickets[newer].body)),
                .field(.supportTicket, oldest, "/body", is: .text(plan.tickets[oldest].body)),
                .days(
                    from: .member(EntityKey(.supportTicket, Text(oldest)), pointer: "/createdAt"),
                    to: .member(EntityKey(.supportTicket, Text(newer)), pointer: "/createdAt"), atLeast: 1, atMost: 4),
            ])
    }
}
