import CanonicalJSON
import Projections
import Testing

@Suite struct StockTests {
    private func world(_ stock: [Text: Int32]) throws -> WorldState {
        let products = stock.map { JSONObject.Member(name: $0.key, value: World.product(inStock: $0.value)) }
        let entities: JSONValue = [
            "product": .object(JSONObject(uniqueMembers: products)), "order": ["o-1": World.order()],
        ]
        return WorldState(base: try World.importing(entities))
    }

    private func stock(_ world: WorldState, _ id: Text) -> Int? { world.entity(Product.self, id)?.inStock }

    private func hold(_ world: WorldState, _ id: Text) -> String? { world.document(.hold, id)?.description }

    @Test func whatIsTakenIsHeldAndGivenBackOnce() throws {
        let before = try world(["p-1": 5, "p-2": 1])
        let taken = before.applying([.stockTaken(order: "o-1", lines: ["p-1": 2, "p-2": 1])])
        #expect(stock(taken, "p-1") == 3)
        #expect(stock(taken, "p-2") == 0)
        #expect(hold(taken, "o-1") == #"{"id":"o-1","lines":{"p-1":2,"p-2":1}}"#)
        let given = taken.applying([.stockReleased(order: "o-1")])
        #expect(stock(given, "p-1") == 5)
        #expect(hold(given, "o-1") == #"{"id":"o-1","lines":{}}"#)
        #expect(given.changed.map(\.key.text) == ["_hold/o-1"])
        #expect(given.applying([.stockReleased(order: "o-1")]) == given)
        #expect(given.hasTable(.hold))
        #expect(!before.hasTable(.hold))
    }

    @Test func neverBelowZeroAndOnlyWhatLeftIsHeld() throws {
        let world = try world(["p-1": 3, "p-2": 0])
        let taken = world.applying([.stockTaken(order: "o-1", lines: ["p-1": 10, "p-2": 1, "p-3": 1])])
        #expect(stock(taken, "p-1") == 0)
        #expect(stock(taken, "p-2") == 0)
        #expect(hold(taken, "o-1") == #"{"id":"o-1","lines":{"p-1":3}}"#)
        #expect(
            taken.applying([.stockReleased(order: "o-1")]).document(.product, "p-1") == world.document(.product, "p-1"))
    }

    @Test func whereNothingIsTakenThereIsNoHold() throws {
        let world = try world(["p-1": 0])
        let after = world.applying([.stockTaken(order: "o-1", lines: ["p-1": 4, "p-9": 1])])
        #expect(after == world)
        #expect(after.changedCount == 0)
        #expect(world.applying([.stockReleased(order: "o-1")]) == world)
    }

    @Test func onlyInStockMoves() throws {
        let world = try world(["p-1": 5])
        let taken = world.applying([.stockTaken(order: "o-1", lines: ["p-1": 2])])
        var product = try #require(world.document(.product, "p-1")).object
        var inventory = try #require(product["inventory"]?.object)
        inventory["inStock"] = 3
        product["inventory"] = .object(inventory)
        #expect(taken.document(.product, "p-1")?.object == product)
        #expect(taken.changed.map(\.key.text) == ["_hold/o-1", "product/p-1"])
    }

    @Test func ordersHoldEachForThemselves() throws {
        let world = try world(["p-1": 5]).applying([
            .stockTaken(order: "o-1", lines: ["p-1": 2]), .stockTaken(order: "o-2", lines: ["p-1": 2]),
            .stockReleased(order: "o-1"),
        ])
        #expect(stock(world, "p-1") == 3)
        #expect(hold(world, "o-2") == #"{"id":"o-2","lines":{"p-1":2}}"#)
    }

    @Test(arguments: 0..<40)
    func stockAndHoldsAlwaysAddUp(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let products: [Text] = ["p-1", "p-2", "p-3"]
        var world = try world(["p-1": 7, "p-2": 3, "p-3": 0])
        for _ in 0..<60 {
            let order = Text("o-\(Int.random(in: 0..<4, using: &generator))")
            if Bool.random(using: &generator) {
                var lines: [Text: Int] = [:]
                for product in products { lines[product] = Int.random(in: 1...3, using: &generator) }
                world = world.applying([.stockTaken(order: order, lines: lines)])
            } else {
                world = world.applying([.stockReleased(order: order)])
            }
            for (product, total) in [("p-1", 7), ("p-2", 3), ("p-3", 0)] as [(Text, Int)] {
                let held = world.documents(.hold).reduce(0) { $0 + ($1["lines"]?[product]?.number?.integer ?? 0) }
                let inStock = try #require(stock(world, product))
                #expect(inStock >= 0)
                #expect(inStock + held == total)
            }
        }
    }
}
