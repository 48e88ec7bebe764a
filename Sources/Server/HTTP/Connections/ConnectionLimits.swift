internal import NIOCore

/// How patient a server is with its clients.
struct ConnectionLimits: Sendable {
    /// For the head of a request, from its first byte to its end.
    var header: TimeAmount
    /// For the body, together with a second for each KiB that has come.
    var body: TimeAmount
    /// Between requests.
    var idle: TimeAmount
    /// For a client that does not take its answer: this long without a KiB a second.
    var write: TimeAmount

    /// The slowest client that is waited for, in bytes a second.
    static let leastRate = 1_024

    /// How long so many bytes may take.
    static func time(for bytes: Int) -> TimeAmount { .milliseconds(Int64(bytes) * 1_000 / Int64(leastRate)) }
}
