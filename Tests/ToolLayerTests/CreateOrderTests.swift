import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

@Suite struct CreateOrderTests {
    static let world = """
        {"customer": {"c1": {}}, "build": {"b1": {}},
         "product": {
          "a": {"inventory": {"inStock": 5, "backorderable": false}},
          "b": {"inventory": {"inStock": 1, "backorderable": true}},
          "z": {"inventory": {"inStock": 0, "backorderable": false}}}}
        """

    var desk: Desk

    init() throws {
        desk = try Desk(CreateOrderTests.world)
    }

    static func id(_ text: Text) -> Text {
        Text("ord_" + Digest(of: Array(text.string.utf8)).hex.prefix(12))
    }

    @Test mutating func storesAndAnswersExactlyWhatTheContractLists() throws {
        let order = try desk.call(
            "createOrder", #"{"customer_id": "c1", "line_items": [{"product_id": "b", "quantity": 1, "price": 3}]}"#)
        let id = CreateOrderTests.id("c1|b:1|pending")
        #expect(
            try order
                == json(
                    """
                    {"id": "\(id)", "customerId": "c1", "lineItems": [{"productId": "b", "qty": 1}], "status": "pending",
                     "createdAt": "\(Desk.now)", "updatedAt": "\(Desk.now)"}
                    """))
        #expect(try desk.entity(Text("order/\(id)")) == order)
        #expect(try desk.entity(Text("_hold/\(id)")) == json(#"{"id": "\#(id)", "lines": {"b": 1}}"#))
    }

