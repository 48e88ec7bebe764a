import CanonicalJSON
import Testing

@Suite struct JSONNumberTests {
    @Test(
        arguments: [
            (33.333, 4, 333_330), (33.333, 3, 33_333), (33.333, 2, nil), (33.333, 6, 33_333_000),
            (0.00001, 4, nil), (0.0001, 4, 1), (0.00009, 4, nil), (0, 4, 0), (-0.0, 4, 0), (1, 0, 1), (-12.5, 1, -125),
            (1299.99, 4, 12_999_900), (0.1, 17, 10_000_000_000_000_000), (4.35, 2, 435), (1.005, 3, 1005),
            (1200, -2, 12), (1250, -2, nil), (9_007_199_254_740_991, 0, 9_007_199_254_740_991),
            (9_007_199_254_740_992, 0, 9_007_199_254_740_992), (9e18, 0, 9_000_000_000_000_000_000),
            (1e19, 0, nil), (9e18, 1, nil), (-9e18, 0, -9_000_000_000_000_000_000), (1e300, 0, nil),
            (.leastNonzeroMagnitude, 4, nil),
            (1e300, -300, 1), (.leastNonzeroMagnitude, 324, 5), (1, .max, nil), (.leastNonzeroMagnitude, .min, nil),
            (0, .max, 0),
        ] as [(Double, Int, Int?)])
    func scalesTheDecimalTextExactly(double: Double, places: Int, expected: Int?) throws {
        #expect(try #require(JSONNumber(double)).scaled(places: places) == expected)
    }

    @Test(
        arguments: [
            (0, 0), (-0.0, 0), (1, 1), (-1, -1), (0.5, nil), (1e15, 1_000_000_000_000_000),
            (9_007_199_254_740_991, 9_007_199_254_740_991), (-9_007_199_254_740_991, -9_007_199_254_740_991),
            (9_007_199_254_740_992, nil), (-9_007_199_254_740_992, nil), (1e300, nil), (.leastNonzeroMagnitude, nil),
        ] as [(Double, Int?)])
    func isAnIntegerBelow2To53(double: Double, expected: Int?) throws {
        #expect(try #require(JSONNumber(double)).integer == expected)
    }

    @Test(arguments: [(1 << 53) - 1, 1 - (1 << 53), 0])
    func takesExactIntegers(integer: Int) throws {
        #expect(try #require(JSONNumber(exactly: integer)).integer == integer)
    }

    @Test(arguments: [1 << 53, -(1 << 53), .max, .min])
    func refusesIntegersFrom2To53On(integer: Int) {
        #expect(JSONNumber(exactly: integer) == nil)
    }

    @Test func hasNoNegativeZero() throws {
        let zero = try #require(JSONNumber(-0.0))
        #expect(zero == JSONNumber(0 as Int32))
        #expect(zero.hashValue == JSONNumber(0 as Int32).hashValue)
        #expect(zero.double.sign == .plus)
        #expect(zero.canonicalText == "0")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
    func refusesWhatJSONCannotSay(double: Double) {
        #expect(JSONNumber(double) == nil)
    }
}
