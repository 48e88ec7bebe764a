import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct CreateRefundTests {
    var desk: Desk

    init() throws {
        desk = try Desk(#"{"payment": {"p1": {"amount": 10}}, "support_ticket": {"t1": {}}}"#)
    }

    static func id(_ text: Text) -> Text {
        Text("refund_" + Digest(of: Array(text.string.utf8)).hex.prefix(12))
    }

    @Test mutating func storesAndAnswersExactlyWhatTheContractLists() throws {
        let refund = try desk.call(
            "create_refund", #"{"payment_id": "p1", "amount": 1000, "currency": "USD", "reason": "defective"}"#)
        let id = CreateRefundTests.id("p1|1000.0|USD|defective|pending")
        #expect(
            try refund
                == json(
                    """
                    {"id": "\(id)", "type": "refund", "paymentId": "p1", "amount": 1000, "currency": "USD",
                     "reason": "defective", "status": "pending", "lines": [], "createdAt": "\(Desk.now)",
                     "processedAt": null}
                    """))
        #expect(try desk.entity(Text("refund/\(id)")) == refund)
        #expect(try desk.entity("payment/p1")["amount"] == 10)
    }

    @Test(arguments: [
        ("100", "100.0"), ("100.0", "100.0"), ("199.90", "199.9"), ("519.96", "519.96"), ("0", "0.0"), ("-5", "-5.0"),
        ("0.000001", "0.000001"), ("-0", "0.0"),
    ]) func amountInTheID(amount: String, text: String) throws {
        var desk = desk
        let refund = try desk.call(
            "create_refund",
            #"{"payment_id": "p1", "amount": \#(amount), "currency": "", "reason": "other", "status": "approved"}"#)
        #expect(refund["id"] == .string(CreateRefundTests.id(Text("p1|\(text)||other|approved"))))
    }

    @Test mutating func keepsLinesAndTicketAsGiven() throws {
        let refund = try desk.call(
            "create_refund",
            """
            {"payment_id": "p1", "amount": 5, "currency": "USD", "reason": "other", "status": null, "ticket_id": "t1",
             "lines": [{"sku": "S", "qty": 1, "amount": 5, "note": {"x": [null]}}, {"sku": 7}, {}]}
            """)
        #expect(refund["ticketId"] == "t1")
        #expect(
            try refund["lines"]
                == json(#"[{"sku": "S", "qty": 1, "amount": 5, "note": {"x": [null]}}, {"sku": 7}, {}]"#))
    }

    @Test mutating func anEqualRefundIsAnsweredAsItStands() throws {
        let first = try desk.call(
            "create_refund", #"{"payment_id": "p1", "amount": 5, "currency": "USD", "reason": "other"}"#)
        let again = try desk.read(
            "create_refund",
            #"{"payment_id": "p1", "amount": 5.0, "currency": "USD", "reason": "other", "lines": [{}]}"#)
        #expect(again == first)
    }

    @Test(arguments: [
        (
            #"{"payment_id": "x", "amount": 1, "currency": "USD", "reason": "Other", "status": "x"}"#,
            """
            Invalid reason: 'Other'. Must be one of: customer_remorse, defective, incompatible, shipping_issue, other
            """
        ),
        (
            #"{"payment_id": "x", "amount": 1, "currency": "USD", "reason": "other", "status": "done"}"#,
            "Invalid status: 'done'. Must be one of: pending, approved, denied, processed, failed"
        ),
        (
            #"{"payment_id": "x", "amount": 1, "currency": "USD", "reason": "other", "ticket_id": "y"}"#,
            "Payment x not found"
        ),
        (
            #"{"payment_id": "p1", "amount": 1, "currency": "USD", "reason": "other", "ticket_id": "y"}"#,
            "Ticket y not found"
        ),
        (
            #"{"payment_id": "p1", "amount": 1e21, "currency": "USD", "reason": "other"}"#,
            "The amount 1e+21 is not a plain decimal"
        ),
        (#"{"payment_id": "p1", "currency": "USD", "reason": "other"}"#, "Missing required argument: amount"),
        (
            #"{"payment_id": "p1", "amount": "1", "currency": "USD", "reason": "other"}"#,
            "amount must be a number, not string"
        ),
        (
            #"{"payment_id": "p1", "amount": 1, "currency": "USD", "reason": "other", "lines": [1]}"#,
            "lines[0] must be an object, not number"
        ),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("create_refund", arguments) == message)
    }
}
