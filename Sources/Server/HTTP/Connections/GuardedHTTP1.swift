internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOSSL

/// HTTP/1.1 with a ``ConnectionGuard`` in front of it.
struct GuardedHTTP1: ServerChildChannel {
    private let http: HTTP1Channel
    private let limits: ConnectionLimits
    private let table: ConnectionTable
    private let tls: NIOSSLContext?

    /// - Parameter tls: With what to speak TLS; nil speaks in the clear.
    /// - Parameter webSocket: What is taken from WebSockets; nil where none are opened.
    /// - Parameter atOnce: Answers what needs no task.
    /// - Parameter responder: Answers everything else.
    init(
        limits: ConnectionLimits, table: ConnectionTable, tls: NIOSSLContext? = nil, webSocket: WebSocketLimits? = nil,
        atOnce: RootResponder, responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.limits = limits
        self.table = table
        self.tls = tls
        http = HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [RequestWatch(webSocket: webSocket), CallHandler(responder: atOnce)]))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            // The guard stands behind it, so that it sees heads and bodies; a handshake that stalls is an idle connection.
            if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
            try channel.pipeline.syncOperations.addHandler(ConnectionGuard(limits: limits, table: table))
        }.flatMap { http.setup(channel: channel, logger: logger) }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
