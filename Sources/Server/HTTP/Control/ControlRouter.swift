internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Takes a request of the control API through its checks to its handler, and the outcome back into HTTP.
struct ControlRouter: Sendable {
    let table: RouteTable
    /// Demanded on all routes that are not open, when there is one.
    let operatorToken: String?
    let bodyLimit: Int
    /// For snapshots and trajectories, which are larger than anything else.
    let importLimit: Int

    /// Answers one request; its Host and Origin were checked before.
    func respond(to request: Request, target: String, exchange: Exchange) async throws(Problem) -> Response {
        let path = target.prefix { $0 != "?" }
        let route: Route
        let parameters: [String: Text]
        switch table.match(request.method, path: path) {
        case .route(let found, let values): (route, parameters) = (found, values)
        case .otherMethods(let allow): throw .methodNotAllowed(allow: allow)
        case .nothing: throw .nothingHere
        }
        if !route.isOpen { try authorize(request) }
        let query = try QueryParameters(target.dropFirst(path.count + 1))
        let (object, bytes) = try await body(of: request, for: route, exchange)
        var asked = ControlRequest(
            parameters: parameters, query: query, object: object, bytes: bytes, exchange: exchange)
        if route.takesKey {
            asked.key = try Self.key(of: request, path: path, asked, route)
            asked.via = try Self.via(of: request)
        }
        let reply = try await route.handler(asked)
        guard reply.status != .noContent else {
            var response = Response(status: .noContent)
            response.headers[.contentLength] = nil
            return response
        }
        return Response(
            status: reply.status, headers: [.contentType: reply.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.bytes)))
    }

    /// The key that a request names, with the digest of all that its handler depends on.
    private static func key(
        of request: Request, path: Substring, _ asked: ControlRequest, _ route: Route
    ) throws(Problem) -> RequestKey? {
        guard let name = request.headers[.idempotencyKey] else { return nil }
        let body = route.body == .object ? asked.object.canonicalBytes : asked.bytes
        let parts: JSONValue = [
            .string(Text(route.method.rawValue)), .string(Text(String(path))), Digest(of: body).json,
        ]
        guard let key = RequestKey(Text(name), request: Digest(of: parts)) else {
            throw .invalid("Idempotency-Key", RequestKey.rule)
        }
        return key
    }

    /// The door that an operator's client says it is: the command line tells itself apart from programs.
    private static func via(of request: Request) throws(Problem) -> Via {
        switch request.headers[.corecraftVia] {
        case nil, "control": return .control
        case "cli": return .cli
        default: throw .invalid("Corecraft-Via", "must be control or cli")
        }
    }

    /// - Throws: ``Problem`` 401 without the operator's token, when there is one.
    func authorize(_ request: Request) throws(Problem) {
        guard let operatorToken else { return }
        let given = request.headers[.authorization] ?? ""
        let scheme = "bearer "
        guard given.lowercased().hasPrefix(scheme),
            ConstantTime.equalSecrets(given.utf8.dropFirst(scheme.utf8.count), operatorToken.utf8)
        else { throw Problem(.unauthorized, "Send the operator's token as Authorization: Bearer.") }
    }

    private func body(
        of request: Request, for route: Route, _ exchange: Exchange
    ) async throws(Problem) -> (object: JSONObject, bytes: [UInt8]) {
        if route.body == .none { return ([:], []) }
        let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard encoding == "identity" else {
            throw Problem(.unsupportedMediaType, "The body must come without a Content-Encoding.")
        }
        let limit = route.body == .object ? bodyLimit : importLimit
        let bytes = try await BodyReader.read(
            request, declaredLength: request.headers[.contentLength], limit: limit, exchange)
        if route.body == .imported { return ([:], bytes) }
        if bytes.isEmpty { return ([:], []) }
        guard MediaTypes.isJSON(request.headers[.contentType]) else {
            throw Problem(.unsupportedMediaType, "Content-Type must be application/json.")
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, limits: JSONParser.Limits(bytes: limit))
        } catch {
            throw Problem(.malformed, "The body is not JSON that can be taken: \(error).")
        }
        guard case .object(let object) = value else {
            throw Problem(.invalid, "The body must be an object, not \(value.kind).")
        }
        return (object, bytes)
    }
}
