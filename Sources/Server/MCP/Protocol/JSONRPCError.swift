internal import CanonicalJSON

/// A protocol error: what the client did wrong, or could not be served. Domain failures are tool results instead.
struct JSONRPCError: Error, Sendable, Hashable {
    /// The codes of mcp-server.md section 2; no others are ever sent.
    enum Code: Int32, Sendable, CaseIterable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case internalError = -32603
        /// Handshake era only.
        case resourceNotFound = -32002
        /// Modern era only: a header is missing or unequal to the body.
        case headerMismatch = -32020
        /// Modern era only: the protocol version is not served.
        case unsupportedVersion = -32022
    }

    let code: Code
    let message: String
    let data: JSONValue?

    init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    static func parseError(_ message: String) -> Self { Self(.parseError, message) }
    static func invalidRequest(_ message: String) -> Self { Self(.invalidRequest, message) }
    static func invalidParams(_ message: String) -> Self { Self(.invalidParams, message) }
    static func headerMismatch(_ message: String) -> Self { Self(.headerMismatch, message) }

    static func methodNotFound(_ method: Text) -> Self {
        Self(.methodNotFound, "Method \(printable(method)) is not served here.")
    }

    static func unsupportedVersion(_ requested: Text) -> Self {
        let supported = ProtocolRevision.modernRevisions.map { JSONValue.string(Text($0.rawValue)) }
        return Self(
            .unsupportedVersion, "Protocol version \(printable(requested)) is not served.",
            data: ["requested": .string(requested), "supported": .array(supported)])
    }

    /// What a client sent, cut short: an error must not echo megabytes.
    static func printable(_ text: Text) -> String {
        text.byteCount <= 128
            ? "\"\(text)\"" : "\"\(text.string.unicodeScalars.prefix(64).map(String.init).joined())...\""
    }

    /// The HTTP status that carries this error (mcp-server.md section 2).
    func httpStatus(in era: Era) -> Int {
        switch code {
        case .parseError, .invalidRequest: 400
        case .methodNotFound: era == .modern ? 404 : 200
        case .internalError: era == .modern ? 500 : 200
        case .invalidParams: era == .modern ? 400 : 200
        case .resourceNotFound: 200
        case .headerMismatch, .unsupportedVersion: 400
        }
    }
}

/// A message that could not be understood, with its id where one could be read.
struct JSONRPCFailure: Error, Sendable, Hashable {
    let id: RequestID?
    let error: JSONRPCError
}
