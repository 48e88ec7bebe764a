internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P56
    static let wholeOrderComesBack = Situation(
        "P56", count: 8,
        meaning: "A delivered order in time to come back whose owner returns all of it, sealed: the ticket is open, "
            + "or resolved with an approved or processed refund.",
        falseWhen: "the window is over, or order, payment, refund and ticket are not as the variant says",
        kinds: ["CO13", "WF05"]
    ) { plan, index, generator in
        let variant = ["open", "approved", "open", "processed"][index % 4]
        let limit = try plan.company.figures.cents("H03.limit")
        let first = try plan.pickProduct(forTextsOf: "P56", cents: 2500...limit * 6 / 10, &generator)
        // The texts speak of all of it.
        let rest = limit - first.priceCents
        let second = try plan.pickCompanion(of: [first.id], cents: 600...rest, &generator)
        let lines = [(productID: first.id, quantity: 1), (productID: second.id, quantity: 1)]
        let daysAgo =
            switch variant {
            case "open": generator.number(in: 9...26)
            case "approved": generator.number(in: 16...26)
            // Paid out long ago.
            default: try plan.campaignDaysAgo(&generator)
            }
        let receipt = plan.addDeliveredOrder(daysAgo: daysAgo, lines, &generator)
        let orderID = receipt.orderID
        let payment = receipt.paymentID ?? ""
        let customer = plan.orders[orderID].customerID
        let agent = plan.refundHolder(&generator)
        let at =
            variant == "open"
            ? plan.unfinishedTicketMoment(about: receipt, &generator)
            : plan.arrival(of: receipt).adding(hours: generator.number(in: 10...60))
        let ticket = try plan.addPlantedTicket("P56", order: orderID, type: "return", at: at, &generator) {
            if variant != "open" { $0.assigneeID = agent.id }
        }
        let amount = plan.goodsCents(of: orderID)
        var entities: [(role: String, type: EntityType, id: String)] = [
            ("customer", .customer, customer), ("order", .order, orderID), ("payment", .payment, payment),
            ("ticket", .supportTicket, ticket.id),
        ]
        var conditions = plan.lineConditions(orderID) + [try plan.mayComeBack(orderID), plan.tierCondition(customer)]
        if variant == "open" {
            conditions += plan.settledConditions(receipt) + plan.ticketConditions(ticket.id, order: orderID)
        } else {
            let decided = at.adding(hours: generator.number(in: 4...40))
            let refund = plan.addRefund(
                payment: payment, ticket: ticket.id, reason: "customer_remorse", status: variant,
                lines: plan.allGoods(of: orderID), at: decided, &generator)
            plan.carryOut(refund, whole: true)
            let resolution = plan.resolve(
                ticket.id, outcome: "refund_issued",
                details: try plan.fill(ticket.text.resolution ?? "", "P56", plan.slots(order: orderID)), by: agent.id,
                at: decided.adding(minutes: 9), refund: refund, &generator)
            entities += [("refund", .refund, refund), ("resolution", .resolution, resolution)]
            conditions +=
                plan.refundConditions(refund) + [
                    .exactly([refund], .refund, where: [("/paymentId", .text(payment))]),
                    .field(.order, orderID, "/status", is: "refunded"),
                    .field(.payment, payment, "/status", is: "refunded"),
                    .field(.supportTicket, ticket.id, "/status", is: "resolved"),
                    .field(.resolution, resolution, "/linkedRefundId", is: .text(refund)),
                    .exactly([ticket.id], .supportTicket, where: [("/orderId", .text(orderID))]),
                ]
        }
        return PlantedInstance(
            variant: variant, entities: entities,
            facts: ["amount": .cents(amount), "method": .text(plan.payments[payment].method)], conditions: conditions)
    }
}
