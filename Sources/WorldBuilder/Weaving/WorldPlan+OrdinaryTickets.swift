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
    ///   - prefer: Stories that come before others.
    ///   - adjust: Changes the request before the ticket is made.
    /// - Returns: The ticket's id and story, or nil when no story fits.
    mutating func addOrdinaryTicket(
        order orderID: String, type: String? = nil, at: Moment? = nil,
        preferring prefer: ((OrdinaryStory) -> Bool)? = nil,
        _ generator: inout SeededGenerator, adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> (id: String, story: OrdinaryStory)? {
        let order = orders[orderID]
        // Whoever writes again writes alike.
        let voice = voices[order.customerID]
        let isWanted = { (story: OrdinaryStory) in
            (type == nil || story.type == type) && (voice == nil || story.voice == voice)
        }
        guard at == nil else {
            return try addTicket(order, in: presentSpan(of: order), at: at, &generator, where: isWanted, adjust: adjust)
        }
        // Two of three are written once the order has come to rest.
        var spans = storySpans(of: order)
        if generator.chance(percent: 34) { spans = generator.shuffle(spans) }
        for isPreferred in [prefer, { _ in true }].compactMap({ $0 }) {
            for span in spans {
                let made = try addTicket(
                    order, in: span, at: nil, &generator, where: { isWanted($0) && isPreferred($0) }, adjust: adjust)
                if made != nil { return made }
            }
        }
        return nil
    }

    private mutating func addTicket(
        _ order: OrderDraft, in span: StorySpan, at: Moment?, _ generator: inout SeededGenerator,
        where isWanted: (OrdinaryStory) -> Bool, adjust: (inout TicketRequest) -> Void
    ) throws(ContentError) -> (id: String, story: OrdinaryStory)? {
        // Where it has to end soon, it begins early.
        let reach = (span.to.seconds - span.from.seconds) / (span.isOver ? 2 : 1)
        let drawn = Moment(seconds: generator.number(in: span.from.seconds...span.from.seconds + reach)).awake
        let last = span.isOver ? span.to.adding(hours: -2) : clock.adding(minutes: -100)
        let moment = max(at ?? min(drawn, last), span.from)
        let age = order.createdAt.fullDays(until: moment)
        let plan = self
        // A ticket that nobody answers is open for a month, which only an old one may have been (H14).
        let mayClose = moment.fullDays(until: clock) > 45
        func fits(_ story: OrdinaryStory) -> Bool {
            story.needs == span.needs && isWanted(story)
                && plan.isOfAge(order.customerID, story.ages, on: moment.date)
                && (at == nil ? story.months?.contains(moment.date.month) ?? true : story.isPlain)
                && story.regions?.contains(order.address.region) ?? true
                && (story.closes == nil || mayClose) && !(span.isOver && story.escalation != nil)
                && plan.subject(of: story, in: order) != nil
                && (story.outcome != "refund_issued" || (age < 24 && plan.mayRefund(story, order)))
        }
        // Half of what is written in a season belongs to it, as far as there are stories.
        let seasonal = at == nil && generator.chance(percent: 50) ? texts.story { $0.months != nil && fits($0) } : nil
        guard let position = seasonal ?? texts.story(where: fits) else { return nil }
        let story = texts.tell(position)
        let slots = slots(order: order.id, product: product(of: story, in: order))
        let place = "Tickets/Ordinary/\(story.type).yaml, \(story.key)"
        var request = TicketRequest(
            customerID: order.customerID, orderID: order.id, type: story.type, at: moment,
            subject: try fill(story.subject, place, slots), body: try fill(story.body, place, slots))
        request.voice = story.voice
        adjust(&request)
        return (addTicket(request, &generator), story)
    }

    /// Who may have ended such a ticket: of the role (H20), here at the time, and with the permission that it takes.
    func solvers(of ticket: TicketDraft, _ story: OrdinaryStory) -> [StaffMember] {
        let isLongAgo = ticket.createdAt < clock.adding(days: -WorldPlan.countedDays - 1)
        return staff.members(role: WorldPlan.role(for: story.type)).filter { member in
            member.post.department == "support" && member.since < ticket.createdAt && (isLongAgo || !isAway(member.id))
                && (story.outcome != "refund_issued" || member.may("issue_refund"))
        }
    }

    /// Ends an ordinary ticket as its story says.
    ///
    /// - Parameter mayClose: Whether one that ends in nothing may be closed without being solved.
    mutating func settle(
        _ ticketID: String, _ story: OrdinaryStory, mayClose: Bool = false, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let ticket = tickets[ticketID]
        let place = "Tickets/Ordinary/\(story.type).yaml, \(story.key)"
        var at = solvingMoment(of: ticket, story, &generator)
        // What cannot be finished before the clock stays open.
        if at.adding(hours: story.escalation == nil ? 1 : 60) > clock { return }
        var slots =
            ticket.orderID.map { self.slots(order: $0, product: product(of: story, in: orders[$0])) }
            ?? self.slots(customer: ticket.customerID)
        let assignee = ticket.assigneeID ?? usualAssignee(ticket.ticketType, at: ticket.createdAt, &generator)
        slots["ticket"] = ticketID
        slots["agent"] = staff.members.first { $0.id == assignee }?.first
        if let note = story.note {
            let noted = Moment(seconds: ticket.createdAt.seconds + (at.seconds - ticket.createdAt.seconds) * 3 / 4)
            let day = ticket.createdAt.adding(hours: 7).working
            addNote(ticketID, by: assignee, at: min(noted, day), try fill(note, place, slots), &generator)
        }
        if let escalation = story.escalation {
            let isFormer = ticket.createdAt < Moment(WorldPlan.thirdMatrix, hour: 0)
            let id = escalate(
                ticketID, type: escalation.type,
                to: isFormer ? escalation.formerly ?? escalation.destination : escalation.destination,
                notes: try fill(escalation.notes, place, slots), at: at,
                resolvedAt: at.adding(hours: generator.number(in: 4...40)).working, &generator)
            let answered = escalations[id].resolvedAt ?? at
            at = max(at.adding(hours: 42), answered.adding(minutes: 50)).working
        }
        var refund: String?
        if story.outcome == "refund_issued", let orderID = ticket.orderID {
            refund = addOrdinaryRefund(ticketID, orderID, story, at: at, &generator)
        }
        let details = try fill(story.resolution, place, slots)
        resolve(
            ticketID, outcome: story.outcome == "refund_issued" && refund == nil ? "no_action" : story.outcome,
            details: details, by: assignee, at: at.adding(minutes: 12), refund: refund,
            closes: mayClose ? story.closes : nil, &generator)
    }

    /// August 1, 2025, the day of escalation matrix 3.0 (H12).
    private static let thirdMatrix = CivilDate(daysSinceEpoch: 20_301)

    /// When the desk has got round to it: before the order moves on, where the story is about that.
    private func solvingMoment(
        of ticket: TicketDraft, _ story: OrdinaryStory, _ generator: inout SeededGenerator
    ) -> Moment {
        let span = ticket.orderID.flatMap { id in
            storySpans(of: orders[id]).first { $0.isOver && $0.needs == story.needs && ticket.createdAt < $0.to }
        }
        // Nobody gives up on a silent customer within two weeks (H22).
        if story.closes == "customer_abandoned" {
            return ticket.createdAt.adding(days: generator.number(in: 24...29)).working
        }
        guard let end = span?.to.adding(minutes: -40) else {
            return ticket.createdAt.adding(hours: generator.number(in: 3...60)).working
        }
        let hours = min(40, (end.seconds - ticket.createdAt.seconds) / 3600)
        let solved = ticket.createdAt.adding(hours: generator.number(in: 1...max(1, hours)))
        return min(end, solved.working)
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

    /// The product of an order that a story is about: the dearest that fits, or nil.
    private func subject(of story: OrdinaryStory, in order: OrderDraft) -> String? {
        // Nobody tells much of a cable unless the story is about one.
        let isAboutGoods = story.outcome == "refund_issued" || story.body.contains("{product}")
        let fitting = order.lines.map { catalogue[$0.productID] }.filter { product in
            guard let about = story.about else {
                return !isAboutGoods || !["cable", "accessory"].contains(product.category)
            }
            return about.contains(product.category) && story.products?.contains(product.key) ?? true
        }
        return fitting.max { $0.priceCents < $1.priceCents }?.id
    }

    private func product(of story: OrdinaryStory, in order: OrderDraft) -> String {
        subject(of: story, in: order) ?? order.lines[0].productID
    }

    private func refundLines(_ story: OrdinaryStory, _ order: OrderDraft) -> [RefundLineDraft] {
        switch story.refund {
        case "shipping": return [RefundLineDraft(productID: nil, quantity: nil, amountCents: order.service.feeCents)]
        case "full": return allGoods(of: order.id)
        default:
            let product = product(of: story, in: order)
            let quantity = order.lines.first { $0.productID == product }?.quantity ?? 1
            let amount = goodsCents(product, quantity: quantity, in: order.id)
            let line = RefundLineDraft(productID: product, quantity: quantity, amountCents: amount)
            // A whole order that comes back through our fault takes its shipping along (H02).
            guard story.reason == "defective", order.lines.count == 1 else { return [line] }
            let total = totalCents(
                order.lines.map { ($0.productID, $0.quantity) }, tier: customers[order.customerID].tier,
                service: order.service)
            return [line, RefundLineDraft(productID: nil, quantity: nil, amountCents: total - amount)]
        }
    }

    /// Whether the desk may grant what the story ends in: within its limit, or for defective goods (H03).
    private func mayRefund(_ story: OrdinaryStory, _ order: OrderDraft) -> Bool {
        let limit = company.figures["H03.limit"].flatMap { DollarText.parse($0) } ?? 0
        return story.reason == "defective" || refundLines(story, order).reduce(0) { $0 + $1.amountCents } <= limit
    }
}
