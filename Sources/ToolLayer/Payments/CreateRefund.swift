internal import CanonicalJSON
internal import Projections

/// `create_refund` (contract, section 4.11).
///
/// the name is in snake case. Q-15: the amount is not compared with the payment. C-13: an equal refund is answered
/// as it stands. `ticket_id` is ours. Neither payment nor order changes, and a defective refund does not become
/// `approved` by itself: both are the agent's duty (R-REFUND-4, R-REFUND-6).
enum CreateRefund {
    static let paymentID = Argument.text(
        "payment_id", "Id of the payment to refund; searchPayments or getOrderDetails finds it.",
        example: "pay-250830-001")
    static let amount = Argument.number(
        "amount", "How much to pay back, in units of the currency; part of a payment may be refunded.",
        examples: [.decimal(hundredths: 19990)])
    static let currency = Argument.text("currency", "Currency code of the amount.", example: "USD")
    static let reason = Argument.choice("reason", "Why money goes back.", from: .refundReason)
    static let status = Argument.choice(
        "status",
        """
        pending (waits for human review), approved (granted), denied, processed (paid back) or failed (the payout did \
        not work).
        """,
        from: .refundStatus
    ).defaulting(to: "pending")
    static let lines = Argument.objects(
        "lines", "What the amount is made of, stored as given.",
        members: [
            .init(name: "productId", shape: .unchecked(.text), description: "Id of the product."),
            .init(name: "sku", shape: .unchecked(.text), description: "The product's SKU."),
            .init(name: "qty", shape: .unchecked(.number), description: "Pieces."),
            .init(name: "amount", shape: .unchecked(.number), description: "Share of the amount."),
        ],
        examples: [[["productId": "pyratech-graphforce-4070-16gb", "qty": 1, "amount": .decimal(hundredths: 19990)]]]
    ).defaulting(to: [], shown: [])
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket that the refund answers, if any.", example: "tick-250828-002"
    ).optional

    static let tool = Tool(
        name: "create_refund",
        title: "Record a refund",
        description: """
            Record a refund of a payment, in full or in part. Use it when policy grants, denies or defers paying back; \
            look the payment up first. The amount is taken as given, so compute it before. The payment and the order \
            stay as they are: set them with updatePaymentStatus and updateOrderStatus. Returns the refund; an equal \
            one (payment, amount, currency, reason, status) is not made twice but returned as it stands.
            """,
        effect: .creates,
        arguments: [paymentID, amount, currency, reason, status, lines, ticketID],
        answer: .entity(.refund),
        events: ["refund.created"],
        policy: [
            "R-GEN-6", "R-REFUND-1", "R-REFUND-2", "R-REFUND-3", "R-REFUND-4", "R-REFUND-5", "R-REFUND-6", "R-RETURN-1",
            "R-RETURN-2", "R-RETURN-3", "R-RETURN-4", "R-RETURN-5",
        ],
        quirks: ["Q-9", "Q-15", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let reason = try arguments[reason]
        let status = try arguments[status]
        let payment = try state.find(.payment, arguments[paymentID], orThrow: ToolError.notFound).key.id
        let ticket = try arguments[ticketID]
        if let ticket { _ = try state.find(.supportTicket, ticket, orThrow: ToolError.notFound) }
        let amount = try arguments[amount]
        let amountText = try idText(of: amount)
        let currency = try arguments[currency]
        let id = DerivedID.make("refund_", [payment, amountText, currency, reason, status])
        if let existing = state.document(.refund, id) { return .answering(existing) }

        var refund: JSONObject = [
            "id": .string(id), "type": "refund", "paymentId": .string(payment), "amount": .number(amount),
            "currency": .string(currency), "reason": .string(reason), "status": .string(status),
            "lines": .array(try arguments[lines].map { .object($0) }),
            "createdAt": state.now, "processedAt": .null,
        ]
        if let ticket { refund["ticketId"] = .string(ticket) }
        return .writing([.refundCreated(refund)], to: state, answering: EntityKey(.refund, id))
    }

    private static func idText(of amount: JSONNumber) throws(ToolError) -> Text {
        do {
            return try Money.idText(of: amount)
        } catch {
            throw ToolError(error.description, hint: "Give a plain amount with a few decimals, such as 199.9.")
        }
    }
}
