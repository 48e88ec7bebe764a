import Testing

@testable import Server

@Suite("Ids of requests")
struct OpaqueIDTests {
    /// The test vector that was published with the cipher.
    @Test func theCipherIsSpeck() {
        let cipher = Speck64(key: [0x0302_0100, 0x0b0a_0908, 0x1312_1110, 0x1b1a_1918])
        #expect(cipher.encrypt(0x3b72_6574_7475_432d) == 0x8c6f_a548_454e_028b)
    }

    @Test func theyAreUniqueAndTellNothingOfTheirNumber() {
        let ids = OpaqueIDs(key: [1, 2, 3, 4])
        let drawn = (0..<10_000).map { _ in ids.next() }
        #expect(Set(drawn).count == drawn.count)
        #expect(drawn.allSatisfy { $0.utf8.count == 16 && UInt64($0, radix: 16) != nil })
        // Numbers that follow each other agree in no more places than numbers drawn at random: one of 16.
        let agreeing = zip(drawn, drawn.dropFirst()).reduce(0) { sum, pair in
            sum + zip(pair.0.utf8, pair.1.utf8).count { $0 == $1 }
        }
        #expect((9_000..<11_000).contains(agreeing))
        #expect(OpaqueIDs(key: [1, 2, 3, 5]).next() != drawn[0])
    }
}
