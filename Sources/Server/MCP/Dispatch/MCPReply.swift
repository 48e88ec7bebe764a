/// What goes back to a client, before any transport.
enum MCPReply: Sendable, Hashable {
    /// One JSON-RPC message; `status` is what HTTP says beside it.
    case message([UInt8], status: Int)
    /// A notification or response was taken: 202 over HTTP, nothing over stdio.
    case accepted
    /// The episode is not there (any more).
    case gone
}
