internal import CanonicalJSON
internal import Projections

/// Tickets that fill a desk, of ordinary customers who have one such ticket each, so that none of them writes often.
extension WorldPlan {
    /// An ordinary customer of that time who is not in the crowd yet, of platinum or not, which makes tickets high (H20).
    mutating func crowdCustomer(
        before: Moment, isPlatinum: Bool, _ generator: inout SeededGenerator
    ) -> String {
        let free = ordinaryCustomers.filter {
            !crowd.contains($0) && voices[$0] == nil && customers[$0].createdAt < before
                && (customers[$0].tier == "platinum") == isPlatinum
        }
        if let customer = generator.pickAny(free) {
            crowd.insert(customer)
            return customer
        }
        let tier = isPlatinum ? "platinum" : WorldPlan.plainTier(&generator)
        let past = clock.adding(days: -200)
        let customer = addCustomer(
            CustomerRequest(tier: tier, before: min(before, past.adding(days: -55)), past: .open(before: past)),
            &generator)
        addTierOrders(of: customer, before: past, &generator)
        crowd.insert(customer)
        return customer
    }

    /// A delivered order of somebody in the crowd.
    ///
    /// - Parameters:
    ///   - placed: Sent by express, so that it has arrived five days later.
    ///   - lines: nil draws ordinary ones.
    mutating func addCrowdOrder(
        placed: Moment, lines: [(productID: String, quantity: Int)]? = nil, isPlatinum: Bool = false,
        _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        let customer = crowdCustomer(before: placed, isPlatinum: isPlatinum, &generator)
        return addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: lines ?? ordinaryLines(&generator), service: .express,
                fate: .shipped), &generator)
    }

    /// A ticket of the crowd that tells an ordinary story about something delivered.
    ///
    /// - Parameter types: Of the story, one of these.
    mutating func addCrowdTicket(
        _ types: [String], at: Moment, isPlatinum: Bool = false, _ generator: inout SeededGenerator,
        adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> (id: String, story: OrdinaryStory) {
        // A return may be one that the customer may not have; the next one then.
        for type in generator.shuffle(types) + types + types {
            let next = texts.nextStory { $0.type == type && $0.needs == "delivered" && $0.isPlain }
            guard let next else { continue }
            let days = type == "return" ? generator.number(in: 9...20) : generator.number(in: 12...90)
            let receipt = addCrowdOrder(
                placed: moment(on: at.adding(days: -days).date, &generator),
                lines: [(try pickSubject(next.about, &generator).id, 1)],
                isPlatinum: isPlatinum, &generator)
            if let made = try addOrdinaryTicket(order: receipt.orderID, type: type, at: at, &generator, adjust: adjust)
            {
                return made
            }
        }
        throw ContentError("Tickets/Ordinary", "has too few stories of \(types) about delivered orders")
    }
}
