import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

@Suite struct UpdateOrderStatusTests {
    @Test(arguments: Vocabulary.orderStatus.values)
    func setsOnlyTheStatus(status: Text) throws {
        var desk = try Desk(
            """
            {"order": {"o": {"status": "paid", "lineItems": [{"productId": "gone", "qty": 1}],
             "updatedAt": "2025-01-01T00:00:00.0Z", "extra": null}}}
            """)
        let before = try #require(desk.entity("order/o").object)
        let order = try desk.call("updateOrderStatus", #"{"order_id": "o", "status": "\#(status)"}"#)
        var expected = before
        expected["status"] = .string(status)
        #expect(order == .object(expected))
        #expect(try desk.entity("order/o") == order)
        #expect(desk.state.documents(.hold).isEmpty)
    }

    @Test func theSameStatusAgainIsNoEvent() throws {
        let desk = try Desk(#"{"order": {"o": {"status": "paid"}}}"#)
        #expect(try desk.read("updateOrderStatus", #"{"order_id": "o", "status": "paid"}"#)["status"] == "paid")
    }

    @Test(arguments: [
        (
            "{}", #"{"order_id": "o", "status": "done"}"#,
            """
            Invalid status: 'done'. Must be one of: pending, paid, fulfilled, cancelled, backorder, refunded, \
            partially_refunded, refund_requested
            """
        ),
        ("{}", #"{"order_id": "o", "status": "paid"}"#, "Order table not found in data"),
        (#"{"order": {}}"#, #"{"order_id": "o", "status": "paid"}"#, "Order o not found"),
        (#"{"order": {}}"#, #"{"order_id": "", "status": "paid"}"#, "Order  not found"),
        (#"{"order": {}}"#, #"{"order_id": "o"}"#, "Missing required argument: status"),
        (#"{"order": {}}"#, #"{"order_id": "o", "status": null}"#, "Missing required argument: status"),
    ]) func refuses(world: String, arguments: String, message: String) throws {
        #expect(try Desk(world).refusal("updateOrderStatus", arguments) == message)
    }

    @Test func aTableMadeByACreateIsThere() throws {
        var desk = try Desk(#"{"customer": {"c": {}}, "product": {"p": {}}}"#)
        #expect(
            try desk.refusal("updateOrderStatus", #"{"order_id": "o", "status": "paid"}"#)
                == "Order table not found in data")
        try desk.call("createOrder", #"{"customer_id": "c", "line_items": [{"productId": "p", "qty": 1}]}"#)
        #expect(
            try desk.refusal("updateOrderStatus", #"{"order_id": "o", "status": "paid"}"#) == "Order o not found")
    }
}

@Suite struct UpdatePaymentStatusTests {
    let desk: Desk

    init() throws {
        desk = try Desk(
            #"{"payment": {"p": {"status": "captured", "failureReason": "old", "processedAt": null}}}"#)
    }

    @Test(arguments: Vocabulary.paymentStatus.values)
    func setsOnlyTheStatus(status: Text) throws {
        var desk = desk
        var expected = try #require(desk.entity("payment/p").object)
        expected["status"] = .string(status)
        let payment = try desk.call("updatePaymentStatus", #"{"payment_id": "p", "status": "\#(status)"}"#)
        #expect(payment == .object(expected))
        #expect(try desk.entity("payment/p") == payment)
    }

    @Test func storesTheReasonBesideTheImportedOne() throws {
        var desk = desk
        var payment = try desk.call(
            "updatePaymentStatus", #"{"payment_id": "p", "status": "failed", "failure_reason": "declined"}"#)
        #expect(payment["failure_reason"] == "declined")
        #expect(payment["failureReason"] == "old")
        payment = try desk.call("updatePaymentStatus", #"{"payment_id": "p", "status": "pending"}"#)
        #expect(payment["failure_reason"] == "declined")
        payment = try desk.call(
            "updatePaymentStatus", #"{"payment_id": "p", "status": "pending", "failure_reason": null}"#)
        #expect(payment["failure_reason"] == JSONValue.null)
        payment = try desk.call(
            "updatePaymentStatus", #"{"payment_id": "p", "status": "pending", "failure_reason": ""}"#)
        #expect(payment["failure_reason"] == "")
        #expect(
            try desk.run(
                "updatePaymentStatus", json(#"{"payment_id": "p", "status": "pending", "failure_reason": ""}"#)
            ).events.isEmpty)
    }

    @Test(arguments: [
        (
            "{}", #"{"payment_id": "p", "status": "done"}"#,
            """
            Invalid status: 'done'. Must be one of: pending, authorized, captured, failed, refunded, disputed, voided, \
            completed, partially_refunded
            """
        ),
        ("{}", #"{"payment_id": "p", "status": "failed"}"#, "Payment table not found in data"),
        (#"{"payment": {}}"#, #"{"payment_id": "p", "status": "failed"}"#, "Payment p not found"),
        (
            #"{"payment": {}}"#, #"{"payment_id": "p", "status": "failed", "failure_reason": 1}"#,
            "failure_reason must be a string or null, not number"
        ),
    ]) func refuses(world: String, arguments: String, message: String) throws {
        #expect(try Desk(world).refusal("updatePaymentStatus", arguments) == message)
    }
}
