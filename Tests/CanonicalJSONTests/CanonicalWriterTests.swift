import CanonicalJSON
import Testing

@Suite struct CanonicalWriterTests {
    @Test(arguments: [
        ("{\"\u{20ac}\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\u{fb33}\":\"x\",\"1\":\"One\",\"\u{1f600}\":\"s\",\"\u{80}\":\"c\",\"\u{f6}\":\"o\"}",
         "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"c\",\"\u{f6}\":\"o\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"s\",\"\u{fb33}\":\"x\"}"),
        ("[333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]", "[333333333.3333333,1e+30,4.5,0.002,1e-27]"),
        ("[1e21,1e20,123456789012345680000,0.000001,1e-7,-0,5e-324]", "[1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,0,5e-324]"),
    ])
    func writesCanonicalText(source: String, expected: String) throws {
        let value = try? JSONParser.parse(source)
        #expect(value.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } == expected)
    }
}
