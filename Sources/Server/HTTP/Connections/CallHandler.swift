internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// The handler behind ``RequestWatch``: answers usual calls on the event loop, and passes everything else on to the tasks
/// of the connection.
///
/// What it holds while it reads or answers a call are the parts of one small request, and what one more read brings.
final class CallHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        /// Parts are passed on; so many requests among them are not answered yet.
        case passing(unanswered: Int)
        /// A request that may be a call is being read.
        case reading(HTTPRequest, body: ByteBuffer)
        /// A call is being carried out: what comes meanwhile waits.
        case answering(HTTPRequest, body: ByteBuffer, waiting: [HTTPRequestPart])
    }

    private let responder: RootResponder
    private var state = State.passing(unanswered: 0)
    /// The host that the last call was answered for.
    private var knownHost: String?
    /// Whether somebody wants to read on once the call is answered.
    private var isReadHeld = false
    /// What happened while a call was carried out, such as the client's last word: it must not come before the answer.
    private var held: [Incident] = []

    private enum Incident {
        case event(Any)
        case error(any Error)
    }

    init(responder: RootResponder) {
        self.responder = responder
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { take(unwrapInboundIn(data), context) }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (state, part) {
        case (.passing(0), .head(let head)) where Self.mayBeCall(head):
            state = .reading(head, body: ByteBuffer())
        case (.passing(let unanswered), _):
            if case .head = part { state = .passing(unanswered: unanswered + 1) }
            context.fireChannelRead(wrapInboundOut(part))
        case (.reading(let head, let body), .body(var piece)):
            state = .reading(head, body: Self.joined(body, &piece))
        case (.reading(let head, let body), .end(nil)):
            state = .answering(head, body: body, waiting: [])
            begin(head, body, context)
        case (.reading(let head, let body), _):
            pass([.head(head), .body(body), part], context)
        case (.answering(let head, let body, var waiting), _):
            waiting.append(part)
            state = .answering(head, body: body, waiting: waiting)
        }
    }

    /// Whether nothing in its head keeps a request from being a usual call with a small body.
    private static func mayBeCall(_ head: HTTPRequest) -> Bool {
        guard head.method == .post, head.path?.utf8.starts(with: "/mcp/".utf8) == true else { return false }
        var length: Int?
        for field in head.headerFields {
            switch field.name {
            case .contentLength where length == nil: length = Int(field.value)
            case .connection where field.value == "keep-alive": break
            case .contentLength, .connection, .transferEncoding, .expect, .upgrade: return false
            default: break
            }
        }
        return length.map { 1...BodyReader.smallBody ~= $0 } ?? false
    }

    private static func joined(_ body: ByteBuffer, _ piece: inout ByteBuffer) -> ByteBuffer {
        // The usual body comes in one piece.
        guard body.readableBytes > 0 else { return piece }
        var joined = body
        joined.writeBuffer(&piece)
        return joined
    }

    private func begin(_ head: HTTPRequest, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        responder.callAtOnce(head, Array(body.readableBytesView), on: context.channel, knownHost: knownHost) { answer in
            let (handler, context) = bound.value
            handler.finish(answer, context)
        }
    }

    // MARK: Answers

    private func finish(_ answer: WholeAnswer?, _ context: ChannelHandlerContext) {
        guard case .answering(let head, let body, let waiting) = state else { return }
        if let answer {
            state = .passing(unanswered: 0)
            knownHost = head.authority
            context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
            context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        } else {
            pass([.head(head), .body(body), .end(nil)], context)
        }
        for part in waiting { take(part, context) }
        if answer == nil || !waiting.isEmpty { context.fireChannelReadComplete() }
        let incidents = held
        held = []
        for incident in incidents { tell(incident, context) }
        if isReadHeld {
            isReadHeld = false
            read(context: context)
        }
    }

    /// Passes a request on that is no usual call.
    private func pass(_ parts: [HTTPRequestPart], _ context: ChannelHandlerContext) {
        state = .passing(unanswered: 1)
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), case .passing(let unanswered) = state {
            state = .passing(unanswered: unanswered - 1)
        }
        context.write(data, promise: promise)
    }

    // MARK: Meanwhile

    func read(context: ChannelHandlerContext) {
        if case .answering(_, _, let waiting) = state, !waiting.isEmpty {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) { tell(.event(event), context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { tell(.error(error), context) }

    private func tell(_ incident: Incident, _ context: ChannelHandlerContext) {
        switch state {
        case .answering: return held.append(incident)
        case .reading(let head, let body):
            pass([.head(head), .body(body)], context)
            context.fireChannelReadComplete()
        case .passing: break
        }
        switch incident {
        case .event(let event): context.fireUserInboundEventTriggered(event)
        case .error(let error): context.fireErrorCaught(error)
        }
    }
}
