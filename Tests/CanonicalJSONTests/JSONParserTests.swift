import CanonicalJSON
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: ParsingCase.valid + ParsingCase.invalid)
    func saysWhatTheCaseExpects(_ parsing: ParsingCase) throws {
        let result = Result { () throws(JSONParseError) in try JSONParser.parse(parsing.bytes) }
        #expect(
            result.map { String(decoding: $0.canonicalBytes, as: UTF8.self).bytes } == parsing.expected.map(\.bytes))
    }

    @Test func hasAtLeast120DistinctCases() {
        let cases = ParsingCase.valid + ParsingCase.invalid
        #expect(cases.count >= 120)
        #expect(Set(cases.map(\.name)).count == cases.count)
    }

    @Test(arguments: ParsingCase.valid)
    func takesWhatItWroteAndWritesItAgain(_ parsing: ParsingCase) throws {
        let value = try JSONParser.parse(parsing.bytes)
        let again = try JSONParser.parse(value.canonicalBytes)
        #expect(again == value)
        #expect(again.canonicalBytes == value.canonicalBytes)
    }

    @Test(arguments: ParsingCase.valid)
    func refusesEveryProperPrefixThatIsNotAValue(_ parsing: ParsingCase) throws {
        // A prefix of a number may be a number; everything else must close what it opened.
        let trimmed = parsing.bytes.drop { $0 <= 0x20 }
        guard let first = trimmed.first, !(UInt8(ascii: "-")...UInt8(ascii: "9")).contains(first) else { return }
        let end = try #require(trimmed.lastIndex { $0 > 0x20 })
        for length in 0..<end {
            #expect(throws: JSONParseError.self) { try JSONParser.parse(Array(parsing.bytes[..<length])) }
        }
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
    func takes64LevelsAndRefusesTheNext(opening: String, closing: String) throws {
        let levels = opening.hasPrefix("[{") ? 32 : 64
        let deepest = String(repeating: opening, count: levels) + "0" + String(repeating: closing, count: levels)
        let tooDeep = String(repeating: opening, count: levels) + "[0]" + String(repeating: closing, count: levels)
        _ = try JSONParser.parse(deepest)
        #expect(throws: JSONParseError(reason: .tooDeep(limit: 64), offset: levels * opening.utf8.count)) {
            try JSONParser.parse(tooDeep)
        }
    }

    @Test func refusesTheBracketThatIsTooDeepWithoutReadingOn() {
        let million = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONParseError(reason: .tooDeep(limit: 64), offset: 64)) { try JSONParser.parse(million) }
    }

    @Test func countsDepthNotContainers() throws {
        let wide = "[" + String(repeating: "[],{},", count: 200) + "0]"
        #expect(try JSONParser.parse(wide).elements?.count == 401)
    }

    @Test func countsDepthAgainAfterADuplicate() {
        let text = String(repeating: "[", count: 63) + "{\"a\":1,\"a\":2}"
        #expect(throws: JSONParseError(reason: .duplicateMember("a"), offset: 70)) { try JSONParser.parse(text) }
    }

    @Test func keepsToTheLimitsGiven() throws {
        let limits = JSONParser.Limits(depth: 1, bytes: 4)
        _ = try JSONParser.parse("[12]", limits: limits)
        #expect(throws: JSONParseError(reason: .tooLong(limit: 4), offset: 4)) {
            try JSONParser.parse("[123]", limits: limits)
        }
        #expect(throws: JSONParseError(reason: .tooDeep(limit: 1), offset: 1)) {
            try JSONParser.parse("[[]]", limits: limits)
        }
        #expect(throws: JSONParseError(reason: .tooDeep(limit: 0), offset: 0)) {
            try JSONParser.parse("[]", limits: JSONParser.Limits(depth: 0))
        }
    }

    @Test func namesTheOffsetAndClipsLongTexts() {
        let number = "1" + String(repeating: "2", count: 5_000)
        let error = #expect(throws: JSONParseError.self) { try JSONParser.parse("[\(number)]") }
        let description = error?.description ?? ""
        #expect(description.hasSuffix("at byte 1"))
        #expect(description.utf8.count < 250)
    }

    @Test(
        "reads lossily what cannot be kept",
        arguments: [
            (#"{"a":1e400,"b":[9007199254740993]}"#, #"{"a":0,"b":[9007199254740992]}"#),
            (#"["\ud800x","\udc00","\ud83d\ude00"]"#, "[\"\u{FFFD}x\",\"\u{FFFD}\",\"\u{1F600}\"]"),
            (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#),
        ])
    func lossily(text: String, expected: String) throws {
        #expect(throws: JSONParseError.self) { try JSONParser.parse(text) }
        let value = try JSONParser.parseLossily(text.bytes, limits: JSONParser.Limits())
        #expect(try value == JSONParser.parse(expected))
    }

    @Test("what is no JSON is none lossily either", arguments: ["", "{", "[1 2]", "\"\\ud8\"", "[[[[", "nul"])
    func notEvenLossily(text: String) {
        #expect(throws: JSONParseError.self) {
            try JSONParser.parseLossily(text.bytes, limits: JSONParser.Limits(depth: 3))
        }
    }

    @Test func readsASpanWhereItLies() throws {
        let bytes = Array("xx{\"a\":[1,2]}yy".utf8)
        let value = try JSONParser.parse(bytes.span.extracting(2..<13))
        #expect(value == ["a": [1, 2]])
    }
}

extension String {
    /// The bytes, because strings compare by canonical equivalence.
    var bytes: [UInt8] { Array(utf8) }
}
