import CanonicalJSON
import Projections
import Testing
import WorldBuilder

/// Orders read like those of a shop that grows: no silent month, no day that towers over its neighbours.
@Suite struct CalendarTests {
    /// Built once for all of them.
    private static let built = Result { try Worlds.build("calendar", seed: 14).snapshot }

    /// Orders by their day, such as `2024-11-29`.
    let days: [String: Int]

    init() throws {
        days = Self.byDay(try Self.built.get())
    }

    private static func byDay(_ snapshot: Snapshot) -> [String: Int] {
        var days: [String: Int] = [:]
        for order in snapshot.documents(.order) {
            let at = order.object["createdAt"]?.text?.string ?? ""
            days[String(at.prefix(10)), default: 0] += 1
        }
        return days
    }

    private static func byMonth(_ days: [String: Int]) -> [String: Int] {
        days.reduce(into: [:]) { $0[String($1.key.prefix(7)), default: 0] += $1.value }
    }

    private static func month(_ number: Int) -> String { number < 10 ? "2024-0\(number)" : "2024-\(number)" }

    @Test func everyFullMonthSellsTwentyOrdersAndMore() {
        let months = Self.byMonth(days)
        for month in (4...12).map(Self.month) + (1...8).map({ "2025-0\($0)" }) {
            #expect(months[month, default: 0] >= 20, "\(month): \(months[month, default: 0])")
        }
    }

    @Test func theShopGrowsUpToTheHolidays() {
        let months = Self.byMonth(days)
        for (month, next) in zip(4...10, 5...11) {
            let (now, then) = (months[Self.month(month), default: 0], months[Self.month(next), default: 0])
            #expect(now <= then + 4, "\(Self.month(month)) sells \(now), the month after it \(then)")
        }
        #expect(months["2024-11", default: 0] > 2 * months["2024-10", default: 0])
    }

    @Test func noDayTowersOverItsMonth() {
        let months = Self.byMonth(days)
        for (day, orders) in days where day < "2025-08" {
            let usual = months[String(day.prefix(7)), default: 0] / 30
            #expect(orders <= 2 * usual + 6, "\(day): \(orders)")
        }
    }

    @Test func aLargerWorldHasTheSameSeasons() throws {
        let large = Self.byMonth(Self.byDay(try Worlds.build("calendar", seed: 14, scale: 4).snapshot))
        let small = Self.byMonth(days)
        for month in (4...12).map(Self.month) {
            let ratio = Double(large[month, default: 0]) / Double(max(1, small[month, default: 1]))
            #expect((1.8...4).contains(ratio), "\(month) has \(ratio) times as many orders")
        }
    }
}
