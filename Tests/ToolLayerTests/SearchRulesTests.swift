import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

/// What all searches share: limit, dates, text (contract, section 2.3).
@Suite struct SearchRulesTests {
    static func many() throws -> Desk {
        let members = (100..<350).map { #""o\#($0)": {"createdAt": "2025-01-01T00:00:00Z"}"# }
        return try Desk(#"{"order": {\#(members.joined(separator: ","))}}"#)
    }

    @Test(arguments: [
        ("{}", 50), (#"{"limit": null}"#, 50), (#"{"limit": 0}"#, 50), (#"{"limit": 1}"#, 1),
        (#"{"limit": 2.7}"#, 2), (#"{"limit": 0.5}"#, 50), (#"{"limit": -0.5}"#, 50), (#"{"limit": 199}"#, 199),
        (#"{"limit": 200}"#, 200), (#"{"limit": 201}"#, 200), (#"{"limit": 1e300}"#, 200),
    ]) func limit(arguments: String, count: Int) throws {
        let ids = try SearchRulesTests.many().ids("searchOrders", arguments)
        #expect(ids.count == count)
        #expect(ids.first == "o100")
    }

    @Test(arguments: [#"{"limit": -1}"#, #"{"limit": -1e300}"#, #"{"limit": "5"}"#, #"{"limit": [1]}"#])
    func badLimit(arguments: String) throws {
        #expect(try SearchRulesTests.many().refusal("searchOrders", arguments).hasPrefix("limit must"))
    }

    @Test(arguments: [
        ("2025-08-01T00:00:00Z", true), ("2025-08-01 00:00Z", true), ("2025-08-01T00:00:00.123456+14:00", true),
        ("2025-08-01T00:00-23:59", true), ("2024-02-29T00:00Z", true),
        ("2025-02-29T00:00:00Z", false), ("2025-08-01T24:00:00Z", false), ("2025-08-01T00:00:60Z", false),
        ("2025-08-01T00:00:00.1234567Z", false), ("2025-08-01T00:00:00.Z", false), ("2025-08-01T00Z", false),
        ("2025-08-01Z", false), ("2025-8-1T00:00:00Z", false), ("2025-08-01t00:00:00z", false),
        (" 2025-08-01T00:00:00Z", false), ("2025-08-01T00:00:00+0700", false), ("yesterday", false), ("1", false),
    ]) func dates(text: String, isValid: Bool) throws {
        let desk = try Desk()
        if isValid {
            #expect(try desk.ids("searchOrders", #"{"created_after": "\#(text)"}"#) == [])
        } else {
            #expect(
                try desk.refusal("searchOrders", #"{"created_after": "\#(text)"}"#) == """
                    created_after must be in ISO 8601 format with timezone (e.g., "2025-08-01T00:00:00Z" or \
                    "2025-08-01T00:00:00-07:00")
                    """)
        }
    }

    @Test(arguments: ["2025-08-01", "2025-08-01T00:00:00", "2025-08-01 00:00", "2025-08-01T00:00:00.5"])
    func datesWithoutOffset(text: String) throws {
        #expect(
            try Desk().refusal("searchOrders", #"{"created_before": "\#(text)"}"#) == """
                created_before must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
                "2025-08-01T00:00:00-07:00")
                """)
    }

    @Test func newestFirstComparesTheTextsOfTimes() throws {
        let desk = try Desk(
            """
            {"order": {"a": {"createdAt": "2025-08-30T00:19:22Z"}, "b": {"createdAt": "2025-08-30T00:19:22.321Z"},
             "c": {"createdAt": "2025-08-30T09:00:00+12:00"}}}
            """)
        #expect(try desk.ids("searchOrders") == ["c", "a", "b"])
    }

    @Test(arguments: [
        ("Graph", "ultra graphforce", true), ("RCE 40", "ultra graphforce 4070", true), ("", "x", true),
        ("x", "", false), ("abc", "ab", false), ("É", "é", false), ("é", "É", false), ("aab", "aaab", true),
        ("[", "{", false), ("@", "`", false),
    ]) func textMatchesWithoutASCIICase(piece: String, text: String, expected: Bool) {
        #expect(TextMatch(Text(piece)).occurs(in: Text(text)) == expected)
    }
}
