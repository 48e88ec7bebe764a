internal import CanonicalJSON

/// The HTTP headers that MCP reads. Several headers of one name come joined by ", ", and so match nothing.
struct MCPHeaders: Sendable, Hashable {
    /// `Content-Type`.
    var contentType: String?
    /// `Content-Length`.
    var contentLength: String?
    /// `Content-Encoding`.
    var contentEncoding: String?
    /// `Accept`.
    var accept: String?
    /// `MCP-Protocol-Version`.
    var protocolVersion: String?
    /// `Mcp-Method`.
    var method: String?
    /// `Mcp-Name`.
    var name: String?
    /// `Idempotency-Key`, which is ours.
    var idempotencyKey: String?
    /// Whether there is an `Mcp-Session-Id`; its value means nothing to a server without sessions.
    var hasSessionID = false
}

/// A header value that may be written as `=?base64?<base64 of UTF-8>?=`.
enum MirroredHeader {
    /// The text that the value stands for.
    ///
    /// - Returns: nil when the value claims to be base64 and is not, or is not UTF-8 inside.
    static func decode(_ value: String) -> Text? {
        guard value.hasPrefix("=?base64?") else { return Text(value) }
        guard value.hasSuffix("?="), value.utf8.count >= "=?base64??=".utf8.count else { return nil }
        let encoded = value.utf8.dropFirst("=?base64?".utf8.count).dropLast(2)
        guard let bytes = Base64.decode(encoded, alphabet: .standard),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return Text(text)
    }
}
