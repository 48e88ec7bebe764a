import CanonicalJSON
import Foundation
import Projections
import Testing

/// Numeric filters through indexes against plain scans that compare decimals.
@Suite struct NumberSearchTests {
    private static let prices: [Double] = [0, 0.0001, 9.99, 19.99, 19.9901, 33.333, 100, 599.99, 1_000_000_000]
    private static let bounds: [Double] =
        prices + [
            -1e30, -9_007_199_254_740_993e5, -1, -0.00001, 1e-30, 0.00005, 19.99001, 19.99009, 1_000_000_000.0001,
            9_007_199_254_740_991, 922_337_203_685_477.5807, 9.3e14, 1e18, 1e30,
        ]

    private static func product(_ generator: inout SeededGenerator) -> JSONObject {
        let price = JSONNumber(prices.randomElement(using: &generator) ?? 0) ?? JSONNumber(0)
        let stock = Int32.random(in: -2...6, using: &generator)
        let brand: JSONValue = generator.next().isMultiple(of: 2) ? "A" : "B"
        return [
            "category": "psu", "sku": "S", "name": .string(Text("N\(Int.random(in: 0...99, using: &generator))")),
            "brand": brand, "price": .number(price), "specs": [:],
            "inventory": ["inStock": .number(JSONNumber(stock)), "backorderable": false],
        ]
    }

    private static func decimal(_ number: JSONNumber?) -> Decimal? {
        number.flatMap { Decimal(string: $0.canonicalText, locale: Locale(identifier: "en_US_POSIX")) }
    }

    private static func isBetween(_ number: JSONNumber?, _ low: JSONNumber?, _ high: JSONNumber?) -> Bool {
        guard let number = decimal(number) else { return false }
        return (decimal(low).map { number >= $0 } ?? true) && (decimal(high).map { number <= $0 } ?? true)
    }

    @Test(arguments: 0..<12)
    func searchesAgreeWithAScan(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let members = (0..<700).map { number in
            JSONObject.Member(name: Text("p-\(number)"), value: .object(Self.product(&generator)))
        }
        let base = try World.importing(["product": .object(JSONObject(uniqueMembers: members))])
        let changes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
            let id = Text("p-\(Int.random(in: 0..<720, using: &generator))")
            let document = Document(.product, id: id, members: Self.product(&generator))
            return EntityChange(key: document.key, document: document)
        }
        let world = WorldState(base: base).folding(changes)
        let all = world.search(.product)
        for _ in 0..<80 {
            func bound(_ values: [Double]) -> JSONNumber? {
                generator.next().isMultiple(of: 3)
                    ? nil : values.randomElement(using: &generator).flatMap(JSONNumber.init)
            }
            let (low, high) = (bound(Self.bounds), bound(Self.bounds))
            let (fewest, most) = (bound([-1, 0, 0.5, 2, 4.000001, 1e30]), bound([-1e30, 0, 1.5, 3, 1e17]))
            let isOfBrand = generator.next().isMultiple(of: 3)
            let limit = [1, 50, 1_000].randomElement(using: &generator) ?? 50
            var query = WorldState.Query(.product)
            // Two bounds of one field come from two arguments.
            query.require(NumberSpan(.productPrice, from: low, through: nil))
            query.require(NumberSpan(.productPrice, from: nil, through: high))
            query.require(NumberSpan(.productStock, from: fewest, through: most))
            if isOfBrand { query.equalities = [.init(.productBrand, "A")] }
            let expected = all.filter {
                Self.isBetween($0["price"]?.number, low, high)
                    && Self.isBetween($0["inventory"]?["inStock"]?.number, fewest, most)
                    && (!isOfBrand || $0.text("brand") == "A")
            }
            let found = world.search(query, limit: limit) { _ in true }
            #expect(found.map(\.id) == expected.prefix(limit).map(\.id), "\(query.numbers)")
        }
    }

    @Test func anAbsentNumberNeverMatches() {
        let document = Document(.product, id: "p", members: ["inventory": ["inStock": .null], "price": "9"])
        #expect(!NumberSpan(.productPrice, from: nil, through: nil).contains(document))
        #expect(!NumberSpan(.productStock, from: nil, through: JSONNumber(5)).contains(document))
    }

    @Test func channelsAreFoundByTheirMembers() throws {
        func channel(_ ids: [Text]) -> JSONValue {
            ["name": "n", "purpose": "p", "members": ["connect": .array(ids.map { ["id": .string($0)] })]]
        }
        let world = WorldState(
            base: try World.importing([
                "slack_channel": ["a": channel(["x", "y", "x"]), "b": channel(["y"]), "c": channel([])]
            ]))
        #expect(world.documents(where: .channelMembers, equals: "x").map(\.id) == ["a"])
        #expect(world.documents(where: .channelMembers, equals: "y").map(\.id) == ["a", "b"])
        #expect(world.documents(where: .channelMembers, equals: "z") == [])
        #expect(world.documents(where: .channelMembers, equals: "id") == [])
    }
}
