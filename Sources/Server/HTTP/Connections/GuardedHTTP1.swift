internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// HTTP/1.1 with a ``ConnectionGuard`` in front of it.
struct GuardedHTTP1: ServerChildChannel {
    private let http: HTTP1Channel
    private let limits: ConnectionLimits
    private let table: ConnectionTable

    init(limits: ConnectionLimits, table: ConnectionTable, responder: @escaping HTTPChannelHandler.Responder) {
        self.limits = limits
        self.table = table
        http = HTTP1Channel(
            responder: responder, configuration: .init(additionalChannelHandlers: [RequestWatch()]))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ConnectionGuard(limits: limits, table: table))
        }.flatMap { http.setup(channel: channel, logger: logger) }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
