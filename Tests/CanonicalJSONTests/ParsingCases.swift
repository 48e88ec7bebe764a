import CanonicalJSON
import Testing

/// One text and what the parser must say of it, in the manner of JSONTestSuite: `y_` is taken, `n_` is refused.
struct ParsingCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expected: Result<String, JSONParseError>

    var testDescription: String { name }

    /// A text that is taken; `canonical` is what is written for it, if that differs.
    static func y(_ name: String, _ text: String, _ canonical: String? = nil) -> ParsingCase {
        ParsingCase(name: "y_" + name, bytes: Array(text.utf8), expected: .success(canonical ?? text))
    }

    /// A text that is refused at a byte offset.
    static func n(_ name: String, _ text: String, _ reason: JSONParseError.Reason, at offset: Int) -> ParsingCase {
        n(name, Array(text.utf8), reason, at: offset)
    }

    static func n(_ name: String, _ bytes: [UInt8], _ reason: JSONParseError.Reason, at offset: Int) -> ParsingCase {
        let error = JSONParseError(reason: reason, offset: offset)
        return ParsingCase(name: "n_" + name, bytes: bytes, expected: .failure(error))
    }

    /// A string of these bytes in quotes that is not UTF-8 at `offset` of the text.
    static func notUTF8(_ name: String, _ content: [UInt8], at offset: Int) -> ParsingCase {
        n("utf8_" + name, [0x22] + content + [0x22], .invalidUTF8, at: offset)
    }

    /// A number that no double keeps.
    static func inexact(_ name: String, _ text: String) -> ParsingCase {
        n("number_" + name, text, .inexactNumber(text), at: 0)
    }

    static let valid = structures + strings + numbers
    static let invalid = brokenStructures + duplicates + brokenStrings + brokenUTF8 + brokenNumbers + inexactNumbers
}

extension ParsingCase {
    private static let structures: [ParsingCase] = [
        y("structure_null", "null"),
        y("structure_true", "true"),
        y("structure_false", "false"),
        y("structure_lonely_string", "\"a\""),
        y("structure_lonely_integer", "42"),
        y("structure_space_around", " \t\r\n1 \t\r\n", "1"),
        y("structure_trailing_newline", "[]\n", "[]"),
        y("array_empty", "[]"),
        y("array_empty_with_space", "[ \n]", "[]"),
        y("array_one", "[1]"),
        y("array_space_everywhere", " [ 1 , 2\t,\r\n3 ] ", "[1,2,3]"),
        y("array_heterogeneous", "[null,1,\"1\",{},[]]"),
        y("array_nested", "[[[[]]],[]]"),
        y("array_equal_elements", "[1,1,1]"),
        y("object_empty", "{}"),
        y("object_empty_with_space", "{ }", "{}"),
        y("object_one", "{\"a\":1}"),
        y("object_space_everywhere", " { \"a\" : 1 ,\n\"b\"\t: 2 } ", "{\"a\":1,\"b\":2}"),
        y("object_empty_name", "{\"\":0}"),
        y("object_sorted", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}"),
        y("object_prefix_first", "{\"aa\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"aa\":1}"),
        y("object_digits_by_text", "{\"10\":1,\"9\":2,\"1\":3}", "{\"1\":3,\"10\":1,\"9\":2}"),
        y("object_upper_before_lower", "{\"a\":1,\"B\":2}", "{\"B\":2,\"a\":1}"),
        y("object_escaped_name", "{\"\\u0061\\n\":1}", "{\"a\\n\":1}"),
        y("object_same_name_one_level_down", "{\"a\":{\"a\":{\"a\":1}}}"),
        y("object_composed_and_decomposed", "{\"e\\u0301\":1,\"\\u00e9\":2}", "{\"e\u{301}\":1,\"\u{e9}\":2}"),
        y(
            "object_private_use_after_astral", "{\"\u{e000}\":1,\"\u{1f600}\":2,\"\u{ffff}\":3,\"\u{d7ff}\":4}",
            "{\"\u{d7ff}\":4,\"\u{1f600}\":2,\"\u{e000}\":1,\"\u{ffff}\":3}"),
    ]

