internal import CanonicalJSON
internal import Projections

/// A month's ordinary orders and the tickets that it has.
struct TicketMonth: Sendable {
    /// Orders that a ticket may be about.
    var free: [String] = []
    var orders = 0
    var tickets = 0

    /// Tickets follow orders; some are about what was bought long before, so that a quiet month is not silent.
    private var wanted: Int { orders + 40 }

    func lags(behind other: TicketMonth) -> Bool { tickets * other.wanted < other.tickets * wanted }

    /// The months of a plan, oldest first.
    ///
    /// - Parameter free: Orders that tickets may be about, in the order in which they are taken, last first.
    static func all(of plan: WorldPlan, free: [String]) -> [TicketMonth] {
        let first = plan.beginning.monthNumber
        var months = Array(repeating: TicketMonth(), count: plan.clock.monthNumber - first + 1)
        func index(_ moment: Moment) -> Int { max(0, moment.monthNumber - first) }
        for order in plan.orders.all { months[index(order.createdAt)].orders += 1 }
        for ticket in plan.tickets.all { months[index(ticket.createdAt)].tickets += 1 }
        for id in free { months[index(plan.orders[id].createdAt)].free.append(id) }
        return months
    }
}

extension Moment {
    /// Months since the year 0, to compare.
    var monthNumber: Int { date.year * 12 + date.month - 1 }
}
