internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// The handler behind the decoder: tells the connection's guard where a request begins and ends, and whether the answers
/// that somebody waits for were written.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var guardian: ConnectionGuard?
    /// The number of the answer that is being written.
    private var answer: Int?

    func handlerAdded(context: ChannelHandlerContext) {
        guardian = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        guardian?.wasUpgraded()
        guardian = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: guardian?.headWasRead()
        case .body(let buffer): guardian?.bodyWasRead(buffer.readableBytes)
        case .end: guardian?.requestWasRead()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            guard let number = head.headerFields[.answerNumber] else { break }
            answer = Int(number)
            // The mark is between the server's own layers.
            head.headerFields[.answerNumber] = nil
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: break
        case .end:
            guardian?.requestWasAnswered()
            guard let answer, let answers = guardian?.answers else { break }
            self.answer = nil
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenComplete { result in
                let isWritten = if case .success = result { true } else { false }
                answers.settle(answer, isWritten: isWritten)
            }
            written.futureResult.cascade(to: promise)
            return context.write(data, promise: written)
        }
        context.write(data, promise: promise)
    }
}

extension HTTPField.Name {
    /// Marks an answer for ``RequestWatch``; never sent.
    static let answerNumber = known("Corecraft-Answer")
}
