internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P77
    static let emptyPromise = Situation(
        "P77",
        meaning: "A promise in a note or a post by somebody who may not give it, of which the customer reminds us.",
        falseWhen: "the promise was kept or entered, or whoever gave it gets the permission",
        kinds: ["CO12", "WF19"]
    ) { plan, generator in
        let notes = ["credit", "late-return", generator.pick(["guaranteed-day", "upgrade"])]
        let posts = ["credit", "late-return", generator.pick(["limit", "upgrade"])]
        var instances: [PlantedInstance] = []
        for promise in notes { instances.append(try plan.addEmptyPromise(promise, isPosted: false, &generator)) }
        for promise in posts { instances.append(try plan.addEmptyPromise(promise, isPosted: true, &generator)) }
        return instances
    }

    /// What the threads call the promises of the tickets.
    fileprivate static let promisesInThreads = [
        "credit": "amount", "late-return": "window", "upgrade": "upgrade", "limit": "limit",
    ]
}

extension WorldPlan {
    fileprivate mutating func addEmptyPromise(
        _ promise: String, isPosted: Bool, _ generator: inout SeededGenerator
    ) throws -> PlantedInstance {
        // Between a post and the ticket lie days: too many for an order that has not left.
        let needs = promise == "guaranteed-day" || (promise == "upgrade" && !isPosted) ? "paid" : "delivered"
        guard let text = texts.text("P77", where: { $0.promise == promise && $0.needs == needs }) else {
            throw ContentError("Tickets/Planted/P77.yaml", "has no text of \(promise) for an order that is \(needs)")
        }
        let limit = try company.figures.cents("H03.limit")
        let product =
            promise == "limit"
            ? try pickProduct(["gpu", "cpu", "monitor"], cents: (limit + 6000)...200_000, &generator)
            : try pickSubject(nil, cents: 5000...limit - 2000, &generator)
        let days = promise == "late-return" ? 85...140 : 12...28
        let placed =
            needs == "paid" ? eveOfDispatch(&generator) : moment(daysAgo: generator.number(in: days), &generator)
        let customer = addCustomer(
            CustomerRequest(tier: WorldPlan.plainTier(&generator), before: placed), &generator)
        let receipt = addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, 1)],
                service: needs == "paid" ? .standard : .express,
                fate: needs == "paid" ? .paid : .shipped), &generator)
        let cents = promise == "limit" ? goodsCents(of: receipt.orderID) : generator.number(in: 3...12) * 500
        let amount = dollars(cents: cents)
        let at =
            needs == "paid"
            ? min(clock.adding(hours: -2), placed.adding(hours: generator.number(in: 15...70)).awake)
            : unfinishedTicketMoment(about: receipt, &generator)
        // On the phone or in the chat, on a day on which both are open.
        let called = BusinessCalendar.subtracting(businessDays: generator.number(in: 1...2), from: at.date)
        let given =
            needs == "paid"
            ? placed.adding(minutes: generator.number(in: 30...80))
            : Moment(called, hour: 10).adding(minutes: generator.below(400))
        let type = ["late-return": "return", "credit": "billing", "limit": "billing"][promise] ?? "order_issue"
        let ticket = try addTicket(
            telling: text, of: "P77", order: receipt.orderID, type: type, at: at, extra: ["amount": amount], &generator)
        var entities: [(role: String, type: EntityType, id: String)] = [
            ("ticket", .supportTicket, ticket), ("customer", .customer, customer), ("order", .order, receipt.orderID),
            ("payment", .payment, receipt.paymentID ?? ""), ("product", .product, product.id),
        ]
        var conditions: [Condition] = []
        let author: StaffMember
        let promised: Moment
        if isPosted {
            let named = Situation.promisesInThreads[promise]
            guard let thread = texts.thread("P77", where: { $0.promise == named }) else {
                throw ContentError("Slack/Planted/P77.yaml", "has no thread of \(promise)")
            }
            author = try staff.holder(of: thread.promisedBy ?? "")
            let ids = try postThread(
                thread, channel: thread.channel ?? "", at: given,
                slots: slots(order: receipt.orderID).merging(["amount": amount]) { _, new in new }, &generator)
            promised = messages[ids[0]].at
            entities.append(("promise", .slackMessage, ids[0]))
            conditions = [
                .field(.slackMessage, ids[0], "/authorId", is: .text(author.id)),
                .field(.slackMessage, ids[0], "/text", is: .text(messages[ids[0]].text)),
                .days(
                    from: .member(EntityKey(.slackMessage, Text(ids[0])), pointer: "/timestamp"),
                    to: .member(EntityKey(.supportTicket, Text(ticket)), pointer: "/createdAt"), atLeast: 0, atMost: 5),
                .field(.supportTicket, ticket, "/notes", .absent),
            ]
        } else {
            author = try promiser(&generator)
            promised = given
            let extra = ["amount": amount, "day": BusinessCalendar.spoken(given.date)]
            let note = try fill(
                text.note ?? "", "P77", slots(order: receipt.orderID).merging(extra) { _, new in new })
            // Written down late, when the customer reminds us of it.
            let noted = min(clock.adding(minutes: -20), at.adding(minutes: 40 + generator.below(60)))
            addNote(ticket, by: author.id, at: noted, note, &generator)
            conditions = [
                .field(.supportTicket, ticket, "/notes", .counts(1)),
                .field(.supportTicket, ticket, "/notes/0/authorId", is: .text(author.id)),
                .field(.supportTicket, ticket, "/notes/0/text", is: .text(note)),
            ]
        }
        entities.append(("who promised", .employee, author.id))
        conditions += [
            .field(.employee, author.id, "/permissions", .lacks("issue_refund")),
            .field(.employee, author.id, "/permissions", .lacks("policy_override")),
            .field(.supportTicket, ticket, "/status", is: "open"),
            .field(.supportTicket, ticket, "/body", is: .text(tickets[ticket].body)),
            .field(.order, receipt.orderID, "/status", is: needs == "paid" ? "paid" : "fulfilled"),
            .count(0, .refund, where: [("/paymentId", .text(receipt.paymentID ?? ""))]),
            .count(0, .escalation, where: [("/ticketId", .text(ticket))]),
            .exactly([ticket], .supportTicket, where: [("/customerId", .text(customer))]),
            .exactly([receipt.orderID], .order, where: [("/customerId", .text(customer))]),
            needs == "paid"
                ? .count(0, .shipment, where: [("/orderId", .text(receipt.orderID))])
                : .field(.shipment, receipt.shipmentIDs.first ?? "", "/status", is: "delivered"),
        ]
        if promise == "late-return" { conditions.append(.age(.order, receipt.orderID, atLeast: 80)) }
        if promise == "limit" {
            conditions.append(.field(.payment, receipt.paymentID ?? "", "/amount", .atLeast(.cents(limit + 100))))
        }
        var facts: JSONObject = [
            "promise": .text(promise), "promised_by": .text(author.id), "promised_on": .text(promised.date.text.string),
            "limit": .cents(limit),
            "last_day_of_return": .text(CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 30).text.string),
            "goods": .cents(goodsCents(of: receipt.orderID)),
        ]
        if promise == "credit" || promise == "limit" { facts["amount"] = .cents(cents) }
        return PlantedInstance(
            variant: isPosted ? "post" : "note", entities: entities, facts: facts, conditions: conditions)
    }

    /// After noon of the last business day before the clock's, so that the order leaves on the clock's at the earliest.
    private func eveOfDispatch(_ generator: inout SeededGenerator) -> Moment {
        let day = BusinessCalendar.subtracting(businessDays: 1, from: clock.date)
        return Moment(day, hour: 13).adding(minutes: generator.below(240))
    }

    /// Somebody at work at the desk who may not give money away.
    private func promiser(_ generator: inout SeededGenerator) throws(ContentError) -> StaffMember {
        let posts = ["agent-one", "agent-two", "agent-three", "agent-four", "trainee", "help-desk-agent"]
        return generator.pick(
            try holders(of: posts).filter { !isAway($0.id) && !$0.may("issue_refund") && !$0.may("policy_override") })
    }
}
