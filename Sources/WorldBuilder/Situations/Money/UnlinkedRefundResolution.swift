internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P25
    static let unlinkedRefundResolution = Situation(
        "P25", count: 6,
        meaning: "A resolution of this quarter that says refund_issued and links no refund: one exists all the same, "
            + "or none.",
        falseWhen: "the resolution links a refund, or a refund is added to the payments of the order or taken away",
        kinds: ["IR26"]
    ) { plan, index, generator in
        let hasRefund = index.isMultiple(of: 2)
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(forTextsOf: "P25", cents: 2500...limit - 2500, &generator)
        var lines = [(productID: product.id, quantity: 1)]
        if generator.chance(percent: 60) { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        let receipt = plan.addDeliveredOrder(
            daysAgo: generator.number(in: 22...76), lines, past: .closed, &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentIDs[0]
        var payments = [payment]
        if index == 2 || index == 3 {
            // An attempt made by mistake afterwards, so that the refunded payment is not the latest of its order.
            payments.append(
                plan.addPayment(
                    orderID, receipt.totalCents, "card", .failed(code: "session_timeout"),
                    plan.payments[payment].createdAt.adding(minutes: generator.number(in: 5...40)), &generator))
        }
        let at = plan.arrival(of: receipt).adding(hours: generator.number(in: 8...60))
        let agent = plan.refundHolder(&generator)
        let ticket = try plan.addPlantedTicket(
            "P25", order: orderID, product: product.id, type: "return", at: at, &generator
        ) { $0.assigneeID = agent.id }
        let decided = at.adding(hours: generator.number(in: 20...90))
        var refund: String?
        if hasRefund {
            let isDefect = ticket.text.reason == "defective"
            let isWhole = lines.count == 1
            var goods = [plan.refundLine(product.id, quantity: 1, in: orderID)]
            if isDefect, isWhole { goods.append(plan.shippingLine(of: receipt)) }
            let id = plan.addRefund(
                payment: payment, ticket: nil, reason: ticket.text.reason ?? "customer_remorse", status: "processed",
                lines: goods, at: decided.adding(minutes: -20), &generator)
            plan.carryOut(id, whole: isWhole)
            refund = id
        }
        let resolution = plan.resolve(
            ticket.id, outcome: "refund_issued",
            details: try plan.fill(
                ticket.text.resolution ?? "", "P25", plan.slots(order: orderID, product: product.id)),
            by: agent.id, at: decided, &generator)
        return PlantedInstance(
            variant: hasRefund ? "refund exists" : "no refund",
            entities: [
                ("customer", .customer, plan.orders[orderID].customerID), ("order", .order, orderID),
                ("payment", .payment, payment), ("ticket", .supportTicket, ticket.id),
                ("resolution", .resolution, resolution), ("employee", .employee, agent.id),
            ] + (refund.map { [("refund", .refund, $0)] } ?? []),
            facts: refund.map { ["amount": .cents(plan.refunds[$0].amountCents)] } ?? [:],
            conditions: [
                .field(.resolution, resolution, "/outcome", is: "refund_issued"),
                .field(.resolution, resolution, "/linkedRefundId", .absent),
                .field(.resolution, resolution, "/ticketId", is: .text(ticket.id)),
                .age(.resolution, resolution, atMost: 75),
                .exactly(payments, .payment, where: [("/orderId", .text(orderID))]),
                .exactly(refund.map { [$0] } ?? [], .refund, where: [("/paymentId", .text(payment))]),
                .field(
                    .payment, payment, "/status", .oneOf(hasRefund ? ["refunded", "partially_refunded"] : ["captured"])),
                .count(0, .refund, where: [("/ticketId", .text(ticket.id))]),
                .exactly([ticket.id], .supportTicket, where: [("/orderId", .text(orderID))]),
            ] + (refund.map { plan.refundConditions($0) } ?? []),
            breaks: [("I-STATE-8", .resolution, resolution)])
    }
}
