internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P49
    ///
    /// One leave for all instances: only one person decides above the limit, and is away once.
    static let refundWhileManagerAway = Situation(
        "P49",
        meaning: "A return wish above the limit of approval while the finance manager is away: the delegate who signs "
            + "stands in Slack alone.",
        falseWhen: "the leave is over, the delegate has no permission, the amount is within the limit, or it is "
            + "settled",
        kinds: ["RE23"]
    ) { plan, generator in
        let away = try plan.staff.holder(of: "finance-manager")
        let cover = try plan.staff.holder(
            of: generator.pick(weighted: [("refunds-analyst", weight: 70), ("cfo", weight: 30)]))
        let thread = try plan.texts.thread("P49")
        let until = CivilDate(daysSinceEpoch: plan.clock.date.daysSinceEpoch + generator.number(in: 3...12))
        let from = BusinessCalendar.subtracting(businessDays: generator.number(in: 1...2), from: plan.clock.date)
        let day = BusinessCalendar.subtracting(businessDays: generator.number(in: 4...9), from: from)
        let messages = try plan.postThread(
            thread, channel: thread.channel ?? "", at: Moment(day, hour: 10).adding(minutes: generator.below(300)),
            roles: ["away": away, "cover": cover],
            slots: ["from": BusinessCalendar.spoken(from), "until": BusinessCalendar.spoken(until)], &generator)
        func telling(_ words: String) -> Condition {
            .selection(
                Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: words)), .countsAtLeast(1)
            )
        }
        let leave: [Condition] =
            [
                telling(BusinessCalendar.spoken(until)), telling(cover.name),
                .days(from: .clock, to: .at("\(until.text)T00:00:00Z"), atLeast: 1, atMost: nil),
                .field(.employee, cover.id, "/permissions", .contains("issue_refund")),
                .field(.employee, away.id, "/permissions", .contains("issue_refund")),
            ] + messages.map { .field(.slackMessage, $0, "/text", is: .text(plan.messages[$0].text)) }
        let limit = try plan.company.figures.cents("H03.limit")
        var instances: [PlantedInstance] = []
        for _ in 0..<4 {
            let product = try plan.pickProduct(
                forTextsOf: "P49", cents: limit * 120 / 100...250_000, &generator)
            let receipt = plan.addDeliveredOrder(
                daysAgo: try plan.returnableDaysAgo(&generator), [(product.id, 1)], &generator)
            let orderID = receipt.orderID
            let ticket = try plan.addPlantedTicket(
                "P49", order: orderID, type: "return", at: plan.unfinishedTicketMoment(about: receipt, &generator),
                &generator)
            let customer = plan.orders[orderID].customerID
            instances.append(
                PlantedInstance(
                    entities: [
                        ("customer", .customer, customer), ("order", .order, orderID),
                        ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                        ("product", .product, product.id), ("away", .employee, away.id),
                        ("delegate", .employee, cover.id),
                        ("article", .knowledgeBaseArticle, plan.articleID(settling: "H03")),
                    ] + messages.map { ("message", .slackMessage, $0) },
                    facts: [
                        "amount": .cents(plan.goodsCents(of: orderID)), "limit": .cents(limit),
                        "from": .text(from.text.string), "until": .text(until.text.string),
                        "permission": "issue_refund",
                    ],
                    conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                        + plan.ticketConditions(ticket.id, order: orderID)
                        + [
                            try plan.mayComeBack(orderID), plan.tierCondition(customer),
                            .field(.payment, receipt.paymentID ?? "", "/amount", .atLeast(.cents(limit + 2000))),
                        ] + leave))
        }
        return instances
    }
}
