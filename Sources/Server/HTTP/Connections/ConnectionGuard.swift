internal import CanonicalJSON
internal import HTTPTypes
internal import NIOCore

/// The first handler of a connection: closes what is slow, idle, or one too many, before anything is decoded.
///
/// Hummingbird's own idle timeout sees whole parts of requests only; a client that sends a byte of a header every now
/// and then, or does not read its answers, is seen here alone. It keeps one timer, which is moved lazily: a request that
/// comes in one piece costs none.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: ConnectionLimits
    private let table: ConnectionTable
    /// nil for a connection that is refused.
    private(set) var answers: ConnectionAnswers?

    private var timer: (task: Scheduled<Void>, deadline: NIODeadline)?
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var headSince: NIODeadline?
    private var body: (since: NIODeadline, bytes: Int)?
    private var unanswered = 0
    /// Since when the server itself reads no more, because it has enough to do: that is not the client's slowness.
    private var pausedSince: NIODeadline?
    /// Bytes that the client does not take, and since when there are no fewer.
    private var stall: (since: NIODeadline, bytes: Int)?
    /// Whether bytes are requests; not after an upgrade.
    private var speaksHTTP = true
    /// Set once the server has said its last word: until then what still comes is read and dropped, since closing with
    /// unread bytes would make the client's system throw the answer away.
    private var lingersUntil: NIODeadline?

    init(limits: ConnectionLimits, table: ConnectionTable) {
        self.limits = limits
        self.table = table
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        answers = table.open(context.channel)
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        begin(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard answers != nil else {
            return end(context, saying: Problem(.unavailable, "As many connections are open as the server takes."))
        }
        lastActivity = context.eventLoop.now
        arm(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    private func leave(_ context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        if let answers {
            table.close(context.channel)
            answers.hangUp()
            self.answers = nil
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answers?.hangUp()
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            answers?.hangUp()
            if lingersUntil != nil { return context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard lingersUntil == nil else { return }
        lastActivity = context.eventLoop.now
        if speaksHTTP, headSince == nil, body == nil { headSince = lastActivity }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Nobody behind asks for more any longer.
        guard lingersUntil == nil else { return context.read() }
        context.fireChannelReadComplete()
        pausedSince = context.eventLoop.now
        arm(context)
    }

    func read(context: ChannelHandlerContext) {
        if let pausedSince {
            let pause = context.eventLoop.now - pausedSince
            headSince = headSince.map { $0 + pause }
            body = body.map { ($0.since + pause, $0.bytes) }
            self.pausedSince = nil
        }
        context.read()
        arm(context)
    }

    /// The decoder found the end of a head; its body follows.
    func headWasRead() {
        headSince = nil
        body = (since: lastActivity, bytes: 0)
        unanswered += 1
    }

    func bodyWasRead(_ bytes: Int) { body?.bytes += bytes }

    func requestWasRead() { body = nil }

    func requestWasAnswered() { unanswered -= 1 }

    /// What comes now is no HTTP.
    func wasUpgraded() {
        speaksHTTP = false
        headSince = nil
        body = nil
        unanswered = 0
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if lingersUntil != nil {
            promise?.fail(ChannelError.ioOnClosedChannel)
        } else {
            context.write(data, promise: promise)
        }
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        lastActivity = context.eventLoop.now
        let waiting = Self.waitingBytes(context)
        if waiting > 0, stall == nil { stall = (since: lastActivity, bytes: waiting) }
        arm(context)
    }

    /// The server has answered for the last time, as `Connection: close` asks; the client may still be sending a body.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        context.close(mode: mode, promise: promise)
        if mode == .output { linger(context, atMost: limits.body) }
    }

    private func linger(_ context: ChannelHandlerContext, atMost time: TimeAmount) {
        guard lingersUntil == nil, context.channel.isActive else { return }
        lingersUntil = context.eventLoop.now + time
        context.read()
        arm(context)
    }

    private static func waitingBytes(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    // MARK: Time

    /// Until when something has to happen, and why; nil while the server itself is at work.
    private func deadline(_ context: ChannelHandlerContext) -> (at: NIODeadline, why: Lapse)? {
        let reads = pausedSince == nil && lingersUntil == nil
        if reads, let headSince { return (headSince + limits.header, .head) }
        if reads, let body { return (body.since + limits.body + ConnectionLimits.time(for: body.bytes), .body) }
        if let stall { return (stall.since + limits.write, .write) }
        if let lingersUntil { return (lingersUntil, .linger) }
        return unanswered > 0 || body != nil ? nil : (lastActivity + limits.idle, .idle)
    }

    private enum Lapse {
        case head
        case body
        case write
        case idle
        case linger
    }

    private func arm(_ context: ChannelHandlerContext) {
        guard let next = deadline(context)?.at else { return }
        if let timer {
            guard next < timer.deadline else { return }
            timer.task.cancel()
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(deadline: next) {
            let (guardian, context) = bound.value
            guardian.timer = nil
            guardian.look(context)
        }
        timer = (task: task, deadline: next)
    }

    private func look(_ context: ChannelHandlerContext) {
        noteProgress(context)
        guard let (at, why) = deadline(context), at <= context.eventLoop.now else { return arm(context) }
        switch why {
        case .head: end(context, saying: Problem(.timeout, "The head of the request took too long."))
        case .body: end(context, saying: Problem(.timeout, "The body of the request came too slowly."))
        case .write, .idle, .linger: context.close(promise: nil)
        }
    }

    private func noteProgress(_ context: ChannelHandlerContext) {
        guard let stall else { return }
        let waiting = Self.waitingBytes(context)
        let now = context.eventLoop.now
        if waiting == 0 {
            self.stall = nil
            lastActivity = now
        } else if stall.bytes - waiting >= Int(limits.write.nanoseconds / 1_000_000_000) * ConnectionLimits.leastRate {
            self.stall = (since: now, bytes: waiting)
        }
    }

    /// Says why, unless an answer is under way already, and closes once the client has had time to read it.
    private func end(_ context: ChannelHandlerContext, saying problem: Problem) {
        // A request whose body is still coming counts as unanswered itself, unless it was refused already.
        guard unanswered == (body == nil ? 0 : 1) else { return context.close(promise: nil) }
        context.writeAndFlush(
            wrapOutboundOut(context.channel.allocator.buffer(bytes: problem.rawResponse)), promise: nil)
        context.close(mode: .output, promise: nil)
        linger(context, atMost: .seconds(1))
    }
}

extension Problem {
    /// The whole answer as it goes over the wire, for where there is no request to answer; it closes the connection.
    var rawResponse: [UInt8] {
        let body = json.canonicalBytes
        let head = """
            HTTP/1.1 \(kind.status.code) \(kind.status.reasonPhrase)\r
            Content-Type: application/problem+json\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \(kind == .unavailable ? "Retry-After: 1\r\n" : "")\r

            """
        return Array(head.utf8) + body
    }
}
