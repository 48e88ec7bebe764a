internal import Projections

/// When orders were placed that are not finished yet.
extension WorldPlan {
    /// How many days ago parcels left that go by ground, keep their day and have not arrived.
    static let movingDaysAgo = 4...10

    /// A moment since the last noon up to which orders left at once (H10), so that the parcel may still be in the house.
    ///
    /// - Parameter hoursAgo: At least.
    func unshippedMoment(hoursAgo: Int = 2, _ generator: inout SeededGenerator) -> Moment {
        let noon = Moment(BusinessCalendar.subtracting(businessDays: 1, from: clock.date), hour: 12)
        let latest = clock.adding(hours: -hoursAgo)
        var placed: Moment
        repeat {
            placed = moment(daysAgo: generator.number(in: 0...noon.fullDays(until: clock)), &generator)
        } while placed < noon || placed > latest
        return placed
    }
}
