internal import CanonicalJSON
internal import Projections

/// A second of the world's time, written as the records write it: `2025-08-30T14:22:05Z`.
struct Moment: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z.
    let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
    }

    init(_ date: CivilDate, hour: Int, minute: Int = 0, second: Int = 0) {
        seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The day in UTC, which is how the records are read (R-TIME-2).
    var date: CivilDate {
        CivilDate(daysSinceEpoch: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// 0...23
    var hour: Int { (seconds - date.daysSinceEpoch * 86_400) / 3600 }

    func adding(days: Int = 0, hours: Int = 0, minutes: Int = 0, seconds extra: Int = 0) -> Moment {
        Moment(seconds: seconds + days * 86_400 + hours * 3600 + minutes * 60 + extra)
    }

    /// Full days from this moment to a later one.
    func fullDays(until later: Moment) -> Int { (later.seconds - seconds) / 86_400 }

    /// The moment itself, or for most of those in the night one of the same day, the later the later it is.
    var awake: Moment {
        let night = 7 * 3600
        let second = seconds - date.daysSinceEpoch * 86_400
        // One in twelve cannot sleep.
        guard second < night, seconds % 12 != 0 else { return self }
        return Moment(date, hour: 7).adding(seconds: second * 16 / 7)
    }

    /// The moment itself, or one of the next day's at which the desk is open.
    var working: Moment { OfficeHours.desk.next(self) }

    var text: String {
        let rest = seconds - date.daysSinceEpoch * 86_400
        return "\(date.text)T\(twoDigits(rest / 3600)):\(twoDigits(rest / 60 % 60)):\(twoDigits(rest % 60))Z"
    }

    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
}

/// `07`
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// `007`
func threeDigits(_ number: Int) -> String { String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)" }
