internal import CanonicalJSON
internal import Projections

/// A month's ordinary orders and the tickets that it has.
struct TicketMonth: Sendable {
    /// Orders that a ticket may be about.
    var free: [String] = []
    var orders = 0
    var tickets = 0

    /// Tickets follow orders; some are about what was bought long before, so that a quiet month is not silent.
    private var wanted: Int { orders + 20 }

    func lags(behind other: TicketMonth) -> Bool { tickets * other.wanted < other.tickets * wanted }

    /// The months of a plan, oldest first.
    ///
    /// - Parameter free: Orders that tickets may be about, in the order in which they are taken, last first.
    static func all(of plan: WorldPlan, free: [String]) -> [TicketMonth] {
        var months = Array(repeating: TicketMonth(), count: index(of: plan.clock, plan) + 1)
        for order in plan.orders.all { months[index(of: order.createdAt, plan)].orders += 1 }
        for ticket in plan.tickets.all { months[index(of: ticket.createdAt, plan)].tickets += 1 }
        for id in free { months[index(of: plan.orders[id].createdAt, plan)].free.append(id) }
        return months
    }

    /// The place of a moment's month among those of a plan.
    static func index(of moment: Moment, _ plan: WorldPlan) -> Int {
        max(0, moment.monthNumber - plan.beginning.monthNumber)
    }
}

extension Moment {
    /// Months since the year 0, to compare.
    var monthNumber: Int { date.year * 12 + date.month - 1 }
}
