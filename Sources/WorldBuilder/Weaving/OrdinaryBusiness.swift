internal import CanonicalJSON
internal import Projections

/// Weaves the ordinary course of business around what was planted.
struct OrdinaryBusiness {
    let size: WorldSize
    let progress: BuildProgress

    func weave(_ plan: inout WorldPlan) throws(ContentError) {
        var generator = SeededGenerator(seed: plan.seed, purpose: "ordinary business")
        let missing = size.customers - plan.customers.count
        if missing > 0 { plan.addOrdinaryCustomers(missing, &generator) }
        let planted = Set(plan.orders.all.map(\.id))
        plan.addTierOrders(&generator)
        try plan.addOrdinaryOrders(progress, &generator)
        let free = plan.orders.all.map(\.id).filter { !planted.contains($0) }
        // What the backlog of P80 will tell.
        plan.texts.keepBackStories(26) {
            $0.needs == "delivered" && $0.isPlain
                && ["troubleshooting", "billing", "shipping", "other"].contains($0.type)
        }
        plan.texts.keepBackStories(5) { $0.needs == "delivered" && $0.isPlain && $0.type == "recommendation" }
        let told = try addTickets(&plan, about: free, &generator)
        plan.texts.giveBackStories()
        try addBuilds(&plan, &generator)
        try plan.addOrdinaryClaims(upTo: size.claims, about: free, &generator)
        progress.show(.messages)
        try addThreads(&plan, told: told, &generator)
    }

    /// Tickets of ordinary orders, month by month in proportion to the orders of the time.
    ///
    /// - Returns: Finished tickets by the key of the story that each tells.
    private func addTickets(
        _ plan: inout WorldPlan, about orders: [String], _ generator: inout SeededGenerator
    ) throws(ContentError) -> [String: String] {
        var months = TicketMonth.all(of: plan, free: generator.shuffle(orders))
        var written: [String: [Moment]] = [:]
        for ticket in plan.tickets.all { written[ticket.customerID, default: []].append(ticket.createdAt) }
        var discussed = plan.texts.discussedStories
        var told: [String: String] = [:]
        while plan.tickets.count < size.tickets {
            progress.show(.tickets, plan.tickets.count, of: size.tickets)
            let open = months.indices.filter { !months[$0].free.isEmpty }
            guard let month = open.min(by: { months[$0].lags(behind: months[$1]) }) else { break }
            let order = plan.orders[months[month].free.removeLast()]
            // Nobody but the customers of P23 writes four times within a month or so.
            let near = written[order.customerID, default: []].count {
                abs($0.seconds - order.createdAt.seconds) < 60 * 86_400
            }
            guard near < 2,
                let made = try plan.addOrdinaryTicket(
                    order: order.id, preferring: missingStories(plan, discussed: discussed, &generator), &generator)
            else { continue }
            let ticket = plan.tickets[made.id]
            months[TicketMonth.index(of: ticket.createdAt, plan)].tickets += 1
            written[ticket.customerID, default: []].append(ticket.createdAt)
            // Older ones are finished; the desk keeps its times (H14), but for what situations plant.
            let age = ticket.createdAt.fullDays(until: plan.clock)
            guard age >= 4 || generator.chance(percent: 35) else { continue }
            if let solver = generator.pickAny(plan.solvers(of: ticket, made.story)) {
                plan.tickets[made.id].assigneeID = solver.id
            }
            try plan.settle(made.id, made.story, mayClose: true, &generator)
            if told[made.story.key] == nil, plan.tickets[made.id].resolutionID != nil {
                told[made.story.key] = made.id
                discussed.remove(made.story.key)
            }
        }
        return told
    }

    /// Stories of a kind of which the world has too few as yet, or that colleagues will talk about; some tickets take
    /// what comes.
    private func missingStories(
        _ plan: WorldPlan, discussed: Set<String>, _ generator: inout SeededGenerator
    ) -> ((OrdinaryStory) -> Bool)? {
        guard generator.chance(percent: 85) else { return nil }
        return generator.pick(weighted: [
            ({ $0.escalation != nil }, weight: plan.escalations.count < size.escalations ? 12 : 0),
            ({ $0.outcome == "refund_issued" }, weight: plan.refunds.count < size.refunds ? 1 : 0),
            ({ discussed.contains($0.key) }, weight: 2),
        ])
    }

