internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What one listening address answers: MCP, the control API, or both.
struct RootResponder: HTTPResponder {
    /// What a request comes with beyond itself.
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let origins: Origins
    /// nil on an address that does not serve MCP.
    let mcp: MCPEndpoint?
    /// nil on an address for agents.
    let control: ControlRouter?
    /// nil where no WebSocket is opened.
    let openEnv: OpenEnv?
    let connections: ConnectionTable
    /// Shared by all addresses.
    let memory: BodyMemory
    let watch: AnswerWatch
    let date = HTTPDate()

    func respond(to request: Request, context: Context) async throws -> Response {
        let start = ContinuousClock.now
        let exchange = Exchange(id: AnswerWatch.id(of: request.head), memory: memory)
        var response: Response
        do {
            response = try await answer(request, exchange, context.channel)
        } catch {
            if error.kind == .internal || error.kind == .unavailable {
                watch.failed(exchange.id, error)
            }
            response = error.response
        }
        if let onLoss = exchange.onLoss, let number = connections.expectAnswer(on: context.channel, onLoss: onLoss) {
            response.headers[.answerNumber] = String(number)
        }
        response.headers[.requestID] = exchange.id
        watch.answered(request.head, exchange.id, response.status, since: start)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request, _ exchange: Exchange, _ channel: any Channel
    ) async throws(Problem) -> Response {
        let target = request.head.path ?? "/"
        guard !request.headers.contains(.host) else {
            throw Problem(.malformed, "The request needs one Host header.")
        }
        try origins.check(host: request.head.authority, origin: request.headers[.origin])
        if let mcp, let token = Self.token(in: target) {
            return try await mcp.respond(to: request, token: token, exchange: exchange)
        }
        guard let control else { throw .nothingHere }
        if let openEnv, let query = OpenEnv.socketQuery(in: target) {
            try control.authorize(request)
            return try openEnv.openSocket(request, query, channel, connections)
        }
        return try await control.respond(to: request, target: target, exchange: exchange)
    }

    /// The token of `/mcp/{token}`, without a query; nil for every other path.
    static func token(in target: String) -> Substring.UTF8View? {
        let bytes = target.utf8
        guard bytes.starts(with: "/mcp/".utf8) else { return nil }
        let token = bytes.dropFirst(5).prefix { $0 != UInt8(ascii: "?") }
        return token.contains(UInt8(ascii: "/")) ? nil : Substring(token).utf8
    }
}
