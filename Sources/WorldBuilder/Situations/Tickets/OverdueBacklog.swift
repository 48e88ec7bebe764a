internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P80
    static let overdueBacklog = Situation(
        "P80", count: 1,
        meaning:
            "Among all new and open tickets eighteen more, a third of them over the time of their kind; no other ticket "
            + "is, and none is within six hours of its limit.",
        falseWhen: "one of the six is looked at or finished, or another ticket comes over its time",
        kinds: ["CO22"]
    ) { plan, _, generator in
        let kinds = try plan.waitingKinds()
        var over: [String] = []
        var inTime: [String] = []
        for kind in kinds {
            for _ in 0..<kind.over {
                let hours = kind.limit * 24 + 9...kind.limit * 24 + 60
                over.append(try plan.addWaiting(kind, hours, &generator))
            }
            for _ in 0..<kind.inTime {
                inTime.append(try plan.addWaiting(kind, kind.youngest...kind.limit * 24 - 9, &generator))
            }
        }
        var conditions: [Condition] = []
        var facts: JSONObject = ["over": .array(over.map { .text($0) })]
        for kind in kinds {
            var members: [(pointer: String, value: JSONValue)] = [("/status", .text(kind.status))]
            if kind.status == "open" { members.append(("/priority", .text(kind.priority))) }
            let late = over.filter { id in
                plan.tickets[id].status == kind.status
                    && (kind.status == "new" || plan.tickets[id].priority == kind.priority)
            }
            // Neither six hours sooner nor six hours later would any other be over.
            for hours in [-6, 0, 6] {
                let bound = plan.clock.adding(days: -kind.limit, hours: hours)
                conditions.append(
                    .selection(
                        Condition.Selection(type: .supportTicket, members: members, until: ("/createdAt", bound.text)),
                        .ids(late)))
            }
            facts[Text(kind.status == "new" ? "new_days" : "\(kind.priority)_days")] = .whole(kind.limit)
        }
        for id in over + inTime {
            conditions.append(.field(.supportTicket, id, "/status", is: .text(plan.tickets[id].status)))
        }
        return PlantedInstance(
            entities: over.map { ("overdue ticket", .supportTicket, $0) }
                + inTime.map { ("ticket in time", .supportTicket, $0) },
            facts: facts, conditions: conditions)
    }
}

/// A kind of unfinished ticket, and how many of it are planted.
private struct WaitingKind {
    let status: String
    let priority: String
    /// In days (H14).
    let limit: Int
    /// In hours: older than a shorter limit of another kind would allow, where there is one.
    let youngest: Int
    let over: Int
    let inTime: Int
}

extension WorldPlan {
    fileprivate func waitingKinds() throws(ContentError) -> [WaitingKind] {
        let figures = company.figures
        let new = try figures.number("H14.newDays")
        let high = try figures.number("H14.highDays")
        let normal = try figures.number("H14.normalDays")
        let low = try figures.number("H14.lowDays")
        return [
            WaitingKind(status: "new", priority: "normal", limit: new, youngest: 4, over: 2, inTime: 3),
            WaitingKind(status: "open", priority: "high", limit: high, youngest: new * 24 + 2, over: 1, inTime: 3),
            WaitingKind(status: "open", priority: "normal", limit: normal, youngest: high * 24 + 3, over: 2, inTime: 4),
            WaitingKind(status: "open", priority: "low", limit: low, youngest: normal * 24 + 3, over: 1, inTime: 2),
        ]
    }

    /// A ticket of a kind about an ordinary order that nobody has written about, of somebody who has not written lately: high for platinum, low for
    /// recommendations (H20).
    fileprivate mutating func addWaiting(
        _ kind: WaitingKind, _ hours: ClosedRange<Int>, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let at = moment(hoursAgo: hours.lowerBound...hours.upperBound - 1, &generator)
        let types = kind.priority == "low" ? ["recommendation"] : ["troubleshooting", "billing", "shipping", "other"]
        let told = Set(tickets.all.compactMap(\.orderID))
        let writers = Set(tickets.all.filter { $0.createdAt > clock.adding(days: -100) }.map(\.customerID))
        let isPlatinum = kind.priority == "high"
        let ordinary = Set(ordinaryCustomers)
        let span = at.adding(days: -150, seconds: 1)..<at.adding(days: -12)
        let free = orders.all.filter { order in
            span.contains(order.createdAt) && order.status == "fulfilled" && !told.contains(order.id)
                && ordinary.contains(order.customerID) && !writers.contains(order.customerID)
                && !order.lines.contains { reservedProducts.contains($0.productID) }
                && shipments.owned(by: order.id).contains { $0.status == "delivered" }
                && (customers[order.customerID].tier == "platinum") == isPlatinum
        }.map(\.id)
        let adjust = { (request: inout TicketRequest) in
            request.status = kind.status
            request.priority = kind.priority
        }
        for order in generator.draw(40, from: free) {
            for type in generator.shuffle(types) {
                if let made = try addOrdinaryTicket(order: order, type: type, at: at, &generator, adjust: adjust) {
                    return made.id
                }
            }
        }
        return try addCrowdTicket(types, at: at, isPlatinum: isPlatinum, &generator, adjust: adjust).id
    }
}
