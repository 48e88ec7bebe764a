internal import CanonicalJSON
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// The handler behind the decoder: tells the connection's guard where a request begins and ends, and whether the answers
/// that somebody waits for were written.
///
/// A request to speak WebSocket has no end until it is answered: with 101 the connection is given to a
/// ``WebSocketHandler``. Any other answer to a request for another protocol is the connection's last, since the decoder
/// reads nothing behind such a request.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var guardian: ConnectionGuard?
    /// The number of the answer that is being written.
    private var answer: Int?
    /// nil where WebSocket is not spoken.
    private let webSocket: WebSocketLimits?
    private var asksForWebSocket = false
    private var asksForProtocol = false
    /// What the decoder could not read, once there was such a thing; it reads nothing behind it.
    private var unreadable: Problem?

    init(webSocket: WebSocketLimits? = nil) {
        self.webSocket = webSocket
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guardian = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        guardian?.wasUpgraded()
        guardian = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guardian?.headWasRead()
            asksForProtocol = head.headerFields.contains(.upgrade)
            asksForWebSocket = webSocket != nil && WebSocketHandshake.isAsked(by: head)
        case .body(let buffer): guardian?.bodyWasRead(buffer.readableBytes)
        case .end:
            guardian?.requestWasRead()
            if asksForWebSocket { return }
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { unreadable = Problem(error) }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if let unreadable, head.status == .badRequest, head.headerFields[.contentLength] == "0" {
                // Hummingbird's last word about it says nothing.
                return explain(unreadable, context, promise)
            }
            if asksForWebSocket {
                asksForWebSocket = false
                if head.status == .switchingProtocols, let webSocket {
                    return upgrade(context, head, webSocket, promise)
                }
                context.fireChannelRead(wrapInboundOut(.end(nil)))
                context.fireChannelReadComplete()
            }
            if asksForProtocol { head.headerFields[.connection] = "close" }
            if let number = head.headerFields[.answerNumber] {
                answer = Int(number)
                // The mark is between the server's own layers.
                head.headerFields[.answerNumber] = nil
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            guardian?.requestWasAnswered()
            context.write(data, promise: settling(promise, context))
            if asksForProtocol {
                context.flush()
                context.close(mode: .output, promise: nil)
            }
        }
    }

    /// A promise that also tells whether the answer that somebody waits for was written; the given one where nobody does.
    private func settling(
        _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void>? {
        guard let answer, let answers = guardian?.answers else { return promise }
        self.answer = nil
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { result in
            let isWritten = if case .success = result { true } else { false }
            answers.settle(answer, isWritten: isWritten)
        }
        written.futureResult.cascade(to: promise)
        return written
    }
}

extension RequestWatch {
    /// Writes the answer to what is no request, but for its end.
    private func explain(
        _ problem: Problem, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        let body = context.channel.allocator.buffer(bytes: problem.json.canonicalBytes)
        let head = HTTPResponse(
            status: problem.kind.status,
            headerFields: [
                .contentType: "application/problem+json", .contentLength: String(body.readableBytes),
                .connection: "close",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
    }

    /// Takes all that speaks HTTP out of the pipeline, itself included, and says 101.
    private func upgrade(
        _ context: ChannelHandlerContext, _ head: HTTPResponse, _ limits: WebSocketLimits,
        _ promise: EventLoopPromise<Void>?
    ) {
        let pipeline = context.pipeline.syncOperations
        let handler = WebSocketHandler(limits: limits, opening: WebSocketHandshake.rawHead(of: head))
        do {
            try pipeline.addHandler(handler, position: .before(self))
            let speakers = [
                try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self),
                try pipeline.context(handlerType: HTTPResponseEncoder.self),
                try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self), context,
            ]
            let removals = speakers.map { pipeline.removeHandler(context: $0) }
            let bound = NIOLoopBound(handler, eventLoop: context.eventLoop)
            EventLoopFuture.andAllSucceed(removals, on: context.eventLoop).whenComplete { result in
                if case .success = result { bound.value.open() } else { bound.value.fail() }
            }
            promise?.succeed()
        } catch {
            promise?.fail(error)
            context.close(promise: nil)
        }
    }
}

extension HTTPField.Name {
    /// Marks an answer for ``RequestWatch``; never sent.
    static let answerNumber = known("Corecraft-Answer")
}
