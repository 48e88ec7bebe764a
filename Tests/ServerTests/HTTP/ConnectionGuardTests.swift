import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing

@testable import Server

/// Connections on a clock that the tests turn.
@Suite("Connections: time, number, answers")
struct ConnectionGuardTests {
    private static let limits = ConnectionLimits(
        header: .seconds(10), body: .seconds(30), idle: .seconds(120), write: .seconds(30))

    /// A connection without a decoder: bytes go in at one end, parts of requests at the other.
    private struct Connection {
        let channel = EmbeddedChannel()
        let table: ConnectionTable

        /// Stands for the decoder: each letter is a part of a request, `h`ead, `b`ody or `e`nd; all else is half a part.
        private final class Letters: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer
            typealias InboundOut = HTTPRequestPart

            func channelRead(context: ChannelHandlerContext, data: NIOAny) {
                for letter in String(buffer: unwrapInboundIn(data)) {
                    switch letter {
                    case "h":
                        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/")
                        context.fireChannelRead(wrapInboundOut(.head(head)))
                    case "b": context.fireChannelRead(wrapInboundOut(.body(ByteBuffer(string: "b"))))
                    case "e": context.fireChannelRead(wrapInboundOut(.end(nil)))
                    default: break
                    }
                }
            }
        }

        init(table: ConnectionTable = ConnectionTable(limit: 10)) throws {
            self.table = table
            let guardian = ConnectionGuard(limits: ConnectionGuardTests.limits, table: table)
            try channel.pipeline.syncOperations.addHandler(guardian)
            try channel.pipeline.syncOperations.addHandler(Letters())
            try channel.pipeline.syncOperations.addHandler(RequestWatch())
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        /// Bytes arrive, and the server reads on unless it is busy.
        func receive(_ letters: String, isBusy: Bool = false) {
            channel.pipeline.syncOperations.fireChannelRead(NIOAny(ByteBuffer(string: letters)))
            channel.pipeline.syncOperations.fireChannelReadComplete()
            if !isBusy { channel.pipeline.syncOperations.read() }
        }

        func readOn() { channel.pipeline.syncOperations.read() }

        func wait(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

        /// What was said last, when it was bytes of the guard.
        func said() throws -> String? {
            try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
        }

        var isOpen: Bool { channel.isActive }
    }

    @Test func anIdleConnectionIsClosed() throws {
        let connection = try Connection()
        connection.wait(.seconds(119))
        #expect(connection.isOpen && connection.table.count == 1)
        connection.wait(.seconds(1))
        #expect(!connection.isOpen && connection.table.count == 0)
        #expect(try connection.said() == nil)
    }

    @Test func aConnectionOneTooManyIsToldSoAndClosed() throws {
        let table = ConnectionTable(limit: 1)
        let first = try Connection(table: table)
        let second = try Connection(table: table)
        let said = try #require(try second.said())
        #expect(said.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(said.contains("Connection: close\r\n") && said.contains("Retry-After: 1\r\n"))
        #expect(said.contains("\r\n\r\n{\"detail\":"))
        second.wait(.seconds(1))
        #expect(!second.isOpen && first.isOpen)
        first.wait(.seconds(120))
        let third = try Connection(table: table)
        #expect(try third.said() == nil)
    }

    @Test func aHeadHasItsTimeFromTheFirstByte() throws {
        let connection = try Connection()
        connection.wait(.seconds(100))
        for _ in 0..<10 {
            connection.receive(".")
            connection.wait(.milliseconds(999))
        }
        #expect(try connection.said() == nil)
        connection.wait(.seconds(1))
        #expect(try connection.said()?.hasPrefix("HTTP/1.1 408 ") == true)
        connection.wait(.seconds(1))
        #expect(!connection.isOpen)
    }

    @Test func aBodyHasItsTimeAndMoreForWhatHasCome() throws {
        let slow = try Connection()
        slow.receive("hb")
        slow.wait(.seconds(31))
        #expect(try slow.said()?.contains("body") == true)
        let busy = try Connection()
        busy.receive("h" + String(repeating: "b", count: 10 * 1_024))
        busy.wait(.seconds(39))
        #expect(try busy.said() == nil)
        busy.wait(.seconds(2))
        #expect(try busy.said() != nil)
    }

    @Test func aRequestThatIsCarriedOutHasAllTheTimeItTakes() throws {
        let connection = try Connection()
        connection.receive("hbe")
        connection.wait(.hours(1))
        #expect(connection.isOpen)
        _ = try connection.channel.writeOutbound(HTTPResponsePart.end(nil))
        connection.wait(.seconds(119))
        #expect(connection.isOpen)
        connection.wait(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test("what the server does not read is not the client's slowness", arguments: ["hbeh", "hbehb"])
    func paused(letters: String) throws {
        let connection = try Connection()
        connection.receive(letters, isBusy: true)
        connection.wait(.hours(1))
        #expect(try connection.isOpen && connection.said() == nil)
        // Once it reads again, the client has what was left of its time.
        _ = try connection.channel.writeOutbound(HTTPResponsePart.end(nil))
        _ = try connection.channel.readOutbound(as: HTTPResponsePart.self)
        connection.readOn()
        connection.wait(.seconds(29))
        #expect(try connection.isOpen && connection.said() == nil)
        connection.wait(.seconds(2))
        #expect(try connection.said()?.contains("body") == true)
    }

    @Test func whatFollowsAnUpgradeIsNoRequest() throws {
        let connection = try Connection()
        connection.receive("he")
        let watch = try connection.channel.pipeline.syncOperations.handler(type: RequestWatch.self)
        try connection.channel.pipeline.syncOperations.removeHandler(watch).wait()
        connection.receive("anything")
        connection.wait(.seconds(119))
        #expect(connection.isOpen)
        connection.wait(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func theTableSaysWhichAnswersWereLost() {
        let answers = ConnectionAnswers()
        let lost = Mutex(0)
        func expect(_ number: Int) -> Int? { answers.expect { lost.withLock { $0 += number } } }
        let written = expect(1)
        let failed = expect(10)
        _ = expect(100)
        answers.settle(written ?? 0, isWritten: true)
        #expect(lost.withLock { $0 } == 0)
        answers.settle(failed ?? 0, isWritten: false)
        #expect(lost.withLock { $0 } == 10)
        answers.hangUp()
        #expect(lost.withLock { $0 } == 110)
        // Once each, and whatever comes after the end is lost at once.
        answers.hangUp()
        answers.settle(failed ?? 0, isWritten: false)
        #expect(expect(1_000) == nil)
        #expect(lost.withLock { $0 } == 1_110)
    }

    /// How an answer meets its end.
    enum End: CaseIterable {
        case written, hungUpBefore, closedBefore, closedBeforeItsEnd
    }

    @Test("answers", arguments: End.allCases)
    func answers(end: End) throws {
        let connection = try Connection()
        let channel = connection.channel
        let lost = Mutex(0)
        let number = try #require(
            connection.table.expectAnswer(on: channel) { lost.withLock { $0 += 1 } })
        var head = HTTPResponse(status: .ok)
        head.headerFields[.answerNumber] = String(number)
        if end == .hungUpBefore { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        if end == .closedBefore { try channel.close().wait() }
        _ = try? channel.writeOutbound(HTTPResponsePart.head(head))
        if end == .closedBeforeItsEnd { try channel.close().wait() }
        _ = try? channel.writeOutbound(HTTPResponsePart.end(nil))
        #expect(lost.withLock { $0 } == (end == .written ? 0 : 1))
        if case .head(let sent)? = try? channel.readOutbound(as: HTTPResponsePart.self) {
            #expect(sent.headerFields[.answerNumber] == nil)
        }
        if connection.isOpen { try channel.close().wait() }
        #expect(lost.withLock { $0 } == (end == .written ? 0 : 1))
        #expect(connection.table.expectAnswer(on: channel) {} == nil)
    }
}
