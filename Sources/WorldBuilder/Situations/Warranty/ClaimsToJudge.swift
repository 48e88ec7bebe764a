internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P60
    static let claimsToJudge = Situation(
        "P60",
        meaning: """
            Stories of faults that the warranty does not cover, of each denial reason, and of memory run with its own \
            profile, which it does.
            """,
        falseWhen: "a claim was filed, the ticket was settled, or the story's facts differ",
        kinds: ["RE06", "WF09"]
    ) { plan, generator in
        let stories: [(variant: String, denial: String?)] = [
            ("overclocked", "product_misuse"), ("profile", nil), ("liquid", "uncovered_damage"),
            ("broken", "uncovered_damage"), ("firmware", "unauthorized_modification"),
            ("secondhand", "insufficient_evidence"), ("expired", "out_of_warranty"), ("overclocked", "product_misuse"),
            ("profile", nil),
        ]
        var instances: [PlantedInstance] = []
        for (variant, denial) in stories {
            var instance =
                variant == "secondhand"
                ? try secondHand(&plan, &generator) : try firstHand(variant, &plan, &generator)
            instance.facts["outcome"] = .text(denial == nil ? "covered" : "denied")
            instance.facts.put("denial_reason", denial)
            instances.append(instance)
        }
        return instances
    }

    private static func firstHand(
        _ variant: String, _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        let isExpired = variant == "expired"
        let product = try plan.pickStoryProduct("P60", variant: variant, &generator) {
            !isExpired || $0.warrantyMonths <= 12
        }
        // Since May 2025, whose warranty details are in force for them (H23), and before the July campaign.
        let story = try plan.addDeliveredStory(
            "P60", variant: variant, product: product,
            daysAgo: isExpired ? generator.number(in: 400...540) : generator.number(in: 82...125),
            type: "troubleshooting", &generator)
        return PlantedInstance(
            variant: variant, entities: story.entities, facts: story.facts,
            conditions: plan.conditions(of: story) + [
                isExpired
                    ? .age(.order, story.receipt.orderID, atLeast: 380)
                    : .days(
                        from: .at("2025-05-01T00:00:00Z"),
                        to: .member(EntityKey(.order, Text(story.receipt.orderID)), pointer: "/createdAt"), atLeast: 2,
                        atMost: nil)
            ])
    }

    /// The writer is not who bought it: the order that the story names is another customer's.
    private static func secondHand(
        _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        let product = try plan.pickStoryProduct("P60", variant: "secondhand", &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 82...125), &generator)
        let seller = plan.addCustomer(CustomerRequest(before: placed), &generator)
        let receipt = plan.addOrder(
            OrderRequest(customerID: seller, placed: placed, lines: [(product.id, 1)], fate: .shipped), &generator)
        let writer = plan.addCustomer(
            CustomerRequest(before: plan.clock.adding(days: -5), after: plan.clock.adding(days: -40)), &generator)
        let text = try plan.texts.text("P60", variant: "secondhand", category: product.category)
        let slots = plan.slots(order: receipt.orderID).merging(plan.slots(customer: writer)) { _, new in new }
        let ticket = plan.addTicket(
            TicketRequest(
                customerID: writer, orderID: nil, type: "troubleshooting",
                at: plan.unfinishedTicketMoment("normal", notBefore: plan.clock.adding(days: -4), &generator),
                subject: try plan.fill(text.subject, "P60", slots), body: try plan.fill(text.body, "P60", slots)),
            &generator)
        let warranty = WarrantyVerdict(product, bought: placed, clock: plan.clock)
        return PlantedInstance(
            variant: "secondhand",
            entities: [
                ("customer", .customer, writer), ("seller", .customer, seller), ("order", .order, receipt.orderID),
                ("product", .product, product.id), ("ticket", .supportTicket, ticket),
            ],
            facts: ["warranty_end": .text(warranty.end), "is_covered_in_time": .bool(warranty.isCovered)],
            conditions: Condition.warranty(order: receipt.orderID, product: product.id, is: warranty) + [
                .field(.order, receipt.orderID, "/customerId", is: .text(seller)),
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .field(.supportTicket, ticket, "/customerId", is: .text(writer)),
                .field(.supportTicket, ticket, "/status", is: "open"),
                .field(.supportTicket, ticket, "/body", is: .text(plan.tickets[ticket].body)),
                .exactly([ticket], .supportTicket, where: [("/customerId", .text(writer))]),
                .count(0, .order, where: [("/customerId", .text(writer))]),
                .count(0, .warrantyClaim, where: [("/orderId", .text(receipt.orderID))]),
                .count(0, .refund, where: [("/paymentId", .text(receipt.paymentID ?? ""))]),
            ])
    }
}
