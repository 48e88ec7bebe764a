import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct SearchOrdersTests {
    let desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"order": {
              "a": {"customerId": "c1", "status": "paid", "createdAt": "2025-08-01T00:00:00Z"},
              "b": {"customerId": "c2", "status": "paid", "createdAt": "2025-08-02T00:00:00Z"},
              "c": {"customerId": "c1", "status": "cancelled", "createdAt": "2025-08-03T00:00:00.500Z"},
              "d": {"customerId": "c1", "status": "refund_requested", "createdAt": "2025-08-02T00:00:00Z"}
            }}
            """)
    }

    @Test func answersWholeOrdersNewestFirstAndByID() throws {
        #expect(try desk.ids("searchOrders") == ["c", "b", "d", "a"])
        let desk = try Desk(
            """
            {"order": {"o": {"customerId": "c", "lineItems": [{"productId": "p", "qty": 2, "price": 9.5}],
             "status": "paid", "buildId": "b", "extra": {"kept": null},
             "createdAt": "2025-08-01T00:00:00.10Z", "updatedAt": "2025-08-01T02:00:00+02:00"}}}
            """)
        #expect(
            try desk.read("searchOrders").printed == """
                [{"buildId":"b","createdAt":"2025-08-01T00:00:00.10Z","customerId":"c","extra":{"kept":null},"id":"o",\
                "lineItems":[{"price":9.5,"productId":"p","qty":2}],"status":"paid",\
                "updatedAt":"2025-08-01T02:00:00+02:00"}]
                """)
    }

    @Test(arguments: [
        (#"{"order_id": "b"}"#, ["b"]),
        (#"{"order_id": "B"}"#, []),
        (#"{"order_id": "b", "customer_id": "c1"}"#, []),
        (#"{"customer_id": "c1"}"#, ["c", "d", "a"]),
        (#"{"customer_id": "c1", "status": "paid"}"#, ["a"]),
        (#"{"status": "refund_requested"}"#, ["d"]),
        (#"{"status": "backorder"}"#, []),
        (#"{"status": "", "customer_id": "", "order_id": null, "created_after": ""}"#, ["c", "b", "d", "a"]),
        (#"{"created_after": "2025-08-02T00:00:00Z"}"#, ["c", "b", "d"]),
        (#"{"created_after": "2025-08-02T00:00:00.000001Z"}"#, ["c"]),
        (#"{"created_before": "2025-08-02T00:00:00Z"}"#, ["b", "d", "a"]),
        (#"{"created_before": "2025-08-01T23:59:59.999999Z"}"#, ["a"]),
        (#"{"created_after": "2025-08-01T17:00:00-07:00", "created_before": "2025-08-02 02:00+02:00"}"#, ["b", "d"]),
        (#"{"limit": 2}"#, ["c", "b"]),
    ]) func filters(arguments: String, expected: [String]) throws {
        #expect(try desk.ids("searchOrders", arguments) == expected)
    }

    @Test(arguments: [
        (
            #"{"status": "Paid"}"#,
            """
            Invalid status: 'Paid'. Must be one of: pending, paid, fulfilled, cancelled, backorder, refunded, \
            partially_refunded, refund_requested
            """
        ),
        (
            #"{"status": "x", "created_after": "nonsense"}"#,
            """
            Invalid status: 'x'. Must be one of: pending, paid, fulfilled, cancelled, backorder, refunded, \
            partially_refunded, refund_requested
            """
        ),
        (
            #"{"created_after": "nonsense", "created_before": "2025-08-01"}"#,
            """
            created_after must be in ISO 8601 format with timezone (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (
            #"{"created_before": "2025-08-01T00:00:00", "limit": -1}"#,
            """
            created_before must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (#"{"limit": -1}"#, "limit must not be negative"),
        (#"{"customer": "c1"}"#, "Unknown argument: customer"),
        (#"{"customer_id": 5}"#, "customer_id must be a string, not number"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("searchOrders", arguments) == message)
    }

    @Test func findsNothingInAnAbsentTable() throws {
        #expect(try Desk().read("searchOrders").printed == "[]")
    }

    @Test func seesWhatAWriteChanged() throws {
        var desk = desk
        try desk.call("updateOrderStatus", #"{"order_id": "a", "status": "fulfilled"}"#)
        #expect(try desk.ids("searchOrders", #"{"status": "fulfilled"}"#) == ["a"])
        #expect(try desk.ids("searchOrders", #"{"status": "paid"}"#) == ["b"])
    }
}