    @Test mutating func keepsInputOrderButHashesByProduct() throws {
        let items = #"[{"productId": "b", "qty": 1}, {"productId": "a", "qty": 2}, {"productId": "a", "qty": 1}]"#
        let order = try desk.call(
            "createOrder",
            """
            {"customer_id": "c1", "line_items": \(items), "status": "paid", "build_id": "b1",
             "shipping_address": {"line1": "1 Elm", "line2": null, "x": 1}, "shipping_carrier": "UPS Ground",
             "shipping_service": "standard"}
            """)
        #expect(order["id"] == .string(CreateOrderTests.id("c1|a:2|a:1|b:1|paid")))
        #expect(try order["lineItems"] == json(items))
        #expect(
            try order["shipping"]
                == json(
                    """
                    {"address": {"line1": "1 Elm", "line2": null, "x": 1}, "carrier": "UPS Ground", "service": "standard"}
                    """))
        #expect(order["buildId"] == "b1")
        #expect(try desk.stock("a") == 2)
        #expect(try desk.stock("b") == 0)
    }

    @Test(arguments: [
        #""shipping_address": {}"#, #""shipping_address": null, "build_id": """#, #""status": null"#,
        #""shipping_carrier": null, "shipping_service": null"#,
    ]) func emptyOptionalsAreNotGiven(extra: String) throws {
        var desk = desk
        let order = try desk.call(
            "createOrder", #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 1}], \#(extra)}"#)
        #expect(order["shipping"] == nil)
        #expect(order["buildId"] == nil)
        #expect(order["status"] == "pending")
    }

    @Test func shippingHasOnlyWhatWasGiven() throws {
        var desk = desk
        let order = try desk.call(
            "createOrder",
            #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 1}], "shipping_service": "overnight"}"#)
        #expect(try order["shipping"] == json(#"{"service": "overnight"}"#))
    }

    static let statuses = "pending, paid, fulfilled, cancelled, backorder, refunded, partially_refunded"

    @Test(arguments: [
        (
            #"{"customer_id": "x", "line_items": [], "status": "refund_requested", "shipping_carrier": "x"}"#,
            "Invalid status: 'refund_requested'. Must be one of: \(statuses)"
        ),
        (#"{"customer_id": "c1", "line_items": [], "status": ""}"#, "Invalid status: ''. Must be one of: \(statuses)"),
        (
            #"{"customer_id": "x", "line_items": [], "shipping_carrier": "ups_ground", "shipping_service": "x"}"#,
            """
            Invalid shipping_carrier: 'ups_ground'. Must be one of: UPS Ground, USPS Ground, FedEx Express, \
            FedEx Overnight
            """
        ),
        (
            #"{"customer_id": "x", "line_items": [], "shipping_service": "slow"}"#,
            "Invalid shipping_service: 'slow'. Must be one of: standard, express, overnight"
        ),
        (#"{"customer_id": "", "line_items": []}"#, "Customer  not found"),
        (#"{"customer_id": "x", "line_items": []}"#, "Customer x not found"),
        (#"{"customer_id": "c1", "line_items": []}"#, "Order must have at least one line item"),
        (
            #"{"customer_id": "c1", "line_items": [{"qty": 0}, {"productId": "x"}, {"product_id": "y", "qty": 1}]}"#,
            "Products not found: x, y"
        ),
        (
            #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 1}, {"qty": 1}]}"#,
            "Line item 1 missing productId"
        ),
        (#"{"customer_id": "c1", "line_items": [{"productId": "", "qty": 1}]}"#, "Line item 0 missing productId"),
        (
            #"{"customer_id": "c1", "line_items": [{"productId": "a"}, {"qty": 1}]}"#,
            "Line item 0 must have qty >= 1"
        ),
        (#"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 0}]}"#, "Line item 0 must have qty >= 1"),
        (#"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": -2}]}"#, "Line item 0 must have qty >= 1"),
        (#"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 1.5}]}"#, "Line item 0 must have qty >= 1"),
        (#"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": "1"}]}"#, "Line item 0 must have qty >= 1"),
        (
            #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 1000001}]}"#,
            "Line item 0 must have qty <= 1000000"
        ),
        (
            #"{"customer_id": "c1", "line_items": [{"productId": "z", "qty": 9}], "build_id": "b9"}"#,
            "Build b9 not found"
        ),
        (#"{"customer_id": "c1", "line_items": [{"productId": "z", "qty": 1}]}"#, "Product z has only 0 in stock"),
        (
            #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 3}, {"productId": "a", "qty": 3}]}"#,
            "Product a has only 5 in stock"
        ),
        (#"{"line_items": []}"#, "Missing required argument: customer_id"),
        (#"{"customer_id": "c1"}"#, "Missing required argument: line_items"),
        (#"{"customer_id": "c1", "line_items": ["a"]}"#, "line_items[0] must be an object, not string"),
        (
            #"{"customer_id": "c1", "line_items": [], "shipping_address": {"city": 1}}"#,
            "shipping_address.city must be a string, not number"
        ),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("createOrder", arguments) == message)
    }

    @Test mutating func anEqualOrderIsAnsweredAsItStandsBeforeStockIsAskedFor() throws {
        let arguments = #"{"customer_id": "c1", "line_items": [{"productId": "a", "qty": 5}]}"#
        let id = try #require(desk.call("createOrder", arguments)["id"]?.text)
        try desk.call("updateOrderStatus", #"{"order_id": "\#(id)", "status": "paid"}"#)
        #expect(try desk.stock("a") == 0)
        #expect(try desk.run("createOrder", json(arguments)).events.isEmpty)
        #expect(try desk.read("createOrder", arguments)["status"] == "paid")
    }

    @Test mutating func stockComesBackOnceWhenAnOrderIsCancelled() throws {
        let order = try desk.call(
            "createOrder",
            #"{"customer_id": "c1", "line_items": [{"productId": "b", "qty": 4}, {"productId": "a", "qty": 2}]}"#)
        let id = try #require(order["id"]?.text)
        #expect(try desk.stock("b") == 0)
        #expect(try desk.stock("a") == 3)
        #expect(try desk.entity(Text("_hold/\(id)"))["lines"] == json(#"{"a": 2, "b": 1}"#))
        for status in ["cancelled", "cancelled", "paid", "cancelled"] {
            try desk.call("updateOrderStatus", #"{"order_id": "\#(id)", "status": "\#(status)"}"#)
            #expect(try desk.stock("b") == 1)
            #expect(try desk.stock("a") == 5)
        }
        #expect(try desk.entity(Text("_hold/\(id)"))["lines"] == json("{}"))
    }

    @Test func searchesSeeTheStockThatIsLeft() throws {
        var desk = try Desk(
            #"""
            {"customer": {"c": {}}, "product": {
                "p": {"name": "P", "inventory": {"inStock": 3, "backorderable": false}},
                "q": {"name": "Q", "inventory": {"inStock": 1, "backorderable": false}}}}
            """#)
        #expect(try desk.ids("searchProducts", #"{"minStock": 2}"#) == ["p"])
        #expect(try desk.ids("searchProducts", #"{"maxStock": 0}"#) == [])
        let order = try desk.call(
            "createOrder", #"{"customer_id": "c", "line_items": [{"productId": "p", "qty": 3}]}"#)
        #expect(try desk.ids("searchProducts", #"{"minStock": 2}"#) == [])
        #expect(try desk.ids("searchProducts", #"{"maxStock": 0}"#) == ["p"])
        #expect(try desk.ids("searchProducts", #"{"inStockOnly": "no"}"#) == ["q"])
        let id = try #require(order["id"]?.text)
        try desk.call("updateOrderStatus", #"{"order_id": "\#(id)", "status": "cancelled"}"#)
        #expect(try desk.ids("searchProducts", #"{"inStockOnly": "no", "minStock": 2.5, "maxStock": 3}"#) == ["p"])
    }

    @Test(arguments: ["cancelled", "refunded"])
    func takesNothingWhenCreated(status: String) throws {
        var desk = desk
        let order = try desk.call(
            "createOrder",
            #"{"customer_id": "c1", "line_items": [{"productId": "z", "qty": 4}], "status": "\#(status)"}"#)
        #expect(try desk.stock("z") == 0)
        let id = try #require(order["id"]?.text)
        #expect(desk.state.document(.hold, id) == nil)
    }

    @Test func takesNothingWhereNothingIsThere() throws {
        var desk = try Desk(
            #"{"customer": {"c": {}}, "product": {"p": {"inventory": {"inStock": 0, "backorderable": true}}}}"#)
        let result = try desk.run(
            "createOrder", json(#"{"customer_id": "c", "line_items": [{"productId": "p", "qty": 4}]}"#))
        #expect(result.events.map(\.type) == ["order.created"])
        try desk.call("createOrder", #"{"customer_id": "c", "line_items": [{"productId": "p", "qty": 4}]}"#)
        #expect(desk.state.documents(.hold).isEmpty)
        #expect(desk.state.hasTable(.order))
    }
}
