internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// A return above the approval limit, passed on to finance (H03): paid out since, or still waiting.
    mutating func addLargeReturn(
        _ receipt: OrderReceipt, isSettled: Bool, _ generator: inout SeededGenerator
    ) throws(ContentError) -> (ticket: String, refund: String, escalation: String) {
        let order = orders[receipt.orderID]
        let category = catalogue[order.lines[0].productID].category
        let position = texts.story { story in
            story.type == "return" && story.needs == "delivered" && story.outcome == "refund_issued" && story.isPlain
                && story.reason == "customer_remorse" && story.about?.contains(category) ?? true
        }
        guard let position else {
            throw ContentError("Tickets/Ordinary/return.yaml", "has no story about a \(category)")
        }
        let story = texts.tell(position)
        let place = "Tickets/Ordinary/return.yaml, \(story.key)"
        let slots = slots(order: order.id)
        let at =
            isSettled
            ? order.createdAt.adding(days: generator.number(in: 8...18), minutes: generator.below(200))
            : unfinishedTicketMoment("high", notBefore: order.createdAt.adding(days: 7), &generator)
        var request = TicketRequest(
            customerID: order.customerID, orderID: order.id, type: "return", at: at,
            subject: try fill(story.subject, place, slots), body: try fill(story.body, place, slots))
        request.priority = "high"
        let ticket = addTicket(request, &generator)
        let decided = at.adding(hours: generator.number(in: 1...2), minutes: generator.below(50))
        let refund = addRefund(
            payment: receipt.paymentID ?? "", ticket: ticket, reason: "customer_remorse",
            status: isSettled ? "processed" : "pending", lines: allGoods(of: order.id), at: decided, &generator)
        carryOut(refund, whole: true)
        let escalation = try escalateInShort(
            ticket, type: "insufficient_permission", to: "finance", amount: dollars(cents: refunds[refund].amountCents),
            at: decided.adding(minutes: 9), resolvedAt: isSettled ? decided.adding(hours: 30) : nil, &generator)
        if isSettled {
            let resolution = try fill(story.resolution, place, slots.merging(["ticket": ticket]) { own, _ in own })
            resolve(
                ticket, outcome: "refund_issued", details: resolution, at: decided.adding(hours: 52), refund: refund,
                &generator)
        } else {
            tickets[ticket].assigneeID =
                generator.pick(
                    // The manager is on leave (P49).
                    staff.members(of: "finance").filter {
                        $0.may("issue_refund") && !["cfo", "finance-manager"].contains($0.post.key)
                    }
                ).id
        }
        return (ticket, refund, escalation)
    }

    /// An ordinary ticket about a delivered order that moves no money and is passed on to nobody.
    mutating func addHarmless(
        _ orderID: String, at: Moment, isFinished: Bool, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let types = generator.shuffle(["other", "order_issue", "troubleshooting", "shipping"])
        let lines = orders[orderID].lines
        let categories = Set(lines.map { catalogue[$0.productID].category })
        let voice = voices[orders[orderID].customerID]
        // In the customer's voice if any is left.
        let wishes = [voice, nil].flatMap { voice in (types + ["recommendation", "billing"]).map { ($0, voice) } }
        for (type, voice) in wishes {
            let position = texts.story { story in
                story.type == type && story.needs == "delivered" && story.escalation == nil && story.isPlain
                    && (voice == nil || story.voice == voice)
                    && !["refund_issued", "replacement_sent"].contains(story.outcome)
                    && (story.about == nil || story.about?.contains { categories.contains($0) } == true)
            }
            guard let position else { continue }
            let story = texts.tell(position)
            let about = lines.first { story.about?.contains(catalogue[$0.productID].category) ?? true }
            let place = "Tickets/Ordinary/\(type).yaml, \(story.key)"
            var slots = slots(order: orderID, product: about?.productID)
            let ticket = addTicket(
                TicketRequest(
                    customerID: orders[orderID].customerID, orderID: orderID, type: type, at: at,
                    subject: try fill(story.subject, place, slots), body: try fill(story.body, place, slots),
                    voice: story.voice), &generator)
            if isFinished {
                slots["ticket"] = ticket
                slots["agent"] = staff.members.first { $0.id == tickets[ticket].assigneeID }?.first
                resolve(
                    ticket, outcome: story.outcome, details: try fill(story.resolution, place, slots),
                    at: at.adding(hours: generator.number(in: 4...60)), &generator)
            }
            return ticket
        }
        throw ContentError("Tickets/Ordinary", "has too few stories about delivered orders")
    }
}
