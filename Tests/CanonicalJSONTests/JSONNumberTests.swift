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
            (0, 4, 0, 0), (33.333, 4, 333_330, 333_330), (19.99001, 4, 199_900, 199_901),
            (-19.99001, 4, -199_901, -199_900), (19.99999, 4, 199_999, 200_000), (0.00001, 4, 0, 1),
            (-0.00001, 4, -1, 0), (1e-300, 4, 0, 1), (-1e-300, 4, -1, 0), (2.5, 0, 2, 3), (-2.5, 0, -3, -2),
            (1250, -2, 12, 13), (9_007_199_254_740_991, 4, .max, .max), (-1e300, 4, .min, .min),
            (922_337_203_685_477.5, 4, 9_223_372_036_854_775_000, 9_223_372_036_854_775_000),
            (1e300, .min, 0, 1), (.leastNonzeroMagnitude, .max, .max, .max),
        ] as [(Double, Int, Int, Int)])
    func roundsTheDecimalTextToAnInteger(double: Double, places: Int, down: Int, up: Int) throws {
        let number = try #require(JSONNumber(double))
        #expect(number.scaled(places: places, rounded: .down) == down)
        #expect(number.scaled(places: places, rounded: .up) == up)
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
