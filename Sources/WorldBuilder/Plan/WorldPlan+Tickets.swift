internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Makes a ticket.
    ///
    /// - Returns: The id.
    mutating func addTicket(_ request: TicketRequest, _ generator: inout SeededGenerator) -> String {
        let id = newID("tick", request.at.date, &generator)
        let channel = request.channel ?? generator.pick(weighted: channels(for: request))
        let isNew = request.status == "new"
        suitAge(of: request.customerID, to: request.body, on: request.at.date)
        if let voice = request.voice { voices[request.customerID] = voice }
        // Somebody has looked at it since, as far as there was time.
        let minutes = max(20, min(900, (clock.seconds - request.at.seconds) / 60 - 15))
        tickets.add(
            TicketDraft(
                id: id, customerID: request.customerID, orderID: request.orderID, buildID: request.buildID,
                ticketType: request.type, channel: channel, priority: request.priority ?? usualPriority(request),
                status: request.status,
                subject: request.subject, body: request.body,
                assigneeID: isNew ? nil : request.assigneeID ?? usualAssignee(request, &generator),
                createdAt: request.at,
                updatedAt: isNew
                    ? request.at : min(clock, request.at.adding(minutes: generator.number(in: 20...minutes)))))
        return id
    }

    /// H20: a platinum customer's is high, a recommendation low, the rest normal; a new one is as it was opened.
    private func usualPriority(_ request: TicketRequest) -> String {
        if request.status == "new" { return "normal" }
        // A high one that is a day old would be over its time (H14) when it is unfinished, which P80 counts.
        let isFresh = request.at.fullDays(until: clock) < 1
        let isUnfinished = request.status == "open" && request.at.fullDays(until: clock) < 8
        if customers[request.customerID].tier == "platinum", isFresh || !isUnfinished { return "high" }
        return request.type == "recommendation" ? "low" : "normal"
    }

    private func channels(for request: TicketRequest) -> [(String, weight: Int)] {
        Self.channels(open: request.at).filter { request.suits($0.0, of: customers[request.customerID]) }
    }

    /// Form and mail always; chat and phone in their hours.
    private static func channels(open at: Moment) -> [(String, weight: Int)] {
        let chat = OfficeHours.desk.isOpen(at: at)
        let phone = BusinessCalendar.isBusinessDay(at.date) && (9..<20).contains(at.hour)
        return [("email", 38), ("web", 34), ("chat", chat ? 20 : 0), ("phone", phone ? 18 : 0)]
    }

    private func usualAssignee(_ request: TicketRequest, _ generator: inout SeededGenerator) -> String {
        usualAssignee(request.type, status: request.status, at: request.at, &generator)
    }

    /// Somebody of the role that handles such tickets (H20), who was here then and whose desk no situation counts.
    func usualAssignee(
        _ type: String, status: String = "open", at: Moment, _ generator: inout SeededGenerator
    ) -> String {
        let members = atWork(role: WorldPlan.role(for: type), at: at)
            .filter { $0.post.key != "trainee" && !isCounted($0.id, status: status) }
        return generator.pick(members).id
    }

    /// A moment for a ticket that is still unfinished, a day and more within the time that its kind is given (H14), so
    /// that only the tickets of P80 are over it.
    ///
    /// - Parameters:
    ///   - priority: `high`, `normal`, `low`; `new` for a ticket that nobody has looked at.
    ///   - notBefore: When there is first a cause for it.
    func unfinishedTicketMoment(
        _ priority: String, notBefore: Moment, _ generator: inout SeededGenerator
    ) -> Moment {
        let hours =
            switch priority {
            case "new": 2...15
            case "high": 3...hoursOpen("H14.highDays")
            case "low": 4...hoursOpen("H14.lowDays")
            default: 20...hoursOpen("H14.normalDays")
            }
        func draw() -> Moment {
            clock.adding(hours: -generator.number(in: hours), minutes: -generator.below(50)).awake
        }
        var drawn = draw()
        // Fewer people write on free days.
        if !BusinessCalendar.isBusinessDay(drawn.date) { drawn = draw() }
        let latest = clock.adding(minutes: -90)
        return max(min(drawn, latest), min(notBefore.adding(minutes: 40), latest))
    }

    /// The hours that an unfinished ticket may have waited, a day less than its kind is given.
    private func hoursOpen(_ figure: String) -> Int {
        let days = company.figures[figure].flatMap { Int($0) } ?? 2
        return (days - 1) * 24
    }

    /// H20: type to role.
    static func role(for ticketType: String) -> String {
        switch ticketType {
        case "return", "billing", "shipping": "specialist"
        case "troubleshooting": "tech_lead"
        default: "frontline"
        }
    }

    /// The next moment at which the desk works, at the latest the clock, which lies within its hours.
    private func worked(_ at: Moment) -> Moment { min(at.working, clock) }

    /// Writes an internal note on a ticket.
    mutating func addNote(
        _ ticketID: String, by author: String, at: Moment, _ text: String, _ generator: inout SeededGenerator
    ) {
        let at = worked(at)
        let id = newID("note", at.date, &generator)
        tickets[ticketID].notes.append(NoteDraft(id: id, authorID: author, at: at, text: text))
        tickets[ticketID].updatedAt = max(tickets[ticketID].updatedAt ?? at, at)
    }

    /// Ends a ticket with a resolution (R-TICKET-5).
    ///
    /// - Parameters:
    ///   - outcome: One of the resolution's outcomes.
    ///   - details: In the agent's words.
    ///   - by: nil: the ticket's assignee.
    ///   - refund: The refund that it links.
    ///   - closes: `closed` without being solved instead of `resolved`, for a reason such as `duplicate`.
    /// - Returns: The resolution's id.
    @discardableResult
    mutating func resolve(
        _ ticketID: String, outcome: String, details: String?, by: String? = nil, at: Moment, refund: String? = nil,
        closes reason: String? = nil, _ generator: inout SeededGenerator
    ) -> String {
        let at = worked(at)
        let employee =
            by ?? tickets[ticketID].assigneeID ?? usualAssignee(tickets[ticketID].ticketType, at: at, &generator)
        let id = newID("res", at.date, &generator)
        resolutions.add(
            ResolutionDraft(
                id: id, ticketID: ticketID, outcome: outcome, details: details, linkedRefundID: refund,
                resolvedByID: employee, createdAt: at))
        tickets[ticketID].status = reason == nil ? "resolved" : "closed"
        tickets[ticketID].resolutionID = id
        tickets[ticketID].closureReason = reason ?? "resolved_success"
        tickets[ticketID].assigneeID = employee
        tickets[ticketID].updatedAt = at
        return id
    }

    /// Passes a ticket on.
    ///
    /// - Returns: The escalation's id.
    @discardableResult
    mutating func escalate(
        _ ticketID: String, type: String, to department: String, notes: String, at: Moment, resolvedAt: Moment? = nil,
        _ generator: inout SeededGenerator
    ) -> String {
        let at = worked(at)
        let id = newID("esc", at.date, &generator)
        escalations.add(
            EscalationDraft(
                id: id, ticketID: ticketID, escalationType: type, destination: department, notes: notes, createdAt: at,
                resolvedAt: resolvedAt.map { max(at, min(OfficeHours.office.next($0), clock.adding(hours: -2))) }))
        tickets[ticketID].updatedAt = max(tickets[ticketID].updatedAt ?? at, at)
        return id
    }

    /// Makes a refund; neither order nor payment follow, see ``carryOut(_:_:)``.
    ///
    /// - Parameter lines: What comes back; amounts net of the tier's share.
    /// - Returns: The id.
    mutating func addRefund(
        payment: String, ticket: String?, reason: String, status: String, lines: [RefundLineDraft], at: Moment,
        _ generator: inout SeededGenerator
    ) -> String {
        let at = worked(at)
        let id = newID("ref", at.date, &generator)
        // Finance pays out in its own hours, this morning at the latest.
        let paid = OfficeHours.office.next(at.adding(hours: generator.number(in: 110...280)))
        let latest = clock.adding(minutes: -generator.number(in: 70...500))
        refunds.add(
            RefundDraft(
                id: id, paymentID: payment, ticketID: ticket, reason: reason, status: status, lines: lines,
                createdAt: at, processedAt: status == "processed" ? max(at, min(paid, latest)) : nil))
        return id
    }

    /// Lets order and payment follow a refund (R-REFUND-6).
    ///
    /// - Parameter whole: Whether all goods came back.
    mutating func carryOut(_ refundID: String, whole: Bool) {
        let refund = refunds[refundID]
        let orderID = payments[refund.paymentID].orderID
        switch refund.status {
        case "approved", "processed":
            let status = whole ? "refunded" : "partially_refunded"
            if orders[orderID].status != "cancelled" { orders[orderID].status = status }
            payments[refund.paymentID].status = status
        case "pending": orders[orderID].status = "refund_requested"
        default: return
        }
        orders[orderID].updatedAt = max(orders[orderID].updatedAt, refund.processedAt ?? refund.createdAt)
    }

    /// Lines of a refund of all goods of an order.
    func allGoods(of orderID: String) -> [RefundLineDraft] {
        // Each line is rounded by itself, so that what is over goes to the last one.
        var rest = goodsCents(of: orderID)
        let lines = orders[orderID].lines
        return lines.enumerated().map { index, line in
            let amount =
                index == lines.count - 1 ? rest : goodsCents(line.productID, quantity: line.quantity, in: orderID)
            rest -= amount
            return RefundLineDraft(productID: line.productID, quantity: line.quantity, amountCents: amount)
        }
    }
}
