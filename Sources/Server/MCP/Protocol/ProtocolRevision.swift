/// The two families of protocol revisions (mcp-server.md section 1).
enum Era: Sendable, Hashable {
    /// Up to 2025-11-25: `initialize` first.
    case handshake
    /// From 2026-07-28: every request stands alone and carries an envelope in `params._meta`.
    case modern
}

/// The protocol revisions served.
enum ProtocolRevision: String, Sendable, CaseIterable {
    case v2024November = "2024-11-05"
    case v2025March = "2025-03-26"
    case v2025June = "2025-06-18"
    case v2025November = "2025-11-25"
    case v2026July = "2026-07-28"

    var era: Era { self == .v2026July ? .modern : .handshake }

    /// What a client of an unknown handshake version is offered.
    static let latestHandshake = ProtocolRevision.v2025November
    /// What requests of the modern era may name, newest first.
    static let modernRevisions: [ProtocolRevision] = [.v2026July]
}
