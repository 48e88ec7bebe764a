import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Server

/// WebSockets on a clock that the tests turn.
@Suite("WebSocket: time, memory, the end")
struct WebSocketHandlerTests {
    private struct Socket {
        let channel = EmbeddedChannel()
        let memory = BodyMemory(limit: 1 << 20)
        let reads = Reads()

        /// Counts how often the socket is asked for more.
        final class Reads: ChannelOutboundHandler {
            typealias OutboundIn = ByteBuffer

            private(set) var count = 0

            func read(context: ChannelHandlerContext) {
                count += 1
                context.read()
            }
        }

        init() throws {
            let limits = WebSocketLimits(
                message: 2 << 20, memory: memory, idle: .seconds(120), body: .seconds(30))
            let handler = WebSocketHandler(limits: limits, opening: "101")
            try channel.pipeline.syncOperations.addHandler(reads)
            try channel.pipeline.syncOperations.addHandler(handler)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            handler.open()
            #expect(try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) } == "101")
        }

        func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

        func wait(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

        /// The messages that were handed on, `nil` for the end of all.
        func messages() throws -> [String?] {
            var messages: [String?] = []
            while let part = try channel.readInbound(as: HTTPRequestPart.self) {
                if case .body(let buffer) = part {
                    messages.append(String(buffer: buffer))
                } else {
                    messages.append(nil)
                }
            }
            return messages
        }

        func sent() throws -> [UInt8]? {
            try channel.readOutbound(as: ByteBuffer.self).map { Array($0.readableBytesView) }
        }

        func answer(_ text: String) throws {
            try channel.writeOutbound(HTTPResponsePart.body(ByteBuffer(string: text)))
        }

        /// How much memory there is, found by taking all of it.
        var free: Int {
            (0...20).map { 1 << (20 - $0) }.reduce(0) { $1 + $0 <= 1 << 20 && memory.take($1) ? $0 + $1 : $0 }
        }
    }

    private static let hello = RawWebSocket.frame(0x81, Array("{}".utf8))
    private static let ping: [UInt8] = [0x89, 0]

    @Test func aSilentClientIsPingedAndThenClosed() throws {
        let socket = try Socket()
        socket.wait(.seconds(60))
        #expect(try socket.sent() == Self.ping)
        socket.wait(.seconds(59))
        #expect(socket.channel.isActive)
        socket.wait(.seconds(1))
        #expect(!socket.channel.isActive)
    }

    @Test func aClientThatAnswersPingsStays() throws {
        let socket = try Socket()
        for _ in 0..<10 {
            socket.wait(.seconds(60))
            #expect(try socket.sent() == Self.ping)
            try socket.receive(RawWebSocket.frame(0x8A, []))
        }
        #expect(socket.channel.isActive)
    }

    @Test func theServersOwnSlownessClosesNothing() throws {
        let socket = try Socket()
        try socket.receive(Self.hello)
        socket.wait(.seconds(1_000))
        #expect(socket.channel.isActive)
        try socket.answer("late")
        #expect(try socket.sent() == [0x81, 4] + Array("late".utf8))
    }

    @Test func aMessageThatComesTooSlowlyIsGivenUp() throws {
        let socket = try Socket()
        try socket.receive(Array(RawWebSocket.frame(0x81, [UInt8](repeating: 0x61, count: 1_000)).prefix(100)))
        socket.wait(.seconds(29))
        try socket.receive([0x61])
        socket.wait(.seconds(31))
        #expect(try socket.sent()?.dropFirst(2).prefix(2) == [0x03, 0xF0])
        #expect(try socket.messages() == [nil])
    }

    @Test func memoryOfLargeMessagesIsTakenAndGivenBack() throws {
        let socket = try Socket()
        let large = [UInt8](repeating: 0x61, count: 700_000)
        let frame = RawWebSocket.frame(0x81, large)
        try socket.receive(Array(frame.prefix(600_000)))
        #expect(!socket.memory.take(500_000))
        try socket.receive(Array(frame.dropFirst(600_000)))
        #expect(try socket.messages().count == 1)
        #expect(!socket.memory.take(500_000))
        try socket.answer("done")
        #expect(socket.free == 1 << 20)
    }

    @Test func withoutMemoryTheConnectionIsClosed() throws {
        let socket = try Socket()
        #expect(socket.memory.take(900_000))
        try socket.receive(Array(RawWebSocket.frame(0x81, [UInt8](repeating: 0x61, count: 300_000)).prefix(250_000)))
        #expect(try socket.sent()?.dropFirst(2).prefix(2) == [0x03, 0xF5])
        socket.memory.give(back: 900_000)
        #expect(socket.free == 1 << 20)
    }

    @Test func aClientThatDoesNotTakeItsAnswersIsReadNoFurther() throws {
        let socket = try Socket()
        let before = socket.reads.count
        socket.channel.isWritable = false
        socket.channel.pipeline.read()
        #expect(socket.reads.count == before)
        socket.channel.isWritable = true
        socket.channel.pipeline.fireChannelWritabilityChanged()
        #expect(socket.reads.count == before + 1)
    }

    @Test func twoMessagesMayWait() throws {
        let socket = try Socket()
        try socket.receive(Self.hello)
        let before = socket.reads.count
        socket.channel.pipeline.read()
        #expect(socket.reads.count == before + 1)
        try socket.receive(Self.hello)
        let full = socket.reads.count
        socket.channel.pipeline.read()
        #expect(socket.reads.count == full)
        try socket.answer("one")
        #expect(socket.reads.count == full + 1)
    }

    @Test func aServerThatStopsAnswersFirst() throws {
        let socket = try Socket()
        try socket.receive(Self.hello)
        socket.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try socket.sent() == nil)
        try socket.answer("ok")
        #expect(try socket.sent() == [0x81, 2] + Array("ok".utf8))
        #expect(try socket.sent()?.dropFirst(2).prefix(2) == [0x03, 0xE9])
        #expect(try socket.messages() == ["{}", nil])
    }

    @Test func aClosingClientGetsItsCodeBack() throws {
        let socket = try Socket()
        try socket.receive(RawWebSocket.frame(0x88, [0x0F, 0xA0, 0x62]) + Self.hello)
        #expect(try socket.sent() == [0x88, 2, 0x0F, 0xA0])
        #expect(try socket.messages() == [nil])
        socket.wait(.seconds(1))
        #expect(!socket.channel.isActive)
    }
}
