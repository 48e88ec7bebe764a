import CanonicalJSON
import Projections
import Testing

@Suite struct EntityViewTests {
    @Test func anOrderReadsAsOne() throws {
        var members = try #require(World.order("c-7", status: "backorder").object)
        members["shipping"] = ["carrier": "UPS Ground", "service": "standard"]
        members["lineItems"] = [
            ["productId": "p-1", "qty": 2, "price": .decimal(33.333)], ["productId": "p-2", "qty": 1],
        ]
        let world = WorldState(base: try World.importing(["order": ["o-1": .object(members)]]))
        let order = try #require(world.entity(Order.self, "o-1"))
        #expect(order.id == "o-1")
        #expect(order.customerID == "c-7")
        #expect(order.status == "backorder")
        #expect(order.createdAt == World.now)
        #expect(order.shippingCarrier == "UPS Ground")
        #expect(order.buildID == nil)
        #expect(order.lineItems.map(\.productID) == ["p-1", "p-2"])
        #expect(order.lineItems.map(\.quantity) == [2, 1])
        #expect(order.lineItems.map { $0.price?.canonicalText } == ["33.333", nil])
        #expect(world.entity(Order.self, "o-2") == nil)
        #expect(world.entities(Order.self).map(\.id) == ["o-1"])
    }

    @Test func whatIsMissingReadsAsEmptyOrNil() {
        let order = Order(Document(.order, id: "o", members: ["lineItems": "none", "status": 5]))
        #expect(order.status == "")
        #expect(order.lineItems == [])
        let product = Product(Document(.product, id: "p", members: ["inventory": ["inStock": .decimal(1.5)]]))
        #expect(product.inStock == nil)
        #expect(product.unitPrice == nil)
        #expect(product.specs.isEmpty)
        let channel = SlackChannel(
            Document(.slackChannel, id: "c", members: ["members": ["connect": [1, ["id": "e"]]]]))
        #expect(channel.memberIDs == ["e"])
    }

    @Test(
        arguments: [
            ("cpu", #"{"cpu":{"socket":"AM5"}}"#, #"{"socket":"AM5"}"#),
            ("workstation", #"{"prebuilt":{"series":"B"}}"#, #"{"series":"B"}"#),
            ("bundle", #"{"componentCount":3}"#, #"{"componentCount":3}"#), ("gpu", #"{"cpu":{}}"#, nil),
        ] as [(Text, String, String?)])
    func ownSpecsLieUnderTheCategory(category: Text, specs: String, own: String?) throws {
        let members: JSONObject = ["category": .string(category), "specs": try json(specs)]
        let found = Product(Document(.product, id: "p", members: members)).ownSpecs
        #expect(found.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } == own)
    }

    @Test(
        arguments: [
            (#"{"productIds":["a"],"componentIds":["b"]}"#, ["a"]), (#"{"componentIds":["b","b"]}"#, ["b", "b"]),
            ("{}", []),
        ] as [(String, [Text])])
    func aBuildsPartsAreThoseThatToolsWrote(build: String, parts: [Text]) throws {
        #expect(Build(Document(.build, id: "b", members: try object(build))).parts == parts)
    }
}
