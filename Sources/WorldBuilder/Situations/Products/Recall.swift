internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P66
    static let recall = Situation(
        "P66",
        meaning: "A recall whose window of purchase was widened in Slack: over 50 orders in it, six to nine affected, "
            + "two with a ticket, one cancelled, one refunded, some outside.",
        falseWhen: "the window changes again, an order with the product is added or given back, or a ticket is opened",
        kinds: ["CO19", "WF21"]
    ) { plan, generator in
        let matters = generator.draw(2, from: plan.company.content.company.recalls)
        // Both before anything is sold, since orders of the one hold other things as well.
        let products = try matters.map { try plan.reserveRecalledProduct($0, &generator) }
        return try matters.enumerated().map { index, matter in
            let recall = Recall(matter, products[index], busy: plan.busyTimes.windows[index], index, plan, &generator)
            plan.articles.append(try recall.article(plan.company))
            let purchases = try plan.addRecalledPurchases(recall, &generator)
            let thread = try plan.texts.thread("P66")
            let messages = try plan.postThread(
                thread, channel: "product-safety", at: recall.corrected, slots: recall.slots(plan), &generator)
            let tickets = try plan.addRecallTickets(recall, purchases, &generator)
            return try instance(recall, purchases, tickets, messages, plan)
        }
    }

    private static func instance(
        _ recall: Recall, _ purchases: [RecalledPurchase], _ tickets: [String: String], _ messages: [String],
        _ plan: WorldPlan
    ) throws -> PlantedInstance {
        let spoken = recall.slots(plan)
        let coordinator = try plan.staff.holder(of: "recall-coordinator")
        guard
            let newest = messages.map({ plan.messages[$0] }).last(where: { message in
                message.authorID == coordinator.id && message.text.contains(spoken["newto"] ?? "")
            })
        else { throw ContentError("Slack/Planted/P66.yaml", "has a thread without {newto}") }
        var orders = Condition.Selection(type: .order)
        orders.holding = (pointer: "/lineItems", members: [(name: "productId", value: .text(recall.product))])
        var inside = orders
        inside.since = (pointer: "/createdAt", at: Moment(recall.widened.first, hour: 0).text)
        inside.until = (pointer: "/createdAt", at: Moment(recall.widened.last, hour: 23, minute: 59, second: 59).text)
        var crowd = inside
        crowd.holding = nil
        var conditions: [Condition] = [
            .selection(orders, .ids(purchases.map(\.orderID))),
            .selection(inside, .ids(purchases.filter { $0.side != "outside" }.map(\.orderID))),
            .selection(crowd, .countsAtLeast(51)), .selection(crowd, .countsAtMost(200 * plan.scale)),
            .field(.knowledgeBaseArticle, recall.id, "/isDeprecated", is: false),
            .field(.knowledgeBaseArticle, recall.id, "/body", .contains(.text(spoken["from"] ?? ""))),
            .field(.knowledgeBaseArticle, recall.id, "/body", .contains(.text(spoken["to"] ?? ""))),
            .field(.slackMessage, newest.id, "/text", is: .text(newest.text)),
            .selection(
                Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: recall.matter.code)),
                .ids(messages.filter { plan.messages[$0].text.contains(recall.matter.code) })),
        ]
        for purchase in purchases {
            conditions += [
                .field(.order, purchase.orderID, "/status", is: .text(plan.orders[purchase.orderID].status)),
                .ticketsOfOrder(purchase.orderID, tickets[purchase.orderID].map { [$0] } ?? []),
            ]
        }
        for order in purchases.map(\.orderID) {
            guard let ticket = tickets[order] else { continue }
            conditions += [
                .field(.supportTicket, ticket, "/priority", is: "high"),
                .field(.supportTicket, ticket, "/ticketType", is: "other"),
            ]
        }
        let affected = purchases.filter(\.isAffected)
        return PlantedInstance(
            entities: [
                ("product", .product, recall.product), ("article", .knowledgeBaseArticle, recall.id),
                ("correction", .slackMessage, newest.id), ("coordinator", .employee, coordinator.id),
            ] + purchases.map { ("order, \($0.side)", .order, $0.orderID) }
                + purchases.compactMap { purchase in
                    tickets[purchase.orderID].map { ("ticket", .supportTicket, $0) }
                },
            facts: [
                "recall": .text(recall.matter.code), "first_from": .text(recall.first.first.text.string),
                "first_to": .text(recall.first.last.text.string), "from": .text(recall.widened.first.text.string),
                "to": .text(recall.widened.last.text.string), "stop": .text(recall.matter.stop),
                "offer": .text(recall.matter.offer), "hazard": .text(recall.matter.hazard),
                "corrected": .text(newest.at.date.text.string), "affected": .whole(affected.count),
                "had_ticket": .whole(tickets.count), "to_open": .whole(affected.count - tickets.count),
                "purchases": .array(
                    purchases.map { purchase in
                        [
                            "order": .text(purchase.orderID), "side": .text(purchase.side),
                            "affected": .bool(purchase.isAffected),
                            "day": .text(plan.orders[purchase.orderID].createdAt.date.text.string),
                            "customer": .text(plan.orders[purchase.orderID].customerID),
                        ]
                    }),
            ],
            conditions: conditions)
    }
}
