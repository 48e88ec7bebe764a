internal import CanonicalJSON
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `GET /openenv/ws`: a session over a WebSocket.
extension OpenEnv {
    /// The query of a target that is the socket's; nil for every other.
    static func socketQuery(in target: String) -> Substring? {
        let path = target.prefix { $0 != "?" }
        return path == base + "/ws" ? target.dropFirst(path.count + 1) : nil
    }

    /// Answers a handshake; what follows runs as the answer's body, which the connection turns into messages.
    ///
    /// - Throws: ``Problem`` 405 and 426 for what is no handshake.
    func openSocket(
        _ request: Request, _ query: Substring, _ channel: any Channel, _ connections: ConnectionTable
    ) throws(Problem) -> Response {
        guard request.method == .get else { throw .methodNotAllowed(allow: "GET") }
        let wanted = try QueryParameters(query)["session_id"]
        let headers = try WebSocketHandshake.accept(request)
        let messages = request.body
        return Response(
            status: .switchingProtocols, headers: headers,
            body: ResponseBody { writer in
                if let session = session(wanted) {
                    try await serve(session, messages, channel, connections, &writer)
                } else {
                    let unknown = OpenEnvError(code: .session, message: "There is no session \(wanted ?? "").")
                    try await writer.write(ByteBuffer(bytes: unknown.json.bytes))
                }
                try await writer.finish(nil)
            })
    }

    /// The session that was asked for, nil when there is none of that name; without a name one of its own.
    private func session(_ wanted: Text?) -> OpenEnvSession? {
        guard let wanted else { return OpenEnvSession() }
        return sessions.session(wanted)
    }

    private func serve(
        _ session: OpenEnvSession, _ messages: RequestBody, _ channel: any Channel, _ connections: ConnectionTable,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        let number = session.attach {
            let close = WebSocketHandler.Close(code: .policyViolation, reason: "another socket took over")
            channel.triggerUserOutboundEvent(close, promise: nil)
        }
        defer { session.detach(number) }
        for try await message in messages {
            let exchange = Exchange()
            guard let answer = await answer(Array(message.readableBytesView), in: session, exchange) else { return }
            if let onLoss = exchange.onLoss { _ = connections.expectAnswer(on: channel, onLoss: onLoss) }
            try await writer.write(ByteBuffer(bytes: answer))
        }
    }
}