    private func addBuilds(_ plan: inout WorldPlan, _ generator: inout SeededGenerator) throws(ContentError) {
        while plan.builds.count < size.builds {
            progress.show(.builds, plan.builds.count, of: size.builds)
            let customer = generator.pick(plan.ordinaryCustomers)
            let parts = try plan.fittingParts(graphics: generator.chance(percent: 80), &generator)
            let from = plan.customers[customer].createdAt
            let at = Moment(seconds: generator.number(in: from.seconds...plan.clock.seconds - 86_400))
            _ = plan.addBuild(
                customer: customer, name: plan.buildName(customer, &generator), parts: parts.map(\.id), at: at,
                &generator)
        }
    }

    /// Threads about the tickets of single stories first, then those that fit any ticket of a type, or none.
    private func addThreads(
        _ plan: inout WorldPlan, told: [String: String], _ generator: inout SeededGenerator
    ) throws(ContentError) {
        var used: Set<String> = []
        while let thread = plan.texts.ordinaryThread(where: { $0.story.map { told[$0] != nil } ?? false }) {
            guard let id = thread.story.flatMap({ told[$0] }), let order = plan.tickets[id].orderID,
                plan.newest(in: thread) < plan.tickets[id].createdAt
            else { continue }
            used.insert(id)
            let at = plan.tickets[id].createdAt.adding(minutes: generator.number(in: 40...200)).working
            try plan.postThread(
                thread, channel: thread.channel ?? "", at: at,
                slots: plan.slots(order: order).merging(["ticket": id]) { own, _ in own }, ticketID: id, &generator)
        }
        let tickets = generator.shuffle(plan.tickets.all.filter { $0.status == "resolved" && $0.orderID != nil })
        for _ in 0..<size.threads {
            guard let thread = plan.texts.ordinaryThread(where: { $0.story == nil }) else { return }
            let since = plan.newest(in: thread)
            var slots: [String: String] = [:]
            var at = start(of: thread, since: since, plan, &generator)
            var ticketID: String?
            if let type = thread.ticket {
                guard
                    let ticket = tickets.first(where: { ticket in
                        ticket.ticketType == type && !used.contains(ticket.id)
                            && since < ticket.createdAt
                            && thread.about.map { $0.contains(category(of: ticket, plan)) } ?? true
                    }), let order = ticket.orderID
                else { continue }
                used.insert(ticket.id)
                slots = plan.slots(order: order)
                slots["ticket"] = ticket.id
                at = ticket.createdAt.adding(hours: generator.number(in: 1...20))
                ticketID = ticket.id
            } else if let about = thread.about {
                slots = plan.slots(product: try plan.pickProduct(about, &generator).id, "")
            }
            at = at.working
            if thread.day == "weekday", BusinessCalendar.weekday(at.date) >= 5 {
                at = at.adding(days: generator.number(in: 2...4))
            }
            try plan.postThread(
                thread, channel: thread.channel ?? "", at: at, slots: slots, ticketID: ticketID, &generator)
        }
    }

    /// In the thread's month when it has one that lies within the world's time and in which all who take part were here.
    private func start(
        of thread: ThreadContent, since: Moment, _ plan: WorldPlan, _ generator: inout SeededGenerator
    ) -> Moment {
        let first = max(plan.clock.date.daysSinceEpoch - 500, since.date.daysSinceEpoch + 1)
        let last = plan.clock.date.daysSinceEpoch - 3
        let month = thread.month.flatMap { CivilDate(Text("\($0)-01")) }?.daysSinceEpoch ?? 0
        let days = first <= month + 26 ? max(first, month)...min(last, month + 26) : first...last
        return Moment(CivilDate(daysSinceEpoch: generator.number(in: days)), hour: 8)
            .adding(seconds: generator.below(32_000))
    }

    private func category(of ticket: TicketDraft, _ plan: WorldPlan) -> String {
        ticket.orderID.map { plan.catalogue[plan.orders[$0].lines[0].productID].category } ?? ""
    }
}