    private static let strings: [ParsingCase] = [
        y("string_empty", "\"\""),
        y("string_space", "\" \""),
        y("string_two_letter_escapes", #""\"\\\/\b\f\n\r\t""#, #""\"\\/\b\f\n\r\t""#),
        y("string_slash_stays_raw", "\"a/b\""),
        y("string_control_escapes", #""\u0000\u0001\u001f\u001F""#, #""\u0000\u0001\u001f\u001f""#),
        y("string_short_form_of_controls", #""\u0008\u0009\u000a\u000c\u000d""#, #""\b\t\n\f\r""#),
        y("string_vertical_tab", #""\u000B""#, #""\u000b""#),
        y("string_delete_stays_raw", #""\u007f""#, "\"\u{7f}\""),
        y("string_c1_control_stays_raw", #""\u0080\u009f""#, "\"\u{80}\u{9f}\""),
        y("string_escaped_quote_and_backslash", #""\u0022\u005c""#, #""\"\\""#),
        y("string_two_bytes", "\"\u{e9}\u{7ff}\""),
        y("string_three_bytes", "\"\u{20ac}\u{ffff}\""),
        y("string_four_bytes", "\"\u{1f600}\u{10ffff}\""),
        y("string_escaped_two_bytes", #""\u00E9""#, "\"\u{e9}\""),
        y("string_escaped_three_bytes", #""\u20aC""#, "\"\u{20ac}\""),
        y("string_surrogate_pair", #""\ud83d\uDE00""#, "\"\u{1f600}\""),
        y("string_first_and_last_astral", #""\ud800\udc00\udbff\udfff""#, "\"\u{10000}\u{10ffff}\""),
        y("string_around_surrogates", #""\ud7ff\ue000""#, "\"\u{d7ff}\u{e000}\""),
        y(
            "string_noncharacters", #""\ufffe\uffff\ufdd0""#,
            "\"" + String(decoding: [0xFFFE, 0xFFFF, 0xFDD0] as [UInt16], as: UTF16.self) + "\""),
        y("string_bom_inside", #""\ufeff""#, "\"\u{feff}\""),
        y("string_replacement_character", "\"\u{fffd}\""),
        y("string_line_separators", "\"\u{2028}\u{2029}\""),
        y("string_no_normalisation", "\"e\u{301} \u{e9} \u{212b}\""),
        y("string_backslash_u_escaped", #""\\u0041""#),
        y("string_comment_like", #""/* */ // #""#),
        y("string_long_ascii", "\"" + String(repeating: "abcdefghij", count: 100) + "\""),
        y("string_escape_after_long_run", "\"" + String(repeating: "a", count: 99) + "\\n\""),
    ]

    private static let numbers: [ParsingCase] = [
        y("number_zero", "0"),
        y("number_minus_zero", "-0", "0"),
        y("number_minus_zero_fraction", "-0.0", "0"),
        y("number_minus_zero_exponent", "-0e5", "0"),
        y("number_zero_with_any_exponent", "0E+99999999999999999999", "0"),
        y("number_zero_with_any_negative_exponent", "0.000e-99999999999999999999", "0"),
        y("number_negative", "-123"),
        y("number_trailing_zero", "1.50", "1.5"),
        y("number_integer_with_point", "100.0", "100"),
        y("number_many_trailing_zeros", "1." + String(repeating: "0", count: 400), "1"),
        y("number_hundred_zeros_undone", "1" + String(repeating: "0", count: 100) + "e-100", "1"),
        y("number_long_fraction_undone", "0." + String(repeating: "0", count: 99) + "1e100", "1"),
        y("number_exponent_plus", "1E+2", "100"),
        y("number_exponent_leading_zeros", "1e0002", "100"),
        y("number_exponent_minus", "25e-1", "2.5"),
        y("number_money", "1299.99"),
        y("number_33_333", "33.333"),
        y("number_greatest_safe_integer", "9007199254740991"),
        y("number_2_to_53", "9007199254740992"),
        y("number_least_safe_integer", "-9007199254740991"),
        y("number_even_beyond_2_to_53", "9007199254740994"),
        y("number_20_digits", "100000000000000000000"),
        y("number_1e20", "1e20", "100000000000000000000"),
        y("number_1e21", "1e21", "1e+21"),
        y("number_22_zeros", "10000000000000000000000", "1e+22"),
        y("number_1e23", "1e23", "1e+23"),
        y("number_micro", "0.000001"),
        y("number_below_micro", "0.0000001", "1e-7"),
        y("number_17_digits", "0.30000000000000004"),
        y("number_greatest", "1.7976931348623157e308", "1.7976931348623157e+308"),
        y("number_least_normal", "2.2250738585072014e-308"),
        y("number_greatest_subnormal", "2.225073858507201e-308"),
        y("number_least", "5e-324"),
        y("number_least_by_another_text", "0.5e-323", "5e-324"),
        y("number_negative_least", "-5e-324"),
    ]

    private static let brokenStructures: [ParsingCase] = [
        n("structure_empty", "", .unexpectedEnd, at: 0),
        n("structure_only_space", " \n ", .unexpectedEnd, at: 3),
        n("structure_two_values", "1 2", .trailingBytes, at: 2),
        n("structure_closed_twice", "[]]", .trailingBytes, at: 2),
        n("structure_object_then_comma", "{},", .trailingBytes, at: 2),
        n("structure_byte_order_mark", "\u{feff}[]", .unexpectedByte(0xEF), at: 0),
        n("structure_utf16", [0x5B, 0x00, 0x5D, 0x00], .unexpectedByte(0x00), at: 1),
        n("structure_nul_after_value", [0x31, 0x00], .trailingBytes, at: 1),
        n("structure_form_feed", "[\u{c}1]", .unexpectedByte(0x0C), at: 1),
        n("structure_no_break_space", "[\u{a0}1]", .unexpectedByte(0xC2), at: 1),
        n("structure_comment", "[1/* */]", .unexpectedByte(0x2F), at: 2),
        n("structure_single_quotes", "'a'", .unexpectedByte(0x27), at: 0),
        n("structure_closing_only", "]", .unexpectedByte(0x5D), at: 0),
        n("literal_upper_case", "True", .unexpectedByte(0x54), at: 0),
        n("literal_mixed_case", "nUll", .unexpectedByte(0x55), at: 1),
        n("literal_cut_off", "tru", .unexpectedEnd, at: 3),
        n("literal_wrong_letter", "[nul1]", .unexpectedByte(0x31), at: 4),
        n("literal_too_long", "falsee", .trailingBytes, at: 5),
        n("literal_undefined", "undefined", .unexpectedByte(0x75), at: 0),
        n("array_unclosed", "[", .unexpectedEnd, at: 1),
        n("array_unclosed_after_value", "[1", .unexpectedEnd, at: 2),
        n("array_unclosed_after_comma", "[1,", .unexpectedEnd, at: 3),
        n("array_trailing_comma", "[1,]", .unexpectedByte(0x5D), at: 3),
        n("array_leading_comma", "[,1]", .unexpectedByte(0x2C), at: 1),
        n("array_double_comma", "[1,,2]", .unexpectedByte(0x2C), at: 3),
        n("array_missing_comma", "[1 2]", .unexpectedByte(0x32), at: 3),
        n("array_colon", "[1:2]", .unexpectedByte(0x3A), at: 2),
        n("array_closed_by_brace", "[1}", .unexpectedByte(0x7D), at: 2),
        n("object_unclosed", "{", .unexpectedEnd, at: 1),
        n("object_unclosed_after_name", "{\"a\"", .unexpectedEnd, at: 4),
        n("object_unclosed_after_colon", "{\"a\":", .unexpectedEnd, at: 5),
        n("object_unclosed_after_value", "{\"a\":1", .unexpectedEnd, at: 6),
        n("object_trailing_comma", "{\"a\":1,}", .unexpectedByte(0x7D), at: 7),
        n("object_leading_comma", "{,\"a\":1}", .unexpectedByte(0x2C), at: 1),
        n("object_missing_colon", "{\"a\" 1}", .unexpectedByte(0x31), at: 5),
        n("object_missing_value", "{\"a\":}", .unexpectedByte(0x7D), at: 5),
        n("object_missing_comma", "{\"a\":1 \"b\":2}", .unexpectedByte(0x22), at: 7),
        n("object_bare_name", "{a:1}", .unexpectedByte(0x61), at: 1),
        n("object_number_as_name", "{1:1}", .unexpectedByte(0x31), at: 1),
        n("object_closed_by_bracket", "{\"a\":1]", .unexpectedByte(0x5D), at: 6),
    ]

    private static let duplicates: [ParsingCase] = [
        n("duplicate_adjacent", "{\"a\":1,\"a\":2}", .duplicateMember("a"), at: 7),
        n("duplicate_equal_values", "{\"a\":1,\"a\":1}", .duplicateMember("a"), at: 7),
        n("duplicate_apart", "{\"a\":1,\"b\":2, \"a\":3}", .duplicateMember("a"), at: 14),
        n("duplicate_empty_name", "{\"\":1,\"\":2}", .duplicateMember(""), at: 6),
        n("duplicate_by_escape", "{\"a\":1,\"\\u0061\":2}", .duplicateMember("a"), at: 7),
        n("duplicate_first_of_two", "{\"b\":1,\"a\":2,\"b\":3,\"a\":4}", .duplicateMember("b"), at: 13),
        n("duplicate_second_of_three", "{\"a\":1,\"a\":2,\"a\":3}", .duplicateMember("a"), at: 7),
        n("duplicate_inside", "[{\"x\":{\"a\":[],\"a\":{}}}]", .duplicateMember("a"), at: 14),
        n("duplicate_behind_nested", " {\"a\":{\"b\":[1,{}]},\"c\":\"}\",\"a\":0}", .duplicateMember("a"), at: 27),
        n("duplicate_inner_before_outer", "{\"a\":1,\"a\":{\"b\":1,\"b\":2}}", .duplicateMember("b"), at: 18),
    ]

    private static let brokenStrings: [ParsingCase] = [
        n("string_unclosed", "\"", .unexpectedEnd, at: 1),
        n("string_unclosed_after_text", "[\"abc", .unexpectedEnd, at: 5),
        n("string_unclosed_after_backslash", "\"\\", .unexpectedEnd, at: 2),
        n("string_unclosed_after_escaped_quote", "\"\\\"", .unexpectedEnd, at: 3),
        n("string_raw_newline", "\"a\nb\"", .controlCharacter(0x0A), at: 2),
        n("string_raw_tab", "\"\t\"", .controlCharacter(0x09), at: 1),
        n("string_raw_nul", "\"a\u{0}\"", .controlCharacter(0x00), at: 2),
        n("string_raw_control_after_escape", "\"\\n\u{1f}\"", .controlCharacter(0x1F), at: 3),
        n("string_unknown_escape", "\"ab\\x41\"", .invalidEscape, at: 4),
        n("string_upper_case_escape", "\"\\N\"", .invalidEscape, at: 2),
        n("string_upper_case_u", "\"\\U0041\"", .invalidEscape, at: 2),
        n("string_escaped_single_quote", "\"\\'\"", .invalidEscape, at: 2),
        n("string_escaped_newline", "\"\\\n\"", .invalidEscape, at: 2),
        n("string_escaped_multibyte", "\"\\\u{e9}\"", .invalidEscape, at: 2),
        n("string_three_hex_digits", "\"\\u004\"", .invalidEscape, at: 6),
        n("string_not_hex", "\"\\u00g1\"", .invalidEscape, at: 5),
        n("string_hex_with_sign", "\"\\u+041\"", .invalidEscape, at: 3),
        n("string_hex_cut_off", "\"\\u00", .unexpectedEnd, at: 5),
        n("string_lone_high", "\"a\\ud800\"", .loneSurrogate, at: 2),
        n("string_lone_low", "\"\\udc00\"", .loneSurrogate, at: 1),
        n("string_high_then_text", "\"\\ud800abc\"", .loneSurrogate, at: 1),
        n("string_high_then_other_escape", "\"\\ud800\\n\"", .loneSurrogate, at: 1),
        n("string_high_then_letter", "\"\\ud83d\\u0041\"", .loneSurrogate, at: 1),
        n("string_high_high", "\"\\ud83d\\ud83d\\ude00\"", .loneSurrogate, at: 1),
        n("string_low_high", "\"\\ude00\\ud83d\"", .loneSurrogate, at: 1),
        n("string_lone_in_name", "{\"\\udfff\":1}", .loneSurrogate, at: 2),
        n("string_high_then_bad_hex", "\"\\ud83d\\uzzzz\"", .invalidEscape, at: 9),
    ]

    private static let brokenUTF8: [ParsingCase] = [
        notUTF8("lone_continuation", [0x61, 0x80], at: 2),
        notUTF8("cut_off_two", [0xC3], at: 1),
        notUTF8("cut_off_three", [0xE2, 0x82], at: 1),
        notUTF8("cut_off_four", [0xF0, 0x9F, 0x98], at: 1),
        notUTF8("overlong_slash", [0xC0, 0xAF], at: 1),
        notUTF8("overlong_three", [0xE0, 0x80, 0xAF], at: 1),
        notUTF8("overlong_four", [0xF0, 0x80, 0x80, 0xAF], at: 1),
        notUTF8("surrogate", [0xED, 0xA0, 0x80], at: 1),
        notUTF8("surrogate_pair", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], at: 1),
        notUTF8("beyond_unicode", [0xF4, 0x90, 0x80, 0x80], at: 1),
        notUTF8("five_bytes", [0xF8, 0x88, 0x80, 0x80, 0x80], at: 1),
        notUTF8("latin1", [0x61, 0xE9, 0x62], at: 2),
        n("utf8_outside_of_strings", [0x5B, 0xFF, 0x5D], .invalidUTF8, at: 1),
        n("the_leftmost_fault_is_named", [0x5B, 0x2C, 0xFF], .unexpectedByte(0x2C), at: 1),
        n("utf8_utf16_with_mark", [0xFF, 0xFE, 0x31, 0x00], .invalidUTF8, at: 0),
    ]

    private static let brokenNumbers: [ParsingCase] = [
        n("number_plus", "+1", .unexpectedByte(0x2B), at: 0),
        n("number_minus_only", "-", .unexpectedEnd, at: 1),
        n("number_double_minus", "--1", .unexpectedByte(0x2D), at: 1),
        n("number_minus_space", "- 1", .unexpectedByte(0x20), at: 1),
        n("number_leading_zero", "01", .trailingBytes, at: 1),
        n("number_leading_zero_in_array", "[-012]", .unexpectedByte(0x31), at: 3),
        n("number_leading_point", ".5", .unexpectedByte(0x2E), at: 0),
        n("number_minus_point", "-.5", .unexpectedByte(0x2E), at: 1),
        n("number_trailing_point", "1.", .unexpectedEnd, at: 2),
        n("number_point_then_exponent", "1.e1", .unexpectedByte(0x65), at: 2),
        n("number_two_points", "1.2.3", .trailingBytes, at: 3),
        n("number_exponent_only", "e1", .unexpectedByte(0x65), at: 0),
        n("number_exponent_without_digits", "[1e]", .unexpectedByte(0x5D), at: 3),
        n("number_exponent_sign_only", "1e+", .unexpectedEnd, at: 3),
        n("number_exponent_two_signs", "1e+-1", .unexpectedByte(0x2D), at: 3),
        n("number_exponent_fraction", "1e1.5", .trailingBytes, at: 3),
        n("number_hexadecimal", "0x1F", .trailingBytes, at: 1),
        n("number_underscore", "1_000", .trailingBytes, at: 1),
        n("number_fullwidth_digit", "\u{ff11}", .unexpectedByte(0xEF), at: 0),
        n("number_nan", "NaN", .unexpectedByte(0x4E), at: 0),
        n("number_infinity", "-Infinity", .unexpectedByte(0x49), at: 1),
    ]

    private static let inexactNumbers: [ParsingCase] = [
        inexact("2_to_53_plus_1", "9007199254740993"),
        inexact("minus_2_to_53_minus_1", "-9007199254740993"),
        inexact("too_great", "1e400"),
        inexact("negative_too_great", "-1e400"),
        inexact("just_too_great", "1.7976931348623159e308"),
        inexact("too_small", "1e-400"),
        inexact("between_zero_and_least", "3e-324"),
        inexact("subnormal_with_too_many_digits", "4.9e-324"),
        inexact("enormous_exponent", "1e99999999999999999999"),
        inexact("enormous_negative_exponent", "1e-99999999999999999999"),
        inexact("20_digits", "12345678901234567890"),
        inexact("18_digits", "0.100000000000000001"),
        inexact("pi", "3.14159265358979323846"),
        inexact("rfc_8785_example", "333333333.33333329"),
        inexact("2_to_68", "295147905179352825856"),
        inexact("one_and_a_bit", "1." + String(repeating: "0", count: 300) + "1"),
        n("number_offset_inside", "{\"a\":[1, 1e400]}", .inexactNumber("1e400"), at: 9),
    ]
}
