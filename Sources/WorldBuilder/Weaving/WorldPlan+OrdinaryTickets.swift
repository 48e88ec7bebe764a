internal import CanonicalJSON
internal import Projections

/// Tickets of ordinary business: they follow orders; refunds, resolutions and escalations follow them.
extension WorldPlan {
    /// Makes a ticket that tells an ordinary story.
    ///
    /// - Parameters:
    ///   - orderID: An order that the story must fit; nil for any that is free.
    ///   - type: Of the story, when it matters.
    ///   - at: When it was written; nil draws a moment that fits the order.
    ///   - adjust: Changes the request before the ticket is made.
    /// - Returns: The ticket's id and story, or nil when no story fits.
    mutating func addOrdinaryTicket(
        order orderID: String, type: String? = nil, at: Moment? = nil, _ generator: inout SeededGenerator,
        adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> (id: String, story: OrdinaryStory)? {
        let order = orders[orderID]
        let state = storyState(of: order)
        let categories = Set(order.lines.map { catalogue[$0.productID].category })
        let earliest = storyStart(of: order)
        let latest = min(clock.adding(hours: -2), earliest.adding(days: 12))
        let drawn = Moment(seconds: generator.number(in: earliest.seconds...max(earliest.seconds, latest.seconds)))
        let moment = at ?? min(drawn.awake, clock.adding(minutes: -100))
        let age = order.createdAt.fullDays(until: moment)
        let position = texts.story { story in
            story.needs == state && (type == nil || story.type == type)
                && voices[order.customerID].map { $0 == story.voice } ?? true
                && isOfAge(order.customerID, story.ages, on: moment.date)
                && (story.about == nil || story.about?.contains { categories.contains($0) } == true)
                && (story.outcome != "refund_issued" || (age < 24 && mayRefund(story, order)))
        }
        guard let position else { return nil }
        let story = texts.tell(position)
        let product = product(of: story, in: order)
        let slots = slots(order: orderID, product: product)
        let place = "Tickets/Ordinary/\(story.type).yaml, \(story.key)"
        var request = TicketRequest(
            customerID: order.customerID, orderID: orderID, type: story.type, at: max(moment, earliest),
            subject: try fill(story.subject, place, slots), body: try fill(story.body, place, slots))
        request.voice = story.voice
        adjust(&request)
        return (addTicket(request, &generator), story)
    }

    /// Ends an ordinary ticket as its story says.
    mutating func settle(
        _ ticketID: String, _ story: OrdinaryStory, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let ticket = tickets[ticketID]
        let place = "Tickets/Ordinary/\(story.type).yaml, \(story.key)"
        var at = ticket.createdAt.adding(hours: generator.number(in: 3...60)).working
        // What cannot be finished before the clock stays open.
        if at.adding(hours: story.escalation == nil ? 1 : 60) > clock { return }
        var slots =
            ticket.orderID.map { self.slots(order: $0, product: product(of: story, in: orders[$0])) }
            ?? self.slots(customer: ticket.customerID)
        let assignee = ticket.assigneeID ?? usualAssignee(ticket.ticketType, at: ticket.createdAt, &generator)
        slots["ticket"] = ticketID
        slots["agent"] = staff.members.first { $0.id == assignee }?.first
        if let escalation = story.escalation {
            escalate(
                ticketID, type: escalation.type, to: escalation.destination,
                notes: try fill(escalation.notes, place, slots), at: at,
                resolvedAt: at.adding(hours: generator.number(in: 4...40)).working, &generator)
            at = at.adding(hours: 42).working
        }
        var refund: String?
        if story.outcome == "refund_issued", let orderID = ticket.orderID {
            refund = addOrdinaryRefund(ticketID, orderID, story, at: at, &generator)
        }
        let details = try fill(story.resolution, place, slots)
        resolve(
            ticketID, outcome: story.outcome == "refund_issued" && refund == nil ? "no_action" : story.outcome,
            details: details, by: assignee, at: at.adding(minutes: 12), refund: refund, &generator)
    }

    private mutating func addOrdinaryRefund(
        _ ticketID: String, _ orderID: String, _ story: OrdinaryStory, at: Moment, _ generator: inout SeededGenerator
    ) -> String? {
        let order = orders[orderID]
        guard order.status == "fulfilled",
            let payment = payments.owned(by: orderID).last(where: { $0.status == "captured" })
        else { return nil }
        let lines = refundLines(story, order)
        let whole = story.refund == "full" || (story.refund != "shipping" && order.lines.count == 1)
        let status = at.fullDays(until: clock) < 13 ? "approved" : "processed"
        let id = addRefund(
            payment: payment.id, ticket: ticketID, reason: story.reason ?? "customer_remorse", status: status,
            lines: lines, at: at, &generator)
        carryOut(id, whole: whole)
        return id
    }

    /// The product of an order that a story is about.
    private func product(of story: OrdinaryStory, in order: OrderDraft) -> String {
        let ids = order.lines.map(\.productID)
        return ids.first { story.about?.contains(catalogue[$0].category) ?? true } ?? ids[0]
    }

    private func refundLines(_ story: OrdinaryStory, _ order: OrderDraft) -> [RefundLineDraft] {
        switch story.refund {
        case "shipping": return [RefundLineDraft(productID: nil, quantity: nil, amountCents: order.service.feeCents)]
        case "full": return allGoods(of: order.id)
        default:
            let product = product(of: story, in: order)
            let quantity = order.lines.first { $0.productID == product }?.quantity ?? 1
            let amount = goodsCents(product, quantity: quantity, in: order.id)
            return [RefundLineDraft(productID: product, quantity: quantity, amountCents: amount)]
        }
    }

    /// Whether the desk may grant what the story ends in: within its limit, or for defective goods (H03).
    private func mayRefund(_ story: OrdinaryStory, _ order: OrderDraft) -> Bool {
        let limit = company.figures["H03.limit"].flatMap { DollarText.parse($0) } ?? 0
        return story.reason == "defective" || refundLines(story, order).reduce(0) { $0 + $1.amountCents } <= limit
    }

    /// What stories call the state of an order.
    private func storyState(of order: OrderDraft) -> String {
        switch order.status {
        case "fulfilled":
            shipments.owned(by: order.id).last?.status == "delivered" ? "delivered" : "moving"
        default: order.status
        }
    }

    /// The earliest moment at which an order gives cause for a story.
    private func storyStart(of order: OrderDraft) -> Moment {
        let scans = shipments.owned(by: order.id).last?.scans ?? []
        let delivered = scans.last { $0.status == "delivered" }?.at
        let pickedUp = scans.first { $0.status == "in_transit" }?.at
        return min(clock.adding(hours: -3), (delivered ?? pickedUp ?? order.createdAt).adding(hours: 2))
    }
}
