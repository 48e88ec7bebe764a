/// `Texts/*.yaml`: short texts of the desk, the carriers and the payment processor.
struct OfficeTexts: Sendable {
    /// By outcome.
    let resolutions: [String: [String]]
    /// By escalation type.
    let escalations: [String: [EscalationText]]
    /// By shipment status; `exception` by cause: `exception-weather`, ...
    let shipmentEvents: [String: [String]]
    let paymentFailures: [PaymentFailure]
    let claims: [ClaimText]

    struct ClaimText: Decodable, Sendable {
        /// Product categories.
        let about: [String]
        /// `defect` or `malfunction`
        let reason: String
        /// The denial reason; nil when it was accepted.
        let denial: String?
        /// What the claimant tells, and what the desk found.
        let told: String
        let verdict: String
    }

    private struct Claims: Decodable {
        let claims: [ClaimText]
    }

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
        claims = try folder.yaml(Claims.self, "Texts/claims.yaml").claims
        paymentFailures = try folder.yaml(Failures.self, "Texts/payment-failures.yaml").codes
    }
}
