internal import CanonicalJSON
internal import Projections

/// Tickets that fill a desk, of ordinary customers, none of whom writes often.
extension WorldPlan {
    /// An ordinary customer of that time who has written no more than once in two months, of platinum or not, which
    /// makes tickets high (H20).
    ///
    /// - Parameter mayWrite: Whether somebody of that voice will do; who has not written yet has none.
    private mutating func crowdCustomer(
        before: Moment, isPlatinum: Bool, _ generator: inout SeededGenerator, mayWrite: (String) -> Bool
    ) -> String {
        var written: [String: Int] = [:]
        for ticket in tickets.all where ticket.createdAt > clock.adding(days: -60) {
            written[ticket.customerID, default: 0] += 1
        }
        let free = ordinaryCustomers.filter {
            written[$0, default: 0] < 2 && customers[$0].createdAt < before
                && (customers[$0].tier == "platinum") == isPlatinum && voices[$0].map(mayWrite) ?? true
        }
        // Whoever has a voice is left to those who may write in it.
        let known = free.filter { voices[$0] != nil }
        if let customer = generator.pickAny(known) ?? generator.pickAny(free) { return customer }
        let tier = isPlatinum ? "platinum" : WorldPlan.plainTier(&generator)
        let customer = addCustomer(
            CustomerRequest(tier: tier, before: min(before, clock.adding(days: -255))), &generator)
        addTierOrders(of: customer, before: clock, &generator)
        ordinaryCustomers.append(customer)
        return customer
    }

    /// A delivered order of somebody who has not written yet, sent by express, so that it has arrived five days later.
    mutating func addCrowdOrder(
        placed: Moment, lines: [(productID: String, quantity: Int)], _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        let customer = crowdCustomer(before: placed, isPlatinum: false, &generator) { _ in false }
        return addDeliveredOrder(of: customer, placed: placed, lines, &generator)
    }

    private mutating func addDeliveredOrder(
        of customer: String, placed: Moment, _ lines: [(productID: String, quantity: Int)],
        _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: lines, service: .express, fate: .shipped),
            &generator)
    }

    /// A ticket of the crowd that tells an ordinary story about something delivered.
    ///
    /// - Parameter types: Of the story, one of these.
    mutating func addCrowdTicket(
        _ types: [String], at: Moment, isPlatinum: Bool = false, _ generator: inout SeededGenerator,
        adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> (id: String, story: OrdinaryStory) {
        // A return may be one that the customer may not have; the next one then.
        for type in generator.shuffle(types) + types + types + types {
            let placed = moment(
                on: at.adding(days: -generator.number(in: Self.daysBefore(ticketOf: type))).date, &generator)
            let texts = texts
            func story(in voice: String?) -> OrdinaryStory? {
                texts.nextStory {
                    $0.type == type && $0.needs == "delivered" && $0.isPlain && (voice == nil || $0.voice == voice)
                }
            }
            let customer = crowdCustomer(before: placed, isPlatinum: isPlatinum, &generator) { story(in: $0) != nil }
            guard let next = story(in: voices[customer]) else { continue }
            let receipt = addDeliveredOrder(
                of: customer, placed: placed, [(try pickSubject(next.about, &generator).id, 1)], &generator)
            if let made = try addOrdinaryTicket(order: receipt.orderID, type: type, at: at, &generator, adjust: adjust)
            {
                return made
            }
        }
        throw ContentError("Tickets/Ordinary", "has too few stories of \(types) about delivered orders")
    }

    /// How old an order is when somebody writes such a ticket about it.
    private static func daysBefore(ticketOf type: String) -> ClosedRange<Int> {
        switch type {
        case "return": 9...20
        case "shipping": 10...40
        case "order_issue": 12...90
        default: 12...240
        }
    }
}
