import CanonicalJSON
import Testing

@Suite struct DigestTests {
    /// The examples of FIPS 180-4 and NIST's example values.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func agreesWithNIST(content: String, hex: String) throws {
        let digest = Digest(of: content.bytes)
        #expect(digest.hex == hex)
        #expect(digest.description == hex)
        #expect(digest.json == .string(Text(hex)))
        #expect(Digest(hex: hex) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(bytes: digest.bytes[...]) == digest)
        #expect(digest.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hex)
    }

    @Test func isThatOfTheCanonicalText() throws {
        let value = try JSONParser.parse("{ \"b\": 1.0, \"a\": [] }")
        #expect(Digest(of: value) == Digest(of: "{\"a\":[],\"b\":1}".bytes))
    }

    @Test(arguments: [
        "", "e3", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85 ",
        "é3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
    ])
    func refusesOtherTexts(hex: String) {
        #expect(Digest(hex: hex) == nil)
    }

    @Test(arguments: [0, 31, 33, 64])
    func refusesOtherLengths(count: Int) {
        #expect(Digest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test(arguments: 0..<32)
    func isOrderedByItsBytes(position: Int) throws {
        var low = [UInt8](repeating: 0x7F, count: 32)
        var high = low
        low[position] = 0x7F
        high[position] = 0x80
        if position < 31 { low[31] = 0xFF }
        let lower = try #require(Digest(bytes: low))
        let higher = try #require(Digest(bytes: high))
        #expect(lower < higher)
        #expect(!(higher < lower))
        #expect(lower.hex < higher.hex)
        #expect(lower != higher)
        #expect(Set([lower, higher, lower]).count == 2)
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 1000])
    func doesNotDependOnHowTheBytesCome(cut: Int) {
        let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var accumulator = Digest.Accumulator()
        accumulator.update(Array(content[..<cut]))
        _ = accumulator.digest()
        accumulator.update(Array(content[cut...]))
        #expect(accumulator.digest() == Digest(of: content))
    }
}
