import CanonicalJSON
import Projections
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01 00:00Z", 0),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("1970-01-01T00:00:00.1Z", 100_000),
            ("1970-01-01T02:00:00+02:00", 0),
            ("1969-12-31T17:00:00-07:00", 0),
            ("2025-08-30T00:19:22.321Z", 1_756_513_162_321_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
            ("2000-02-29T23:59:59-00:00", 951_868_799_000_000),
            ("9999-12-31T23:59:59.123456+23:59", 253_402_214_459_123_456),
        ] as [(String, Int64)])
    func namesAnInstant(text: String, microseconds: Int64) throws {
        let timestamp = try #require(Timestamp(Text(text)))
        #expect(timestamp.instant.microseconds == microseconds)
        #expect(timestamp.text == Text(text))
    }

    @Test(arguments: [
        "2025-08-01", "2025-08-01T00:00:00", "2025-08-01 00:00", "2024-02-29T12:00:00.5",
    ])
    func isWithoutOffset(text: String) {
        #expect(Timestamp.reading(of: Text(text)) == .withoutOffset)
        #expect(Timestamp(Text(text)) == nil)
    }

    @Test(arguments: [
        "", "now", "2025-8-01T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29", "2025-00-10", "2025-13-01T00:00:00Z",
        "2025-04-31T00:00:00Z", "2025-08-01T24:00:00Z", "2025-08-01T23:60:00Z", "2025-08-01T23:59:60Z",
        "2025-08-01T00:00:00.Z", "2025-08-01T00:00:00.1234567Z", "2025-08-01T00:00:00,5Z", "2025-08-01t00:00:00Z",
        "2025-08-01T00:00:00z", "2025-08-01  00:00:00Z", "2025-08-01T00:00:00 Z", "2025-08-01T00:00:00+0200",
        "2025-08-01T00:00:00+02", "2025-08-01T00:00:00+24:00", "2025-08-01T00:00:00+02:60", "2025-08-01Z",
        " 2025-08-01T00:00:00Z", "2025-08-01T00:00:00Z ", "20250801T000000Z", "2025-08-01T00Z", "2025-W31-5",
        "2025-08-01T00:00:00\u{2212}02:00", "２025-08-01T00:00:00Z", "+2025-08-01T00:00:00Z", "2025-08-01T",
    ])
    func isInvalid(text: String) {
        #expect(Timestamp.reading(of: Text(text)) == .invalid)
    }

    @Test(arguments: [
        ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-09-09", 12, "2025-09-09"), ("2025-11-30", 3, "2026-02-28"), ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -13, "2023-12-15"), ("2024-06-08", 36, "2027-06-08"),
    ])
    func monthsEndOnDaysThatExist(start: String, months: Int, end: String) throws {
        let date = try #require(CivilDate(Text(start)))
        #expect(date.adding(months: months).text == Text(end))
        let noon = try #require(Timestamp(Text(start + "T12:34:56.789Z"))).instant
        let shifted = try #require(Timestamp(Text(end + "T12:34:56.789Z"))).instant
        #expect(noon.adding(months: months) == shifted)
    }

    @Test func everyDayOfEightCenturiesComesBack() throws {
        let start = try #require(CivilDate(year: 1599, month: 12, day: 31))
        var expected = start
        var wrong: [Int] = []
        for day in start.daysSinceEpoch + 1...start.daysSinceEpoch + 800 * 366 {
            let date = CivilDate(daysSinceEpoch: day)
            let next =
                CivilDate(year: expected.year, month: expected.month, day: expected.day + 1)
                ?? CivilDate(year: expected.year, month: expected.month + 1, day: 1)
                ?? CivilDate(year: expected.year + 1, month: 1, day: 1)
            if date != next || date.daysSinceEpoch != day { wrong.append(day) }
            expected = date
        }
        #expect(wrong == [])
    }
}
