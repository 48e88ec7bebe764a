public import CanonicalJSON

/// `payment.status_changed`: a payment got a status, and perhaps a reason for its failure.
public struct PaymentStatusChanged: EventPayload {
    static let type: Text = "payment.status_changed"
    static let documentation = EventDocumentation(
        "A payment got a status, and perhaps a reason for its failure.",
        effect: "sets `status`, and `failure_reason` if one is given.",
        members: [
            .init(name: "payment", kind: .text, meaning: "Id of the payment."),
            .init(name: "status", kind: .text, meaning: "The new status."),
            .init(
                name: "failure_reason", kind: .textOrNull,
                meaning: "What to store under `failure_reason`; absent leaves it alone.", isRequired: false),
        ])

    public let payment: Text
    public let status: Text
    /// A string or null to store under `failure_reason`; absent leaves the member alone.
    public let failureReason: JSONValue?

    public init(payment: Text, status: Text, failureReason: JSONValue? = nil) {
        self.payment = payment
        self.status = status
        self.failureReason = failureReason
    }

    init(from reader: inout EventReader) throws(EventError) {
        payment = try reader.text("payment")
        status = try reader.text("status")
        failureReason = try reader.textOrNull("failure_reason")
    }

    var members: JSONObject {
        var members: JSONObject = ["payment": .string(payment), "status": .string(status)]
        members["failure_reason"] = failureReason
        return members
    }

    var event: Event { .paymentStatusChanged(self) }

    /// Sets `status`, and `failure_reason` when one is given.
    func apply(to world: inout WorldDraft) {
        world.update(.payment, payment) {
            $0["status"] = .string(status)
            if let failureReason { $0["failure_reason"] = failureReason }
        }
    }
}

extension Event {
    public static func paymentStatusChanged(payment: Text, status: Text, failureReason: JSONValue? = nil) -> Event {
        .paymentStatusChanged(PaymentStatusChanged(payment: payment, status: status, failureReason: failureReason))
    }
}
