internal import CanonicalJSON
internal import Projections

/// Which days the shop and its carriers work: Monday to Friday, but for holidays.
enum BusinessCalendar {
    private static let holidays: Set<String> = [
        "2024-05-27", "2024-06-19", "2024-07-04", "2024-09-02", "2024-11-11", "2024-11-28", "2024-12-25", "2025-01-01",
        "2025-01-20", "2025-05-26", "2025-06-19", "2025-07-04", "2025-09-01",
    ]

    static func isBusinessDay(_ date: CivilDate) -> Bool {
        weekday(date) < 5 && !isHoliday(date)
    }

    static func isHoliday(_ date: CivilDate) -> Bool { holidays.contains(date.text.string) }

    /// 0 for Monday ... 6 for Sunday.
    static func weekday(_ date: CivilDate) -> Int {
        // 1970-01-01 was a Thursday.
        let shifted = (date.daysSinceEpoch + 3) % 7
        return shifted < 0 ? shifted + 7 : shifted
    }

    static func weekdayName(_ date: CivilDate) -> String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday(date)]
    }

    /// The day so many business days after `date`; with 0, `date` itself or the next business day.
    static func adding(businessDays count: Int, to date: CivilDate) -> CivilDate {
        var day = date.daysSinceEpoch
        while !isBusinessDay(CivilDate(daysSinceEpoch: day)) { day += 1 }
        for _ in 0..<count {
            repeat { day += 1 } while !isBusinessDay(CivilDate(daysSinceEpoch: day))
        }
        return CivilDate(daysSinceEpoch: day)
    }

    /// `August 21`
    static func spoken(_ date: CivilDate) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(names[date.month - 1]) \(date.day)"
    }
}
