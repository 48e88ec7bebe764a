internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// What a server takes from the client of a WebSocket.
struct WebSocketLimits: Sendable {
    /// The most bytes of a message.
    var message: Int
    /// What large messages take their memory from; shared with the bodies of requests.
    var memory: BodyMemory
    /// How long nothing may come from a client, pongs included.
    var idle: TimeAmount
    /// How long a message may take, together with a second for each KiB that has come.
    var body: TimeAmount
}

/// Turns a connection whose request was answered with 101 into a stream of messages.
///
/// What stands behind it goes on as if the request had a body without end: each message is a part of the request's body,
/// each part of the answer's body is a message. Control frames are answered here. The client is read no further while two
/// of its messages wait, or while it does not take what it is sent; so a connection's memory is bounded.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    /// To be triggered from outside: closes with that code.
    struct Close: Sendable {
        let code: WebSocketCode
        let reason: String
    }

    private let limits: WebSocketLimits
    private var reader: WebSocketReader
    /// The messages that were handed on and not answered.
    private var pending = 0
    private static let pendingLimit = 2
    /// The memory of the message that is being read, and of those that are pending.
    private var held = (reading: 0, pending: 0)
    private var wantsRead = false
    /// Said first, once nothing speaks HTTP any more; answers wait for it.
    private let opening: String
    private var waiting: [(data: NIOAny, promise: EventLoopPromise<Void>?)]? = []
    private var context: ChannelHandlerContext?
    private var answers: ConnectionAnswers?
    private var isClosing = false
    /// The server stops as soon as nothing is pending.
    private var isLeaving = false

    private var timer: Scheduled<Void>?
    private var lastInbound = NIODeadline.uptimeNanoseconds(0)
    private var messageSince: NIODeadline?

    /// - Parameter opening: The head of the answer that opens the WebSocket.
    init(limits: WebSocketLimits, opening: String) {
        self.limits = limits
        self.opening = opening
        reader = WebSocketReader(limit: limits.message)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        answers = (try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self))?.answers
        lastInbound = context.eventLoop.now
        arm(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    /// The pipeline is ready.
    func open() {
        guard let context, let waiting else { return }
        self.waiting = nil
        send(context.channel.allocator.buffer(string: opening), context)
        for (data, promise) in waiting { write(context: context, data: data, promise: promise) }
        if !waiting.isEmpty { context.flush() }
    }

    /// The pipeline could not be made ready.
    func fail() { context?.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        isClosing = true
        timer?.cancel()
        timer = nil
        limits.memory.give(back: held.reading + held.pending)
        held = (0, 0)
    }

    // MARK: Messages in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        lastInbound = context.eventLoop.now
        reader.append(unwrapInboundIn(data))
        do throws(WebSocketReader.Failure) {
            while !isClosing, let event = try reader.next() { take(event, context) }
            try hold(reader.messageBytes)
        } catch {
            close(context, error.code.rawValue, error.reason)
        }
        if reader.messageBytes == 0 { messageSince = nil } else if messageSince == nil { messageSince = lastInbound }
    }

    private func take(_ event: WebSocketReader.Event, _ context: ChannelHandlerContext) {
        switch event {
        case .message(let bytes):
            pending += 1
            held = (0, held.pending + held.reading)
            context.fireChannelRead(wrapInboundOut(.body(ByteBuffer(bytes: bytes))))
        case .ping(let bytes): send(WebSocketFrame.pong(bytes, context.channel.allocator), context)
        case .pong: break
        case .close(let code): close(context, code, "")
        }
    }

    /// Messages up to here need no leave, as bodies of requests do not.
    private static let smallMessage = 64 << 10

    private func hold(_ bytes: Int) throws(WebSocketReader.Failure) {
        guard bytes > max(Self.smallMessage, held.reading) else { return }
        guard limits.memory.take(bytes - held.reading) else {
            throw WebSocketReader.Failure(
                code: .tryAgainLater, reason: "large messages take all the memory there is for them")
        }
        held.reading = bytes
    }

    func read(context: ChannelHandlerContext) {
        if isClosing || pending < Self.pendingLimit && context.channel.isWritable {
            context.read()
        } else {
            wantsRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readOn(context)
        context.fireChannelWritabilityChanged()
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard wantsRead else { return }
        wantsRead = false
        read(context: context)
    }

    // MARK: Messages out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if waiting != nil {
            waiting?.append((data, promise))
            return
        }
        switch unwrapOutboundIn(data) {
        case .head: promise?.succeed()
        case .body where isClosing:
            answers?.settleAll(isWritten: false)
            promise?.fail(ChannelError.ioOnClosedChannel)
        case .body(let payload):
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenComplete { [answers] result in
                answers?.settleAll(isWritten: (try? result.get()) != nil)
            }
            written.futureResult.cascade(to: promise)
            context.write(
                wrapOutboundOut(WebSocketFrame.text(payload, context.channel.allocator)), promise: written)
            answered(context)
        case .end:
            promise?.succeed()
            close(context, WebSocketCode.normal.rawValue, "")
        }
    }

    /// Each message has one answer.
    private func answered(_ context: ChannelHandlerContext) {
        if pending > 0 { pending -= 1 }
        if pending == 0 {
            limits.memory.give(back: held.pending)
            held.pending = 0
            if isLeaving { return close(context, WebSocketCode.goingAway.rawValue, "the server stops") }
        }
        readOn(context)
    }

    private func send(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    // MARK: The end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isLeaving = true
            if pending == 0 { close(context, WebSocketCode.goingAway.rawValue, "the server stops") }
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let event = event as? Close else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        close(context, event.code.rawValue, event.reason)
        promise?.succeed()
    }

    /// Says why, tells what stands behind that no more comes, and closes once the client has had time to read it: closing
    /// with unread bytes would make its system throw the frame away.
    private func close(_ context: ChannelHandlerContext, _ code: UInt16?, _ reason: String) {
        guard !isClosing else { return }
        leave()
        send(WebSocketFrame.close(code, reason, context.channel.allocator), context)
        context.close(mode: .output, promise: nil)
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.close(promise: nil) }
        readOn(context)
    }

    // MARK: Time

    /// A ping when half the time is over, so that a client that is there is heard of.
    private func arm(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(limits.idle.nanoseconds / 2)) {
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        if let messageSince, pending == 0,
            messageSince + limits.body + ConnectionLimits.time(for: reader.messageBytes) < now
        {
            let code = WebSocketCode.policyViolation.rawValue
            return close(context, code, "the message came too slowly")
        }
        // Without room for a ping the client does not read, which is timed by the connection's guard.
        if pending == 0, context.channel.isWritable {
            if lastInbound + limits.idle <= now { return context.close(promise: nil) }
            send(WebSocketFrame.ping(context.channel.allocator), context)
        }
        arm(context)
    }
}
