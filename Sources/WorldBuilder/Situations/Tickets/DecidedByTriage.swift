internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P55
    static let decidedByTriage = Situation(
        "P55", count: 6,
        meaning: "A new ticket whose priority and role exactly one triage rule decides.",
        falseWhen: "it was looked at, another rule fits as well, or the customer's tier changes",
        kinds: ["WF02"]
    ) { plan, index, generator in
        let variant =
            switch index {
            case 0...3: ["smoke", "plain-platinum", "second", "recommendation"][index]
            case 4: generator.pick(["return", "troubleshooting"])
            default: generator.pick(["billing", "other"])
            }
        let tier = variant == "plain-platinum" ? "platinum" : WorldPlan.plainTier(&generator)
        let categories = plan.texts.categories("P55", variant: variant).first ?? []
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: tier, before: plan.clock.adding(days: -130), past: .open(before: plan.clock.adding(days: -200))),
            &generator)
        let at = plan.unfinishedTicketMoment("new", notBefore: plan.beginning, &generator)
        let type = ["smoke": "troubleshooting", "plain-platinum": "other", "second": "order_issue"][variant] ?? variant
        var entities: [(role: String, type: EntityType, id: String)] = [("customer", .customer, customer)]
        var tickets: [String] = []
        let ticket: String
        if variant == "recommendation" {
            let text = try plan.texts.text("P55", variant: variant)
            let slots = plan.slots(customer: customer)
            ticket = plan.addTicket(
                TicketRequest(
                    customerID: customer, type: type, at: at, subject: try plan.fill(text.subject, "P55", slots),
                    body: try plan.fill(text.body, "P55", slots), status: "new"), &generator)
        } else {
            let product = try plan.pickSubject(categories.isEmpty ? nil : categories, &generator)
            // What comes with the parcel, and what goes back, is of the last weeks.
            let days = ["return", "other", "troubleshooting"].contains(variant) ? 9...26 : 13...120
            let receipt = plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: generator.number(in: days), &generator),
                    lines: [(product.id, 1)], service: .express, fate: .shipped), &generator)
            entities += [("order", .order, receipt.orderID), ("product", .product, product.id)]
            if variant == "second" {
                let written = plan.clock.adding(days: -5, minutes: -generator.below(500))
                let earlier = try plan.addHarmless(receipt.orderID, at: written, isFinished: true, &generator)
                tickets.append(earlier)
                entities.append(("earlier ticket", .supportTicket, earlier))
            }
            ticket = try plan.addPlantedTicket(
                "P55", variant: variant, order: receipt.orderID, type: type, at: at, &generator
            ) { $0.status = "new" }.id
        }
        tickets.append(ticket)
        let priority =
            switch variant {
            case "smoke", "plain-platinum", "second": "high"
            case "recommendation": "low"
            default: "normal"
            }
        let role = WorldPlan.role(for: type)
        return PlantedInstance(
            variant: variant, entities: [("ticket", .supportTicket, ticket)] + entities,
            facts: [
                "priority": .text(priority), "role": .text(role), "type": .text(type),
                "holders": .array(plan.atWork(role: role).map { .text($0.id) }),
            ],
            conditions: [
                .field(.supportTicket, ticket, "/status", is: "new"),
                .field(.supportTicket, ticket, "/priority", is: "normal"),
                .field(.supportTicket, ticket, "/assignedEmployeeId", .absent),
                .field(.supportTicket, ticket, "/ticketType", is: .text(type)),
                .field(.supportTicket, ticket, "/body", is: .text(plan.tickets[ticket].body)),
                .field(.customer, customer, "/loyaltyTier", is: .text(tier)),
                .selection(
                    Condition.Selection(
                        type: .supportTicket, members: [("/customerId", .text(customer))],
                        since: ("/createdAt", plan.clock.adding(days: -60).text)), .ids(tickets)),
            ] + plan.atWork(role: role).map { .field(.employee, $0.id, "/supportRole", is: .text(role)) })
    }
}
