internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P84
    static let longHistory = Situation(
        "P84", count: 4,
        meaning:
            "A customer with three orders, three tickets, a refund and an escalation: refund and escalation still open, "
            + "or settled.",
        falseWhen: "the customer orders or writes again, or what is open is settled",
        kinds: ["CO15"]
    ) { plan, index, generator in
        let isSettled = index.isMultiple(of: 2)
        let limit = try plan.company.figures.cents("H03.limit")
        let since = plan.clock.adding(days: -generator.number(in: 300...480))
        let customer = plan.addCustomer(
            CustomerRequest(tier: WorldPlan.plainTier(&generator), before: since), &generator)
        let recent = generator.number(in: isSettled ? 12...60 : 12...17)
        let ages = [generator.number(in: 200...290), generator.number(in: 95...160), recent]
        // Above the limit, so that the refund was passed on; opened from a recent order, settled from an older one.
        let large = isSettled ? 1 : 2
        let product = try plan.pickProduct(
            ["gpu", "cpu", "monitor", "prebuilt", "workstation"], cents: (limit * 5 / 4)...10_000_000, &generator)
        var receipts: [OrderReceipt] = []
        for (position, age) in ages.enumerated() {
            let lines = position == large ? [(productID: product.id, quantity: 1)] : plan.ordinaryLines(&generator)
            receipts.append(
                plan.addOrder(
                    OrderRequest(
                        customerID: customer, placed: plan.moment(daysAgo: age, &generator), lines: lines,
                        service: .express, fate: .shipped), &generator))
        }
        var tickets: [String] = []
        var refund = ""
        var escalation = ""
        for (position, receipt) in receipts.enumerated() {
            if position == large {
                let made = try plan.addLargeReturn(receipt, isSettled: isSettled, &generator)
                tickets.append(made.ticket)
                refund = made.refund
                escalation = made.escalation
            } else {
                let at =
                    position == 2
                    ? plan.unfinishedTicketMoment(about: receipt, &generator)
                    : plan.orders[receipt.orderID].createdAt.adding(days: generator.number(in: 26...40), minutes: 200)
                tickets.append(try plan.addHarmless(receipt.orderID, at: at, isFinished: position != 2, &generator))
            }
        }
        let unfinished = tickets[2]
        let amount = plan.refunds[refund].amountCents
        let captured = receipts.reduce(0) { $0 + $1.totalCents }
        return PlantedInstance(
            variant: isSettled ? "settled" : "open",
            entities: [
                ("customer", .customer, customer), ("refund", .refund, refund), ("escalation", .escalation, escalation),
                ("unfinished ticket", .supportTicket, unfinished),
            ] + tickets.dropLast().map { ("finished ticket", .supportTicket, $0) }
                + receipts.map { ("order", .order, $0.orderID) }
                + receipts.map { ("payment", .payment, $0.paymentID ?? "") },
            facts: [
                "captured": .cents(captured), "refunded": .cents(isSettled ? amount : 0), "refund": .cents(amount),
                "tier": .text(plan.customers[customer].tier ?? "none"),
                "customer_since": .text(plan.customers[customer].createdAt.date.text.string),
                "escalation_open": .bool(!isSettled), "unfinished": [.text(unfinished)],
            ],
            conditions: [
                .exactly(receipts.map(\.orderID), .order, where: [("/customerId", .text(customer))]),
                .exactly(tickets, .supportTicket, where: [("/customerId", .text(customer))]),
                .sum(
                    Condition.Selection(type: .payment, members: [("/customerId", .text(customer))]),
                    pointer: "/amount",
                    .equals(.cents(captured))),
                .exactly([refund], .refund, where: [("/paymentId", .text(receipts[large].paymentID ?? ""))]),
                .field(.refund, refund, "/status", is: isSettled ? "processed" : "pending"),
                .field(.refund, refund, "/amount", is: .cents(amount)),
                .exactly([escalation], .escalation, where: [("/ticketId", .text(tickets[large]))]),
                .field(.escalation, escalation, "/resolvedAt", isSettled ? .differs(.null) : .equals(.null)),
                .field(.supportTicket, unfinished, "/status", is: "open"),
            ] + tickets.dropLast().map { .field(.supportTicket, $0, "/status", is: "resolved") }
                + receipts.indices.filter { $0 != large }.map {
                    .count(0, .refund, where: [("/paymentId", .text(receipts[$0].paymentID ?? ""))])
                })
    }
}
