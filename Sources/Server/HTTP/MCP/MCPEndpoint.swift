internal import CanonicalJSON
internal import EventStore
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/mcp/{token}`: MCP over Streamable HTTP, one JSON answer a POST, no sessions (mcp-server.md sections 5 and 10).
struct MCPEndpoint: Sendable {
    /// Finds the episode that a token stands for; nil for what is no token of this server.
    typealias Lookup = @Sendable (_ token: Substring.UTF8View, _ exchange: Exchange) -> (any MCPBackend)?

    let dispatcher: MCPDispatcher
    let bodyLimit: Int
    let lookup: Lookup

    static let jsonHeaders: HTTPFields = [.contentType: "application/json"]

    init(version: Text, bodyLimit: Int, lookup: @escaping Lookup) {
        dispatcher = MCPDispatcher(version: version, limits: JSONParser.Limits(bytes: bodyLimit))
        self.bodyLimit = bodyLimit
        self.lookup = lookup
    }

    /// Answers one request; its Host and Origin were checked before.
    ///
    /// - Throws: ``Problem``; 404 for every kind of URL that reaches no episode, before anything else is said.
    func respond(
        to request: Request, token: Substring.UTF8View, exchange: Exchange
    ) async throws(Problem) -> Response {
        guard let backend = lookup(token, exchange) else { throw .nothingHere }
        let headers = MCPHeaders(request.headers)
        let body: [UInt8]
        do {
            body = try await Self.checkedBody(of: request, headers, limit: bodyLimit, exchange)
        } catch {
            // An ended episode must not be told from one that never was by how it refuses.
            try await Self.requireLive(backend)
            throw error
        }
        switch await dispatcher.respond(to: body, from: .http(headers), backend: backend) {
        case .message(let bytes, let status):
            return Response(
                status: status == 200 ? .ok : HTTPResponse.Status(code: status), headers: Self.jsonHeaders,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .accepted: return Response(status: .accepted)
        case .gone: throw .nothingHere
        }
    }

    /// Answers a request that is a call in the usual case, for who cannot wait; its Host and Origin were checked before.
    ///
    /// - Parameter answer: As of ``MCPDispatcher/callAtOnce(_:from:backend:later:answer:)``.
    func callAtOnce(
        _ fields: HTTPFields, _ body: [UInt8], token: Substring.UTF8View, exchange: Exchange,
        later: @escaping EventStore.Later, answer: @escaping @Sendable ((@Sendable () -> [UInt8])?) -> Void
    ) {
        let headers = MCPHeaders(fields)
        guard MediaTypes.isJSON(headers.contentType), headers.contentEncoding == nil,
            MediaTypes.acceptsJSON(headers.accept), body.count <= bodyLimit, let backend = lookup(token, exchange)
        else { return answer(nil) }
        dispatcher.callAtOnce(body, from: headers, backend: backend, later: later, answer: answer)
    }

    private static func checkedBody(
        of request: Request, _ headers: MCPHeaders, limit: Int, _ exchange: Exchange
    ) async throws(Problem) -> [UInt8] {
        guard request.method == .post else { throw .methodNotAllowed(allow: "POST") }
        if let length = headers.contentLength.flatMap({ Int($0) }), length > limit {
            throw Problem(.tooLarge, "The body is larger than \(limit) bytes.")
        }
        guard MediaTypes.isJSON(headers.contentType) else {
            throw Problem(.unsupportedMediaType, "Content-Type must be application/json.")
        }
        guard headers.contentEncoding == nil || headers.contentEncoding?.lowercased() == "identity" else {
            throw Problem(.unsupportedMediaType, "The body must come without a Content-Encoding.")
        }
        guard MediaTypes.acceptsJSON(headers.accept) else {
            throw Problem(.notAcceptable, "Accept must list application/json and text/event-stream.")
        }
        return try await BodyReader.read(request, declaredLength: headers.contentLength, limit: limit, exchange)
    }

    private static func requireLive(_ backend: any MCPBackend) async throws(Problem) {
        do {
            try await backend.admit()
        } catch {
            if error == .gone { throw .nothingHere }
        }
    }
}

extension MCPHeaders {
    /// Reads all in one pass: to ask for each by name would cost more than to parse a usual message.
    init(_ fields: HTTPFields) {
        for field in fields {
            switch field.name {
            case .contentType: Self.add(field, to: &contentType)
            case .contentLength: Self.add(field, to: &contentLength)
            case .contentEncoding: Self.add(field, to: &contentEncoding)
            case .accept: Self.add(field, to: &accept)
            case .mcpProtocolVersion: Self.add(field, to: &protocolVersion)
            case .mcpMethod: Self.add(field, to: &method)
            case .mcpName: Self.add(field, to: &name)
            case .idempotencyKey: Self.add(field, to: &idempotencyKey)
            case .mcpSessionID: hasSessionID = true
            default: break
            }
        }
    }

    private static func add(_ field: HTTPField, to value: inout String?) {
        value = if let value { value + ", " + field.value } else { field.value }
    }
}

extension HTTPField.Name {
    static let mcpProtocolVersion = known("MCP-Protocol-Version")
    static let mcpMethod = known("Mcp-Method")
    static let mcpName = known("Mcp-Name")
    static let mcpSessionID = known("Mcp-Session-Id")
    static let requestID = known("X-Request-Id")
    static let idempotencyKey = known("Idempotency-Key")
    static let corecraftVia = known("Corecraft-Via")
    /// The first Host header becomes the authority of a request; what is left under the name is a second one.
    static let host = known("Host")

    /// A name written out in this file, which is a legal one.
    static func known(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name(name.description) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
