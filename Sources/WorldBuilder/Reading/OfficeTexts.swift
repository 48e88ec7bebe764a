/// `Texts/*.yaml`: short texts of the desk, the carriers and the payment processor.
struct OfficeTexts: Sendable {
    /// By outcome.
    let resolutions: [String: [String]]
    /// By escalation type.
    let escalations: [String: [EscalationText]]
    /// By shipment status; `exception` by cause: `exception-weather`, ...
    let shipmentEvents: [String: [String]]
    let paymentFailures: [PaymentFailure]

    struct EscalationText: Decodable, Sendable {
        let destination: String
        let notes: String
    }

    struct PaymentFailure: Decodable, Sendable {
        let code: String
        let plain: String
    }

    private struct Failures: Decodable {
        let codes: [PaymentFailure]
    }

    init(_ folder: ContentFolder) throws(ContentError) {
        resolutions = try folder.yaml([String: [String]].self, "Texts/resolutions.yaml")
        escalations = try folder.yaml([String: [EscalationText]].self, "Texts/escalations.yaml")
        shipmentEvents = try folder.yaml([String: [String]].self, "Texts/shipment-events.yaml")
        paymentFailures = try folder.yaml(Failures.self, "Texts/payment-failures.yaml").codes
    }
}
