import NIOCore
import NIOPosix

/// A TCP connection that says exactly what a test wants and takes answers apart by hand.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private var received: [UInt8] = []

    /// Connects, runs the test and closes.
    static func open<Value: Sendable>(
        port: Int, _ body: (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                inbound: inbound.makeAsyncIterator(), outbound: outbound, channel: channel.channel)
            return try await body(&connection)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
    }

    /// One answer.
    struct Answer: Sendable, Equatable {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Sends bytes beside whoever reads.
    var sender: @Sendable ([UInt8]) async throws -> Void {
        { [outbound] bytes in try await outbound.write(ByteBuffer(bytes: bytes)) }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Sends a request with the headers that every client sends.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], host: String = "localhost",
        body: [UInt8]? = nil
    ) async throws {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        try await send(Array((head + "\r\n").utf8) + (body ?? []))
    }

    /// Sends no more; answers may still come.
    func closeOutput() async throws { try await channel.close(mode: .output) }

    /// Reads one answer; nil when the server closed the connection instead.
    mutating func answer(withoutBody: Bool = false) async throws -> Answer? {
        let separator: [UInt8] = [13, 10, 13, 10]
        while true {
            if let end = received.firstRange(of: separator) {
                let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description
                }
                let length = withoutBody ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
                while received.count < end.upperBound + length {
                    guard try await receive() else { return nil }
                }
                let body = Array(received[end.upperBound..<(end.upperBound + length)])
                received.removeFirst(end.upperBound + length)
                let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                return Answer(status: status, headers: headers, body: body)
            }
            guard try await receive() else { return nil }
        }
    }

    /// Reads that many bytes; nil when the server closed the connection before.
    mutating func bytes(_ count: Int) async throws -> [UInt8]? {
        while received.count < count {
            guard try await receive() else { return nil }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private mutating func receive() async throws -> Bool {
        guard let buffer = try await inbound.next() else { return false }
        received.append(contentsOf: buffer.readableBytesView)
        return true
    }
}
