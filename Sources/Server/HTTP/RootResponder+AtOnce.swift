internal import HTTPTypes
internal import NIOCore

/// A whole answer.
struct WholeAnswer: Sendable {
    let head: HTTPResponse
    let body: ByteBuffer
}

extension RootResponder {
    /// Answers a request that is a call in the usual case, on the connection's event loop and without a task.
    ///
    /// It is what ``respond(to:context:)`` does there; what could be refused is left to that.
    ///
    /// - Parameter answer: Called once on the event loop, perhaps before this returns. Gets nil where the case is another:
    ///   then nothing was done.
    func callAtOnce(
        _ request: HTTPRequest, _ body: [UInt8], on channel: any Channel,
        answer: @escaping @Sendable (WholeAnswer?) -> Void
    ) {
        let start = ContinuousClock.now
        guard let mcp, let token = Self.token(in: request.path ?? ""), !request.headerFields.contains(.host),
            (try? origins.check(host: request.authority, origin: request.headerFields[.origin])) != nil
        else { return answer(nil) }
        let exchange = Exchange(id: AnswerWatch.id(of: request), memory: memory)
        let loop = channel.eventLoop
        mcp.callAtOnce(
            request.headerFields, body, token: token, exchange: exchange, later: { work in loop.execute(work) }
        ) { makeBody in
            run(on: loop) {
                guard let makeBody else { return answer(nil) }
                let body = ByteBuffer(bytes: makeBody())
                var head = HTTPResponse(status: .ok, headerFields: MCPEndpoint.jsonHeaders)
                head.headerFields[.contentLength] = String(body.readableBytes)
                if let onLoss = exchange.onLoss, let number = connections.expectAnswer(on: channel, onLoss: onLoss) {
                    head.headerFields[.answerNumber] = String(number)
                }
                head.headerFields[.requestID] = exchange.id
                head.headerFields[.date] = date.text
                head.headerFields[.server] = CorecraftServer.name
                watch.answered(request, exchange.id, head.status, since: start)
                answer(WholeAnswer(head: head, body: body))
            }
        }
    }

    private func run(on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) {
        if loop.inEventLoop { body() } else { loop.execute(body) }
    }
}
