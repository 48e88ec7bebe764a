internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P71
    static let unfinishedRefund = Situation(
        "P71", count: 7,
        meaning: "An approved refund after which something never followed: order, payment, ticket, resolution, or "
            + "several.",
        falseWhen: "what is missing was done, or another refund or resolution was made",
        kinds: ["CO08", "WF27"]
    ) { plan, index, generator in
        let missing = UnfinishedPart.cases[index]
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(forTextsOf: "P71", cents: 2500...limit - 2500, &generator)
        let isWhole = index.isMultiple(of: 3)
        var lines = [(productID: product.id, quantity: 1)]
        if !isWhole { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        // The ticket is done with: nobody has looked at the case since.
        let isForgotten = !missing.contains(.ticket)
        let receipt = plan.addDeliveredOrder(
            daysAgo: generator.number(in: isForgotten ? 20...110 : 12...24), lines, &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        let arrival = plan.arrival(of: receipt)
        let at =
            isForgotten
            ? arrival.adding(hours: generator.number(in: 10...90)).awake
            : max(
                arrival.adding(hours: 2),
                plan.clock.adding(hours: -generator.number(in: 40...118), minutes: -generator.below(50)))
        // The amount is told in the note, so it must be known before the ticket is.
        let goods = plan.refundLine(product.id, quantity: 1, in: orderID)
        let fee = plan.shippingLine(of: receipt)
        let agent = plan.refundHolder(&generator)
        let ticket = try plan.addPlantedTicket(
            "P71", order: orderID, product: product.id, type: "return", at: at, &generator
        ) { $0.assigneeID = agent.id }
        let reason = ticket.text.reason ?? "customer_remorse"
        let decided = at.adding(hours: generator.number(in: 3...20))
        let refund = plan.addRefund(
            payment: payment, ticket: ticket.id, reason: reason, status: "approved",
            lines: reason == "defective" && isWhole ? [goods, fee] : [goods], at: decided, &generator)
        let amount = plan.refunds[refund].amountCents
        var slots = plan.slots(order: orderID, product: product.id)
        slots["amount"] = dollars(cents: amount)
        plan.addNote(
            ticket.id, by: agent.id, at: decided.adding(minutes: 4),
            try plan.fill(ticket.text.note ?? "", "P71", slots), &generator)
        let status = isWhole ? "refunded" : "partially_refunded"
        if !missing.contains(.order) { plan.orders[orderID].status = status }
        if !missing.contains(.payment) { plan.payments[payment].status = status }
        plan.orders[orderID].updatedAt = max(plan.orders[orderID].updatedAt, decided)
        var resolution: String?
        if !missing.contains(.resolution) {
            slots["ticket"] = ticket.id
            let id = plan.resolve(
                ticket.id, outcome: "refund_issued",
                details: try plan.resolutionText("refund_issued", slots, &generator), by: agent.id,
                at: decided.adding(minutes: 9), refund: refund, &generator)
            resolution = id
            if missing.contains(.ticket) { plan.tickets[ticket.id].reopen() }
        }
        // Without a captured payment the order can no longer be fulfilled.
        let breaks: [(rule: String, type: EntityType, id: String)] =
            missing.contains(.order) && !missing.contains(.payment) ? [("I-STATE-2", .order, orderID)] : []
        let customer = plan.orders[orderID].customerID
        let ticketDraft = plan.tickets[ticket.id]
        return PlantedInstance(
            variant: missing.map(\.rawValue).joined(separator: " "),
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID), ("payment", .payment, payment),
                ("refund", .refund, refund), ("ticket", .supportTicket, ticket.id), ("employee", .employee, agent.id),
                ("product", .product, product.id),
            ] + (resolution.map { [("resolution", .resolution, $0)] } ?? []),
            facts: [
                "amount": .cents(amount), "due_status": .text(status),
                "missing": .array(missing.map { .text($0.rawValue) }),
            ],
            conditions: plan.refundConditions(refund) + plan.lineConditions(orderID) + [
                .exactly([refund], .refund, where: [("/paymentId", .text(payment))]),
                .exactly([payment], .payment, where: [("/orderId", .text(orderID))]),
                .field(.order, orderID, "/status", is: .text(missing.contains(.order) ? "fulfilled" : status)),
                .field(.payment, payment, "/status", is: .text(missing.contains(.payment) ? "captured" : status)),
                .field(.supportTicket, ticket.id, "/status", is: .text(ticketDraft.status)),
                .field(
                    .supportTicket, ticket.id, "/resolutionId",
                    ticketDraft.resolutionID.map { .equals(.text($0)) } ?? .absent),
                .field(.supportTicket, ticket.id, "/assignedEmployeeId", is: .text(agent.id)),
                .field(.supportTicket, ticket.id, "/notes/0/text", .contains(.text(dollars(cents: amount)))),
                .exactly([ticket.id], .supportTicket, where: [("/orderId", .text(orderID))]),
                .exactly(resolution.map { [$0] } ?? [], .resolution, where: [("/ticketId", .text(ticket.id))]),
            ], breaks: breaks)
    }
}

/// What should have followed a refund.
private enum UnfinishedPart: String {
    case order, payment, ticket, resolution

    /// What is missing in each instance.
    static let cases: [[UnfinishedPart]] = [
        [.order], [.payment], [.ticket, .resolution], [.ticket], [.order, .payment, .ticket, .resolution],
        [.order, .ticket, .resolution], [.payment, .ticket, .resolution],
    ]
}

extension TicketDraft {
    /// As it stays when somebody forgets the last step: its resolution exists, its status never followed.
    fileprivate mutating func reopen() {
        status = "open"
        closureReason = nil
    }
}
