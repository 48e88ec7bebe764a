import CanonicalJSON
import Testing

@Suite struct CanonicalWriterTests {
    /// RFC 8785, appendix B, by the bits of the double; nil where JSON has no number.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"), (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x7fff_ffff_ffff_ffff, nil), (0x7ff0_0000_0000_0000, nil), (0xfff0_0000_0000_0000, nil),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"), (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"), (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String?)])
    func writesTheNumbersOfAppendixB(bits: UInt64, expected: String?) throws {
        let number = JSONNumber(Double(bitPattern: bits))
        #expect(number?.canonicalText == expected)
        if let number, let expected {
            #expect(try JSONParser.parse(expected) == .number(number))
        }
    }

    /// Where one notation ends and another begins, on both sides; the bits next to powers of ten.
    @Test(
        arguments: [
            (1e-4, "0.0001"), (1e-4.nextDown, "0.00009999999999999999"), (1e-6, "0.000001"), (1.5e-7, "1.5e-7"),
            (1e-10, "1e-10"), (123e-20, "1.23e-18"), (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_991.0 / 2, "4503599627370495.5"), (9_007_199_254_740_994, "9007199254740994"),
            (18_014_398_509_481_982, "18014398509481982"), (18_014_398_509_481_984, "18014398509481984"),
            (1e15, "1000000000000000"), (1e16, "10000000000000000"), (1.25e20, "125000000000000000000"),
            (1e22, "1e+22"), (-1e21, "-1e+21"), (-0.5, "-0.5"), (1e100, "1e+100"), (1.5e300, "1.5e+300"),
            (4.35, "4.35"), (0.1 + 0.2, "0.30000000000000004"), (2.5e-5, "0.000025"), (-2.5e-5, "-0.000025"),
        ] as [(Double, String)])
    func choosesTheNotationOfECMAScript(double: Double, expected: String) {
        #expect(JSONNumber(double)?.canonicalText == expected)
    }

    /// The worked example of sections 3.2.2 and 3.2.4.
    ///
    /// Its first number, 333333333.33333329, is not taken as a text (see the parsing cases), only as a double.
    @Test func writesTheExampleOfTheRFC() throws {
        var value = try JSONParser.parse(
            #"""
            {
              "numbers": [0, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#)
        var object = try #require(value.object)
        var numbers = try #require(object["numbers"]?.elements)
        numbers[0] = .number(try #require(JSONNumber(333333333.33333329)))
        object["numbers"] = .array(numbers)
        value = .object(object)
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(value.canonicalBytes == expected.bytes)
    }

    /// Section 3.2.3.
    @Test func sortsTheMembersOfTheRFC() throws {
        let value = try JSONParser.parse(
            #"""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """#)
        let order = try #require(value.object).members.map { $0.value.text?.string }
        #expect(
            order == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ])
    }

    /// The one place where UTF-16 and UTF-8 disagree, from both ends of either range.
    @Test(
        arguments: ["\u{e000}", "\u{efff}", "\u{f000}", "\u{fb33}", "\u{ffff}"] as [Text],
        [
            "\u{10000}", "\u{1f600}", "\u{fffff}", "\u{10ffff}",
        ] as [Text])
    func sortsAstralNamesFirstThoughTheirBytesAreGreater(bmp: Text, astral: Text) throws {
        #expect(Text.utf16Precedes(astral, bmp))
        #expect(!Text.utf16Precedes(bmp, astral))
        #expect(bmp < astral)
        let expected = "{\"\(astral)\":1,\"\(bmp)\":2}".bytes
        #expect(([astral: 1, bmp: 2] as JSONObject).canonicalBytes == expected)
        let reversed = JSONObject(uniqueMembers: [.init(name: bmp, value: 2), .init(name: astral, value: 1)])
        #expect(reversed.canonicalBytes == expected)
        #expect(try JSONParser.parse("{\"\(bmp)\":2,\"\(astral)\":1}").canonicalBytes == expected)
        // Behind a common start too, and with something after.
        #expect(Text.utf16Precedes(Text("é" + astral.string + "z"), Text("é" + bmp.string)))
    }

    @Test func escapesEachControlItsOwnWay() {
        let text = Text(String(String.UnicodeScalarView((0..<0x21).compactMap { Unicode.Scalar($0 as UInt32) })))
        let expected =
            #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f ""#
        #expect(JSONValue.string(text).canonicalBytes == expected.bytes)
    }

    @Test(arguments: 0..<70)
    func findsACharacterToEscapeAtEveryPosition(position: Int) {
        for (character, escaped) in [("\"", "\\\""), ("\\", "\\\\"), ("\u{1f}", "\\u001f")] {
            let before = String(repeating: "é", count: position / 2) + String(repeating: "x", count: position % 2)
            let after = String(repeating: "y", count: 69 - position)
            let written = JSONValue.string(Text(before + character + after)).canonicalBytes
            #expect(written == "\"\(before)\(escaped)\(after)\"".bytes)
        }
    }

    @Test(arguments: [0, 7, -7, 10, 99, 100, 1 << 31, -(1 << 31), (1 << 53) - 1, 1 - (1 << 53)])
    func writesIntegersAsTheirNumbers(integer: Int) throws {
        var writer = CanonicalWriter()
        writer.write(integer)
        #expect(writer.bytes == integer.description.bytes)
        #expect(try #require(JSONNumber(exactly: integer)).canonicalText == integer.description)
    }

    @Test func appendsVerbatimBytesAndTexts() {
        var writer = CanonicalWriter(capacity: 0)
        writer.writeVerbatim("{\"a\":")
        writer.writeVerbatim(Array("[1,2]".utf8))
        writer.writeVerbatim(",\"é\":")
        writer.write("x" as Text)
        writer.writeVerbatim("}".utf8)
        #expect(writer.bytes == "{\"a\":[1,2],\"é\":\"x\"}".bytes)
    }
}
