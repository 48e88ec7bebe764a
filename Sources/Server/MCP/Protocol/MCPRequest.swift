internal import CanonicalJSON

/// A request whose era, method and envelope are settled: what the dispatcher works on.
struct MCPRequest: Sendable, Hashable {
    let id: RequestID
    let method: MCPMethod
    let params: JSONObject
    let era: Era
    /// The idempotency key that the transport carried.
    var headerKey: Text?
}
