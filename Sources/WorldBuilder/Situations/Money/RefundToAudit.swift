internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P54
    static let refundToAudit = Situation(
        "P54", count: 6,
        meaning:
            "A finished refund with one to three breaches of the house rules on amount (H02), limit and permission "
            + "(H03) or day (R-RETURN-1), or with none.",
        falseWhen: "amount, day, reason, or the permissions of whoever resolved the ticket are otherwise",
        kinds: ["RE29"]
    ) { plan, index, generator in
        let kinds: [Set<RefundBreach>] = [
            [.amount], [], [.amount, .day, .permission], [.limit], [], [.day, .permission],
        ]
        let breaches = kinds[index]
        let figures = plan.company.figures
        let limit = try figures.cents("H03.limit")
        let oldLimit = try figures.cents("H03.oldLimit")
        let isDefect = index == 4
        // A defect above the limit is as right as a change of mind below it; a change of mind is not.
        let range =
            breaches.contains(.limit)
            ? limit * 120 / 100...oldLimit
            : isDefect ? limit * 120 / 100...160_000 : 4000...limit - 6000
        let reason = isDefect ? "defective" : "customer_remorse"
        let product = try plan.pickProduct(forTextsOf: "P54", reason: reason, cents: range, &generator)
        // Dear enough that the payment covers what was given back without the tier's share.
        let companion = try plan.pickCompanion(
            of: [product.id], cents: max(1500, product.priceCents / 5)...max(20_000, product.priceCents), &generator)
        let tier = index == 0 ? "gold" : WorldPlan.plainTier(&generator)
        let receipt = plan.addDeliveredOrder(
            daysAgo: generator.number(in: 95...225), [(product.id, 1), (companion.id, 1)], tier: tier, &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        let placed = plan.orders[orderID].createdAt
        let asked =
            breaches.contains(.day)
            ? placed.adding(days: generator.number(in: 34...48), hours: generator.number(in: 1...8))
            : plan.arrival(of: receipt).adding(hours: generator.number(in: 6...70))
        let agent = breaches.contains(.permission) ? plan.refundOutsider(&generator) : plan.refundHolder(&generator)
        let ticket = try plan.addPlantedTicket(
            "P54", order: orderID, product: product.id, type: "return", at: asked, reason: reason, &generator
        ) { $0.assigneeID = agent.id }
        let right = plan.goodsCents(product.id, quantity: 1, in: orderID)
        var line = plan.refundLine(product.id, quantity: 1, in: orderID)
        var lines: [RefundLineDraft] = []
        if breaches.contains(.amount), index == 0 { line.amountCents = product.priceCents }
        lines.append(line)
        if breaches.contains(.amount), index != 0 {
            lines.append(
                RefundLineDraft(productID: nil, quantity: nil, amountCents: plan.orders[orderID].service.feeCents))
        }
        let decided = asked.adding(hours: generator.number(in: 4...40))
        let refund = plan.addRefund(
            payment: payment, ticket: ticket.id, reason: reason, status: "processed", lines: lines, at: decided,
            &generator)
        plan.carryOut(refund, whole: false)
        let resolution = plan.resolve(
            ticket.id, outcome: "refund_issued",
            details: try plan.fill(
                ticket.text.resolution ?? "", "P54", plan.slots(order: orderID, product: product.id)),
            by: agent.id, at: decided.adding(minutes: 11), refund: refund, &generator)
        let names = RefundBreach.allCases.filter { breaches.contains($0) }.map(\.rawValue)
        let amount = plan.refunds[refund].amountCents
        let conditions: [Condition] = [
            .days(
                from: .member(EntityKey(.order, Text(orderID)), pointer: "/createdAt"),
                to: .member(EntityKey(.supportTicket, Text(ticket.id)), pointer: "/createdAt"),
                atLeast: breaches.contains(.day) ? WorldPlan.returnDays + 2 : nil,
                atMost: breaches.contains(.day) ? nil : WorldPlan.returnDays - 6),
            .field(
                .employee, agent.id, "/permissions",
                breaches.contains(.permission) ? .lacks("issue_refund") : .contains("issue_refund")),
            .exactly([refund], .refund, where: [("/paymentId", .text(payment))]),
            .exactly([ticket.id], .supportTicket, where: [("/orderId", .text(orderID))]),
            .field(.supportTicket, ticket.id, "/notes", .absent),
            .count(0, .escalation, where: [("/ticketId", .text(ticket.id))]),
            .field(.resolution, resolution, "/resolvedById", is: .text(agent.id)),
            .field(.resolution, resolution, "/linkedRefundId", is: .text(refund)),
            .field(
                .refund, refund, "/amount",
                breaches.contains(.limit) || isDefect
                    ? .atLeast(.cents(limit + 1)) : .atMost(.cents(limit))),
            .field(.payment, payment, "/amount", .atLeast(.cents(amount))),
            .field(.payment, payment, "/status", is: "partially_refunded"),
            .field(.order, orderID, "/status", is: "partially_refunded"),
            plan.tierCondition(plan.orders[orderID].customerID),
        ]
        return PlantedInstance(
            variant: names.isEmpty ? "clean" : names.joined(separator: " "),
            entities: [
                ("customer", .customer, plan.orders[orderID].customerID), ("order", .order, orderID),
                ("payment", .payment, payment), ("refund", .refund, refund), ("ticket", .supportTicket, ticket.id),
                ("resolution", .resolution, resolution), ("employee", .employee, agent.id),
                ("product", .product, product.id),
            ],
            facts: [
                "breaches": .array(names.map { .text($0) }), "amount": .cents(amount), "right_amount": .cents(right),
                "limit": .cents(limit), "purchased": .text(placed.date.text.string),
                "asked": .text(asked.date.text.string),
                "last_day": .text(
                    CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + WorldPlan.returnDays).text.string),
            ],
            conditions: plan.refundConditions(refund) + plan.lineConditions(orderID) + conditions)
    }
}

/// What can be wrong with a refund, in the order in which findings name it.
private enum RefundBreach: String, CaseIterable {
    case amount, limit, day, permission
}

extension WorldPlan {
    /// Somebody of support who may not approve refunds and whose desk no situation counts (H03).
    fileprivate func refundOutsider(_ generator: inout SeededGenerator) -> StaffMember {
        // One tech lead always is.
        generator.pick(
            staff.members(of: "support").filter {
                !$0.may("issue_refund") && ["frontline", "specialist", "tech_lead"].contains($0.post.role ?? "")
                    && $0.post.key != "trainee" && !isAway($0.id)
            })
    }
}
