internal import CanonicalJSON
internal import Projections

/// A month of the world's time; the first and the last are about half a month.
struct BusinessMonth: Sendable {
    /// Counted since 1970.
    let days: ClosedRange<Int>
    /// Orders that the month ought to have, those of situations counted in.
    let orders: Int
}

extension WorldPlan {
    /// What the months from March 2024 to September 2025 have of all orders: a shop that grows, with the seasons that
    /// P18 and P19 count, and a late summer of which most cases are still open.
    private static let monthlyShares = [
        10, 20, 21, 23, 25, 28, 32, 44, 170, 112, 46, 42, 58, 72, 52, 56, 64, 100, 80,
    ]

    /// The months of the world's time, oldest first.
    var months: [BusinessMonth] {
        let (first, last) = (beginning.date.daysSinceEpoch, clock.date.daysSinceEpoch)
        let starts = (first...last).filter { $0 == first || CivilDate(daysSinceEpoch: $0).day == 1 }
        let shares = Self.monthlyShares
        let (total, whole) = (WorldSize(scale: scale).orders, shares.reduce(0, +))
        return zip(starts, starts.dropFirst() + [last + 1]).enumerated().map { index, bounds in
            BusinessMonth(days: bounds.0...bounds.1 - 1, orders: total * shares[min(index, shares.count - 1)] / whole)
        }
    }

    /// One of these days, those more often that have few orders for their month and their place in the week.
    func quietDay(of days: [Int], in months: [BusinessMonth], _ generator: inout SeededGenerator) -> CivilDate {
        let weighted = days.map { day in
            let month = months.first { $0.days.contains(day) }
            let usual = (month?.orders ?? 0) * 140 / (month?.days.count ?? 1)
            let isWeekend = BusinessCalendar.weekday(CivilDate(daysSinceEpoch: day)) >= 5
            let room = (isWeekend ? usual * 4 / 5 : usual) - ordersPerDay[day, default: 0] * 100
            return (day, weight: max(scale, room))
        }
        return CivilDate(daysSinceEpoch: generator.pick(weighted: weighted))
    }
}
