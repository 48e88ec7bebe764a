internal import Foundation
internal import Projections
internal import Synchronization

/// The header Date, made anew once a second.
final class HTTPDate: Sendable {
    private let made = Mutex((second: Int.min, text: ""))

    /// The date of now.
    var text: String {
        let second = Int(Date().timeIntervalSince1970)
        return made.withLock { made in
            if made.second != second { made = (second, Self.text(of: second)) }
            return made.text
        }
    }

    /// The date as RFC 9110, section 5.6.7 spells it.
    ///
    /// - Parameter second: Seconds since 1970; none before.
    static func text(of second: Int) -> String {
        let (day, time) = second.quotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSinceEpoch: day)
        // 1 January 1970 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][day % 7]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][date.month - 1]
        let clock = [time / 3_600, time / 60 % 60, time % 60].map(twoDigits).joined(separator: ":")
        return "\(weekday), \(twoDigits(date.day)) \(month) \(date.year) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
