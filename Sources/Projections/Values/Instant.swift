/// A point in time: microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The day in UTC.
    public var utcDate: CivilDate {
        CivilDate(daysSinceEpoch: Int(dayNumber))
    }

    /// The instant so many calendar months later in UTC, at the same time of day (contract 4.6).
    ///
    /// - Returns: nil when the result lies hundreds of thousands of years away.
    public func adding(months: Int) -> Instant? {
        guard months.magnitude < 1_000_000 else { return nil }
        let timeOfDay = microseconds - dayNumber * Instant.microsecondsPerDay
        let day = Int64(utcDate.adding(months: months).daysSinceEpoch)
        let (midnight, overflowed) = day.multipliedReportingOverflow(by: Instant.microsecondsPerDay)
        let (result, overflowedAgain) = midnight.addingReportingOverflow(timeOfDay)
        return overflowed || overflowedAgain ? nil : Instant(microseconds: result)
    }

    private var dayNumber: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: Instant.microsecondsPerDay)
        return remainder < 0 ? quotient - 1 : quotient
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}
