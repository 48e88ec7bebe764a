internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// What one listening address answers: MCP, the control API, or both.
struct RootResponder: HTTPResponder {
    /// No per-request context beyond the request itself.
    struct Context: InitializableFromSource {
        init(source: ApplicationRequestContextSource) {}
    }

    let origins: Origins
    /// nil on an address that does not serve MCP.
    let mcp: MCPEndpoint?
    /// nil on an address for agents.
    let control: ControlRouter?
    let logger: Logger

    func respond(to request: Request, context: Context) async throws -> Response {
        let response: Response
        do {
            response = try await answer(request)
        } catch {
            if error.kind == .internal || error.kind == .unavailable {
                // Without the path, which may hold an episode's token.
                logger.error("request failed", metadata: ["detail": "\(error.detail)"])
            }
            response = error.response
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async throws(Problem) -> Response {
        let target = request.head.path ?? "/"
        guard !request.headers.contains(.host) else {
            throw Problem(.malformed, "The request needs one Host header.")
        }
        try origins.check(host: request.head.authority, origin: request.headers[.origin])
        if let mcp, let token = Self.token(in: target) {
            return try await mcp.respond(to: request, token: token)
        }
        guard let control else { throw .nothingHere }
        return try await control.respond(to: request, target: target)
    }

    /// The token of `/mcp/{token}`, without a query; nil for every other path.
    private static func token(in target: String) -> Substring.UTF8View? {
        let bytes = target.utf8
        guard bytes.starts(with: "/mcp/".utf8) else { return nil }
        let token = bytes.dropFirst(5).prefix { $0 != UInt8(ascii: "?") }
        return token.contains(UInt8(ascii: "/")) ? nil : Substring(token).utf8
    }
}
