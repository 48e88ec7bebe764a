internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P45
    static let ruleOfThatDay = Situation(
        "P45",
        meaning: """
            Cases on either side of a rule's starting day: memory run with its own profile, bought before or since 1 May \
            2025 (warranty details), and firmware tickets of before and after 1 August 2025 (escalation matrix).
            """,
        falseWhen:
            "the day of purchase or of the ticket moves over the starting day, or the case was settled otherwise",
        kinds: ["RE19"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        for (variant, days) in [
            ("memory before", 145...300), ("memory since", 82...125), ("memory before", 145...300),
            ("memory since", 82...125),
        ] {
            let product = try plan.pickStoryProduct("P45", variant: "memory", &generator)
            let story = try plan.addDeliveredStory(
                "P45", textVariant: "memory", product: product, daysAgo: generator.number(in: days),
                type: "troubleshooting", &generator)
            let order = creation(of: .order, story.receipt.orderID)
            let isBefore = variant == "memory before"
            instances.append(
                PlantedInstance(
                    variant: variant, entities: story.entities,
                    facts: story.facts.adding([
                        "rule_starts": "2025-05-01", "is_covered": .bool(!isBefore),
                        "governing_version": isBefore ? "1.0" : "2.0",
                    ]),
                    conditions: plan.conditions(of: story) + [
                        isBefore
                            ? .days(from: order, to: .at("2025-05-01T00:00:00Z"), atLeast: 2, atMost: nil)
                            : .days(from: .at("2025-05-02T00:00:00Z"), to: order, atLeast: 2, atMost: nil)
                    ]))
        }
        instances.append(try firmwareBefore(&plan, &generator))
        instances.append(try firmwareSince(&plan, &generator))
        return instances
    }

    private static func creation(of type: EntityType, _ id: String) -> Condition.MomentSource {
        .member(EntityKey(type, Text(id)), pointer: "/createdAt")
    }

    /// Passed on by the matrix of its day, and long settled.
    private static func firmwareBefore(
        _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        let product = try plan.pickStoryProduct("P45", variant: "firmware", &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 85...140), &generator)
        let customer = plan.addCustomer(CustomerRequest(before: placed), &generator)
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product.id, 1)], fate: .shipped), &generator)
        let at = plan.moment(daysAgo: generator.number(in: 55...68), &generator)
        let ticket = try plan.addPlantedTicket(
            "P45", variant: "firmware", order: receipt.orderID, type: "troubleshooting", at: at, &generator)
        let handed = at.adding(hours: generator.number(in: 2...9))
        let notes = "Steps of the guide are done, says \(plan.customers[customer].first). It is a matter of firmware."
        let escalation = plan.escalate(
            ticket.id, type: "technical", to: "it_systems", notes: notes, at: handed,
            resolvedAt: handed.adding(hours: generator.number(in: 20...60)), &generator)
        var slots = plan.slots(order: receipt.orderID)
        slots["ticket"] = ticket.id
        let assignee = plan.tickets[ticket.id].assigneeID
        slots["agent"] = plan.staff.members.first { $0.id == assignee }?.first
        let details = try plan.fill(ticket.text.resolution ?? "", "P45", slots)
        plan.resolve(
            ticket.id, outcome: "troubleshooting_steps", details: details, at: handed.adding(hours: 62), &generator)
        return PlantedInstance(
            variant: "firmware before",
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("product", .product, product.id),
                ("ticket", .supportTicket, ticket.id), ("escalation", .escalation, escalation),
            ],
            facts: ["rule_starts": "2025-08-01", "department": "it_systems"],
            conditions: [
                .field(.escalation, escalation, "/destination", is: "it_systems"),
                .field(.supportTicket, ticket.id, "/status", is: "resolved"),
                .field(.supportTicket, ticket.id, "/body", is: .text(plan.tickets[ticket.id].body)),
                .days(
                    from: creation(of: .escalation, escalation), to: .at("2025-08-01T00:00:00Z"), atLeast: 2,
                    atMost: nil),
                .exactly([ticket.id], .supportTicket, where: [("/customerId", .text(customer))]),
            ])
    }

    private static func firmwareSince(
        _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        let product = try plan.pickStoryProduct("P45", variant: "firmware", &generator)
        let story = try plan.addDeliveredStory(
            "P45", textVariant: "firmware", product: product, daysAgo: generator.number(in: 85...140),
            type: "troubleshooting", &generator)
        return PlantedInstance(
            variant: "firmware since", entities: story.entities,
            facts: ["rule_starts": "2025-08-01", "department": "engineering"],
            conditions: plan.conditions(of: story) + [
                .days(
                    from: .at("2025-08-01T00:00:00Z"), to: creation(of: .supportTicket, story.ticketID), atLeast: 2,
                    atMost: nil)
            ])
    }
}
