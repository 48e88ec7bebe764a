internal import CanonicalJSON
internal import Projections

/// `updatePaymentStatus` (contract, section 4.16).
///
/// an absent table has its own message. Q-8: the reason is stored as `failure_reason`, beside an imported
/// `failureReason`. C-2: `partially_refunded` is valid.
enum UpdatePaymentStatus {
    static let paymentID = Argument.text(
        "payment_id", "Id of the payment to change; searchPayments finds it.", example: "pay-250830-001")
    static let status = Argument.choice(
        "status",
        """
        The new status, such as pending (submitted), captured (done), failed (declined), refunded (paid back in full) \
        or partially_refunded (paid back in part).
        """,
        from: .paymentStatus)
    static let failureReason = Argument.assignment(
        "failure_reason", "Why the payment failed; null stores that there is no reason. Left alone when not given.",
        example: "insufficient_funds")

    static let tool = Tool(
        name: "updatePaymentStatus",
        title: "Set a payment's status",
        description: """
            Set the status of a payment, and its failure reason if given. Use it after a refund was approved or \
            processed, to mark the payment refunded or partially_refunded; look the payment up first. No money moves \
            and no order or refund changes. Returns the whole payment.
            """,
        effect: .overwrites,
        arguments: [paymentID, status, failureReason],
        answer: .entity(.payment),
        events: ["payment.status_changed"],
        policy: ["R-GEN-6", "R-PAY-1", "R-PAY-2", "R-PAY-3", "R-REFUND-6"],
        quirks: ["Q-1", "Q-8", "C-2"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let status = try arguments[status]
        let id = try arguments[paymentID]
        let failureReason = try arguments[failureReason].stored
        try state.requireTable(.payment)
        let payment = try state.find(.payment, id, orThrow: ToolError.notFound)

        let isUnchanged =
            payment.object["status"]?.text == status
            && (failureReason == nil || payment.object["failure_reason"] == failureReason)
        let events: [Event] =
            isUnchanged ? [] : [.paymentStatusChanged(payment: id, status: status, failureReason: failureReason)]
        return .writing(events, to: state, answering: payment.key)
    }
}
