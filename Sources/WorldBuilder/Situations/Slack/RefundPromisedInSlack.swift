internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P21
    static let refundPromisedInSlack = Situation(
        "P21", count: 9,
        meaning: "A refund that somebody with the permission promised in Slack in August: never entered, entered, "
            + "entered with another amount, or corrected there and entered with the last amount or not at all.",
        falseWhen: "a refund is added to the order's payment or changed, or the promise or its author's permission "
            + "goes",
        kinds: ["IR21", "WF19"]
    ) { plan, index, generator in
        let variants = [
            "never", "entered", "other", "corrected", "never", "corrected and entered", "other", "entered", "never",
        ]
        let variant = variants[index]
        let thread = try plan.texts.thread("P21", variant: String(variant.prefix { $0 != " " }))
        let promiser = try plan.staff.holder(of: thread.promisedBy ?? "")
        let posted = plan.moment(daysAgo: generator.number(in: 18...42), &generator)
        let product = try plan.pickProduct(forTextsOf: "P21", cents: 6000...70_000, &generator)
        let placed = posted.adding(days: -generator.number(in: 14...20))
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -210))), &generator)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)], service: .express, fate: .shipped),
            &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        let ticket = try plan.addPlantedTicket(
            "P21", order: orderID, type: generator.pick(["order_issue", "other", "billing"]),
            at: posted.adding(hours: -generator.number(in: 3...40)), &generator
        ) { $0.status = "pending_customer" }
        // Touched of late, so that nobody takes it for a silent one (H22).
        plan.tickets[ticket.id].updatedAt = plan.moment(daysAgo: generator.number(in: 2...9), &generator)
        let amount = generator.number(in: 14...44) * 100 + generator.pick([0, 0, 50])
        let first = amount + generator.pick([-600, -400, 500, 900, 1500])
        let slots = plan.slots(order: orderID).merging([
            "ticket": ticket.id, "amount": dollars(cents: amount), "amount1": dollars(cents: first),
        ]) { _, new in new }
        let messages = try plan.postThread(
            thread, channel: thread.channel ?? "", at: posted, slots: slots, &generator)
        let promise = messages.last { id in
            plan.messages[id].authorID == promiser.id && plan.messages[id].text.contains(dollars(cents: amount))
        }
        guard let promise else {
            throw ContentError("Slack/Planted/P21.yaml", "\(thread.key ?? "") has no promise by \(promiser.post.key)")
        }
        var refund: String?
        if !["never", "corrected"].contains(variant) {
            let entered = variant == "other" ? amount + generator.pick([-900, -700, 1000, 1800]) : amount
            let last = plan.messages[messages[messages.count - 1]].at
            let id = plan.addRefund(
                payment: payment, ticket: nil, reason: "other", status: "processed",
                lines: [RefundLineDraft(productID: nil, quantity: nil, amountCents: entered)],
                at: last.adding(minutes: -2), &generator)
            plan.carryOut(id, whole: false)
            refund = id
        }
        let status = refund == nil ? "captured" : "partially_refunded"
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID), ("payment", .payment, payment),
                ("ticket", .supportTicket, ticket.id), ("promiser", .employee, promiser.id),
                ("promise", .slackMessage, promise),
            ] + messages.filter { $0 != promise }.map { ("message", .slackMessage, $0) }
                + (refund.map { [("refund", .refund, $0)] } ?? []),
            facts: [
                "promised": .cents(amount), "promised_on": .text(plan.messages[promise].at.date.text.string),
                "entered": refund.map { .cents(plan.refunds[$0].amountCents) } ?? .null,
                "withdrawn": variant.hasPrefix("corrected") ? .cents(first) : .null,
            ],
            conditions: plan.lineConditions(orderID)
                + plan.ticketConditions(
                    ticket.id, order: orderID, status: "pending_customer")
                + (refund.map { plan.refundConditions($0) } ?? []) + [
                    .exactly(refund.map { [$0] } ?? [], .refund, where: [("/paymentId", .text(payment))]),
                    .exactly([payment], .payment, where: [("/orderId", .text(orderID))]),
                    .field(.payment, payment, "/status", is: .text(status)),
                    .field(.order, orderID, "/status", is: .text(refund == nil ? "fulfilled" : status)),
                    .field(.slackMessage, promise, "/authorId", is: .text(promiser.id)),
                    .field(.slackMessage, promise, "/text", .contains(.text(dollars(cents: amount)))),
                    .field(.employee, promiser.id, "/permissions", .contains("issue_refund")),
                    .selection(
                        Condition.Selection(
                            type: .slackMessage, mentioning: (pointer: "/text", text: ticket.id)), .countsAtLeast(1)),
                    .days(
                        from: .at("2025-08-01T00:00:00Z"),
                        to: .member(EntityKey(.slackMessage, Text(promise)), pointer: "/timestamp"), atLeast: 1,
                        atMost: 29),
                    .age(.supportTicket, ticket.id, atLeast: 8),
                ])
    }
}
