internal import CanonicalJSON
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
    func respond(to request: Request, target: String) async throws(Problem) -> Response {
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
        let (object, bytes) = try await body(of: request, for: route)
        // The one place for `Idempotency-Key`: everything a handler depends on is in this value.
        let asked = ControlRequest(parameters: parameters, query: query, object: object, bytes: bytes)
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

    private func authorize(_ request: Request) throws(Problem) {
        guard let operatorToken else { return }
        let given = request.headers[.authorization] ?? ""
        let scheme = "bearer "
        guard given.lowercased().hasPrefix(scheme),
            ConstantTime.equalSecrets(given.utf8.dropFirst(scheme.utf8.count), operatorToken.utf8)
        else { throw Problem(.unauthorized, "Send the operator's token as Authorization: Bearer.") }
    }

    private func body(
        of request: Request, for route: Route
    ) async throws(Problem) -> (object: JSONObject, bytes: [UInt8]) {
        if route.body == .none { return ([:], []) }
        let limit = route.body == .object ? bodyLimit : importLimit
        let bytes = try await BodyReader.read(request, limit: limit)
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
