internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Makes a ticket that tells a given text, about an order.
    ///
    /// - Returns: The id.
    mutating func addTicket(
        telling text: PlantedText, of situation: String, order orderID: String, product: String? = nil, type: String,
        at: Moment, extra: [String: String] = [:], _ generator: inout SeededGenerator,
        adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> String {
        let slots = slots(order: orderID, product: product).merging(extra) { _, new in new }
        var request = TicketRequest(
            customerID: orders[orderID].customerID, orderID: orderID, type: type, at: at,
            subject: try fill(text.subject, situation, slots), body: try fill(text.body, situation, slots))
        request.voice = text.voice
        request.channel = text.channel
        adjust(&request)
        return addTicket(request, &generator)
    }

    /// Ends a ticket as its story does, or with one of the desk's own short texts for its type.
    ///
    /// - Parameter telling: The story's end, in the agent's words.
    mutating func finish(
        _ ticketID: String, telling: String? = nil, at: Moment, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let ticket = tickets[ticketID]
        let outcome =
            switch ticket.ticketType {
            case "troubleshooting": "troubleshooting_steps"
            case "recommendation": "recommendation_provided"
            default: "no_action"
            }
        var slots = ticket.orderID.map { self.slots(order: $0) } ?? self.slots(customer: ticket.customerID)
        slots["ticket"] = ticketID
        let details: String
        if let telling {
            details = try fill(telling, "the end of \(ticketID)", slots)
        } else {
            details = try resolutionText(outcome, slots, &generator)
        }
        resolve(ticketID, outcome: outcome, details: details, at: at, &generator)
    }

    /// Passes a ticket on with one of the desk's own short texts for that type and department.
    ///
    /// - Parameter amount: Of what is asked for, in dollars, where money is.
    /// - Returns: The escalation's id.
    mutating func escalateInShort(
        _ ticketID: String, type: String, to department: String, amount: String? = nil, at: Moment,
        resolvedAt: Moment? = nil, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let place = "Texts/escalations.yaml"
        let pool = (company.content.office.escalations[type] ?? []).filter {
            $0.destination == department && (amount != nil || !$0.notes.contains("{amount}"))
        }
        guard let text = generator.pickAny(pool) else { throw ContentError(place, "has no \(type) to \(department)") }
        let ticket = tickets[ticketID]
        var slots = ticket.orderID.map { self.slots(order: $0) } ?? self.slots(customer: ticket.customerID)
        slots["ticket"] = ticketID
        slots["amount"] = amount
        return escalate(
            ticketID, type: type, to: department, notes: try fill(text.notes, place, slots), at: at,
            resolvedAt: resolvedAt, &generator)
    }

    /// A product of one of the categories, or of any that people buy singly, which is nobody else's.
    mutating func pickSubject(
        _ categories: [String]?, without others: [String] = [], cents: ClosedRange<Int> = 2000...90_000,
        _ generator: inout SeededGenerator
    ) throws(ContentError) -> CatalogueProduct {
        let any = WorldPlan.parts + WorldPlan.peripherals.filter { $0 != "cable" && $0 != "accessory" }
        let wanted = categories ?? any
        let limits = wanted.contains { $0 == "prebuilt" || $0 == "workstation" } ? 0...10_000_000 : cents
        let fits = { (product: CatalogueProduct) in !others.contains(product.id) }
        if let product = try? pickProduct(wanted, cents: limits, &generator, where: fits) { return product }
        return try pickProduct(wanted, &generator, where: fits)
    }

    /// Holders of a support role who were here then and are not on leave now, the trainee among them.
    ///
    /// - Parameter at: nil for the clock.
    func atWork(role: String, at: Moment? = nil) -> [StaffMember] {
        staff.members(role: role).filter {
            $0.post.department == "support" && !isAway($0.id) && $0.since < at ?? clock
        }
    }

    /// A moment so many hours before the clock, give or take half an hour.
    func moment(hoursAgo hours: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Moment {
        clock.adding(hours: -generator.number(in: hours), minutes: -generator.below(30), seconds: -generator.below(60))
    }
}
