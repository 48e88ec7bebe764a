internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P23
    static let repeatContacts = Situation(
        "P23", count: 9,
        meaning:
            "A customer with four tickets in 30 days, passed on to a specialist or not; decoys with four in 35 days or "
            + "three in 30.",
        falseWhen: "the customer writes another ticket, or one of the tickets is passed on",
        kinds: ["IR23", "WF14"]
    ) { plan, index, generator in
        let side = ["due", "escalated", "four in 35 days"][index % 3]
        let kind = index == 8 ? "three in 30 days" : side
        let set = try plan.texts.set("P23")
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: WorldPlan.plainTier(&generator), before: plan.clock.adding(days: -170),
                past: .open(before: plan.clock.adding(days: -200))), &generator)
        let order = try plan.addSubjectOrder(of: customer, set.about, &generator)
        let texts = (set.texts ?? []).prefix(kind == "three in 30 days" ? 3 : 4)
        let oldest = kind == "four in 35 days" ? 32 * 24 + 4...33 * 24 : 25 * 24...28 * 24
        var hours = [generator.number(in: oldest), generator.number(in: 360...480), generator.number(in: 150...300)]
        hours = hours.suffix(texts.count - 1) + [generator.number(in: 2...14)]
        if texts.count == 3 { hours[0] = generator.number(in: oldest) }
        var ids: [String] = []
        for (text, hours) in zip(texts, hours) {
            let isNewest = ids.count == texts.count - 1
            let at = plan.clock.adding(hours: -hours, minutes: -generator.below(50))
            let id = try plan.addTicket(
                telling: text, of: "P23", order: order, type: text.type ?? "other", at: at, &generator
            ) { request in
                request.voice = set.voice
                if isNewest { request.status = kind == "escalated" ? "open" : "new" }
                // The second on the same order is high once somebody has looked at it (H20).
                if !ids.isEmpty, request.status != "new" { request.priority = "high" }
            }
            if !isNewest {
                let finished = at.adding(hours: generator.number(in: 4...60))
                try plan.finish(id, telling: text.resolution, at: finished, &generator)
            }
            ids.append(id)
        }
        let newest = ids[ids.count - 1]
        var instance = PlantedInstance(
            variant: index % 3 == 2 ? "decoy" : kind,
            entities: [
                ("customer", .customer, customer), ("order", .order, order), ("newest ticket", .supportTicket, newest),
            ]
                + ids.dropLast().map { ("older ticket", .supportTicket, $0) },
            facts: [
                "kind": .text(kind), "tickets": .whole(ids.count), "due": .bool(index % 3 != 2),
                "priority_by_triage": "high",
                "role_by_type": .text(WorldPlan.role(for: plan.tickets[newest].ticketType)),
            ],
            conditions: [
                .selection(
                    Condition.Selection(
                        type: .supportTicket, members: [("/customerId", .text(customer))],
                        since: ("/createdAt", plan.clock.adding(days: -70).text)), .ids(ids)),
                kind == "four in 35 days"
                    ? .age(.supportTicket, ids[0], atLeast: 32, atMost: 33)
                    : .age(.supportTicket, ids[0], atLeast: 24, atMost: 28),
                .days(
                    from: .member(EntityKey(.supportTicket, Text(ids[0])), pointer: "/createdAt"),
                    to: .member(EntityKey(.supportTicket, Text(newest)), pointer: "/createdAt"),
                    atLeast: kind == "four in 35 days" ? 31 : nil, atMost: kind == "four in 35 days" ? 33 : 28),
                .field(.customer, customer, "/loyaltyTier", .differs("platinum")),
                .field(.supportTicket, newest, "/status", is: kind == "escalated" ? "open" : "new"),
            ])
        if kind == "escalated" {
            let escalation = try plan.escalateInShort(
                newest, type: "product_specialist", to: "product_management",
                at: plan.tickets[newest].createdAt.adding(minutes: 70), &generator)
            let managers = plan.staff.members(of: "product_management").filter { $0.post.manager == "product-director" }
            plan.tickets[newest].assigneeID = generator.pick(managers).id
            instance.entities.append(("escalation", .escalation, escalation))
            instance.conditions.append(
                .exactly([escalation], .escalation, where: [("/ticketId", .text(newest))]))
            instance.conditions.append(.field(.escalation, escalation, "/escalationType", is: "product_specialist"))
        }
        for id in ids where kind != "escalated" || id != newest {
            instance.conditions.append(.count(0, .escalation, where: [("/ticketId", .text(id))]))
        }
        return instance
    }
}

extension WorldPlan {
    /// A delivered order of an article that texts are about, and of another one beside it.
    mutating func addSubjectOrder(
        of customer: String, _ categories: [String]?, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let first = try pickSubject(categories, &generator)
        let second = try pickSubject(nil, without: [first.id], &generator)
        let placed = moment(daysAgo: generator.number(in: 48...165), &generator)
        return addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(first.id, 1), (second.id, 1)], fate: .shipped),
            &generator
        ).orderID
    }
}
