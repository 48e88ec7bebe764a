internal import EventStore
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
    /// - Parameter knownHost: A host that the connection was answered for already; it is not looked at again.
    /// - Parameter answer: Called once on the event loop, perhaps before this returns. Gets nil where the case is another:
    ///   then nothing was done.
    func callAtOnce(
        _ request: HTTPRequest, _ body: [UInt8], on channel: any Channel, knownHost: String?,
        answer: @escaping @Sendable (WholeAnswer?) -> Void
    ) {
        let start = ContinuousClock.now
        guard let mcp, let token = Self.token(in: request.path ?? ""), !request.headerFields.contains(.host),
            isMeant(request, knownHost: knownHost)
        else { return answer(nil) }
        let exchange = Exchange(id: AnswerWatch.id(of: request), memory: memory)
        let loop = channel.eventLoop
        // Behind the calls that the loop has read, and beside the loop.
        let later: EventStore.Later = { work in loop.execute { Task.detached { work() } } }
        mcp.callAtOnce(
            request.headerFields, body, token: token, exchange: exchange, later: later
        ) { makeBody in
            run(on: loop) {
                guard let makeBody else { return answer(nil) }
                let body = ByteBuffer(bytes: makeBody())
                var head = HTTPResponse(status: .ok, headerFields: MCPEndpoint.jsonHeaders)
                head.headerFields.append(HTTPField(name: .contentLength, value: String(body.readableBytes)))
                if let onLoss = exchange.onLoss, let number = connections.expectAnswer(on: channel, onLoss: onLoss) {
                    head.headerFields.append(HTTPField(name: .answerNumber, value: String(number)))
                }
                head.headerFields.append(HTTPField(name: .requestID, value: exchange.id))
                head.headerFields.append(HTTPField(name: .date, value: date.text))
                head.headerFields.append(HTTPField(name: .server, value: CorecraftServer.name))
                watch.answered(request, exchange.id, head.status, since: start)
                answer(WholeAnswer(head: head, body: body))
            }
        }
    }

    /// Whether the request is for this server and from whom it answers.
    private func isMeant(_ request: HTTPRequest, knownHost: String?) -> Bool {
        let origin = request.headerFields[.origin]
        if origin == nil, let knownHost, request.authority == knownHost { return true }
        return (try? origins.check(host: request.authority, origin: origin)) != nil
    }

    private func run(on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) {
        if loop.inEventLoop { body() } else { loop.execute(body) }
    }
}
