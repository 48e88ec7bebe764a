internal import CanonicalJSON

/// What one type of event carries and does.
protocol EventPayload: Sendable, Hashable {
    /// The name in the log: small letters, past tense, `topic.what_happened`.
    static var type: Text { get }

    /// What it says of itself in `docs/events.md`.
    static var documentation: EventDocumentation { get }

    /// Reads the members beside `type`.
    init(from reader: inout EventReader) throws(EventError)

    /// The members beside `type`.
    var members: JSONObject { get }

    /// The event that carries this.
    var event: Event { get }

    /// Evolves the state: total and pure, and frozen at the first release.
    func apply(to world: inout WorldDraft)
}
