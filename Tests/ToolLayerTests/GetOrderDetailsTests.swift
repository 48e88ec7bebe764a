import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct GetOrderDetailsTests {
    static let world = """
        {"order": {
          "o1": {"customerId": "c1", "status": "paid", "shipping": {"service": "express"}, "buildId": "b",
            "lineItems": [{"productId": "p1", "qty": 2, "price": 100.0}, {"productId": "p2", "qty": 1}],
            "createdAt": "2025-08-01T00:00:00Z", "updatedAt": "2025-08-01T00:00:00.5Z"},
          "o2": {"customerId": "nobody", "status": "pending"}},
         "customer": {"c1": {"name": "Ann", "email": "a@x"}},
         "payment": {
          "p1": {"orderId": "o1", "amount": 10, "method": "card", "status": "failed",
            "createdAt": "2025-08-01T00:00:00Z"},
          "p2": {"orderId": "o1", "amount": 10.5, "method": "paypal", "status": "captured",
            "createdAt": "2025-08-02T00:00:00Z"},
          "p3": {"orderId": "o2", "createdAt": "2025-08-03T00:00:00Z"}},
         "shipment": {
          "s2": {"orderId": "o1", "trackingNumber": "T2", "carrier": "ups_ground", "status": "in_transit",
            "createdAt": "2025-08-03T00:00:00Z"},
          "s1": {"orderId": "o1", "trackingNumber": "T1", "carrier": "ups_ground", "status": "delivered",
            "createdAt": "2025-08-03T00:00:00Z"}},
         "support_ticket": {
          "t1": {"orderId": "o1", "subject": "old", "status": "open", "priority": "high",
            "createdAt": "2025-08-04T00:00:00Z"},
          "t2": {"orderId": "o1", "subject": "new", "status": "new", "priority": "low",
            "createdAt": "2025-08-05T00:00:00Z"},
          "t3": {"orderId": null, "subject": "other", "createdAt": "2025-08-06T00:00:00Z"}}}
        """

    @Test func showsTheOrderWithWhatBelongsToIt() throws {
        #expect(
            try Desk(GetOrderDetailsTests.world).read("getOrderDetails", #"{"order_id": "o1"}"#)
                == json(
                    """
                    {"order": {"id": "o1", "customer_id": "c1", "status": "paid",
                       "line_items": [{"productId": "p1", "qty": 2, "price": 100}, {"productId": "p2", "qty": 1}],
                       "created_at": "2025-08-01T00:00:00Z", "updated_at": "2025-08-01T00:00:00.5Z"},
                     "payment": {"id": "p2", "amount": 10.5, "method": "paypal", "status": "captured"},
                     "shipment": {"id": "s1", "tracking_number": "T1", "carrier": "ups_ground", "status": "delivered"},
                     "customer": {"name": "Ann", "email": "a@x", "loyalty_tier": null},
                     "tickets": [
                       {"id": "t2", "subject": "new", "status": "new", "createdAt": "2025-08-05T00:00:00Z"},
                       {"id": "t1", "subject": "old", "status": "open", "createdAt": "2025-08-04T00:00:00Z"}]}
                    """))
    }

    @Test func showsNullForWhatThereIsNot() throws {
        let details = try Desk(#"{"order": {"o": {"customerId": "nobody"}}}"#)
            .read("getOrderDetails", #"{"order_id": "o"}"#)
        #expect(details["payment"] == JSONValue.null)
        #expect(details["shipment"] == JSONValue.null)
        #expect(details["customer"] == JSONValue.null)
        #expect(details["tickets"] == [])
    }

    @Test func createdBeforeIsInclusiveAndKeepsOrderAndCustomer() throws {
        let details = try Desk(GetOrderDetailsTests.world).read(
            "getOrderDetails", #"{"order_id": "o1", "created_before": "2025-08-01T02:00:00+02:00"}"#)
        #expect(details["payment"]?["id"] == "p1")
        #expect(details["shipment"] == JSONValue.null)
        #expect(details["tickets"] == [])
        #expect(details["order"]?["id"] == "o1")
        #expect(details["customer"]?["name"] == "Ann")
    }

    @Test(arguments: [
        ("{}", "order_id is required"),
        (#"{"order_id": null}"#, "order_id is required"),
        (#"{"order_id": "", "created_before": "x"}"#, "order_id is required"),
        (
            #"{"order_id": "none", "created_before": "2025-08-01"}"#,
            """
            created_before must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (#"{"order_id": "none"}"#, "Order not found: none"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try Desk(GetOrderDetailsTests.world).refusal("getOrderDetails", arguments) == message)
    }

    @Test func emptyDateIsNoFilter() throws {
        let desk = try Desk(GetOrderDetailsTests.world)
        #expect(
            try desk.read("getOrderDetails", #"{"order_id": "o1", "created_before": ""}"#)
                == desk.read("getOrderDetails", #"{"order_id": "o1"}"#))
    }
}
