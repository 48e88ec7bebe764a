import NIOCore
import Testing

@testable import Server

@Suite("WebSocket: frames are read")
struct WebSocketReaderTests {
    private typealias Event = WebSocketReader.Event

    /// Reads bytes that come in pieces of that size.
    private static func read(
        _ bytes: [UInt8], limit: Int = 1 << 20, inPiecesOf size: Int = .max
    ) throws(WebSocketReader.Failure) -> [Event] {
        var reader = WebSocketReader(limit: limit)
        var events: [Event] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let event = try reader.next() { events.append(event) }
        }
        return events
    }

    private static func text(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(0x61 + $0 % 26) } }

    @Test(
        "whatever pieces the network makes of them",
        arguments: [0, 1, 125, 126, 65_535, 65_536], [1, 2, 3, 7, 1_024, 1 << 20])
    func messagesOfEveryLength(count: Int, size: Int) throws {
        guard count < 1_000 || size > 3 else { return }
        let one = RawWebSocket.frame(0x81, Self.text(count))
        let two = RawWebSocket.frame(0x81, Self.text(3))
        #expect(try Self.read(one + two, inPiecesOf: size) == [.message(Self.text(count)), .message(Self.text(3))])
    }

    @Test(arguments: [1, 2, 5, 100])
    func fragmentsBelongTogetherAndControlFramesComeBetween(size: Int) throws {
        let bytes =
            RawWebSocket.frame(0x01, Array("für ".utf8)) + RawWebSocket.frame(0x89, [7])
            + RawWebSocket.frame(0x00, []) + RawWebSocket.frame(0x8A, [8])
            + RawWebSocket.frame(0x80, Array("dich".utf8)) + RawWebSocket.frame(0x88, [0x03, 0xE8])
        let expected: [Event] = [.ping([7]), .pong, .message(Array("für dich".utf8)), .close(1000)]
        #expect(try Self.read(bytes, inPiecesOf: size) == expected)
    }

    @Test(
        "what breaks the protocol",
        arguments: [
            (RawWebSocket.frame(0x81, [0x61], mask: nil), WebSocketCode.protocolError),
            (RawWebSocket.frame(0xC1, [0x61]), .protocolError),
            (RawWebSocket.frame(0x83, [0x61]), .protocolError),
            (RawWebSocket.frame(0x8B, []), .protocolError),
            (RawWebSocket.frame(0x80, [0x61]), .protocolError),
            (RawWebSocket.frame(0x01, [0x61]) + RawWebSocket.frame(0x81, [0x61]), .protocolError),
            (RawWebSocket.frame(0x09, []), .protocolError),
            (RawWebSocket.frame(0x89, [UInt8](repeating: 0, count: 126)), .protocolError),
            (RawWebSocket.frame(0x88, [3]), .protocolError),
            (RawWebSocket.frame(0x88, [0x03, 0xED]), .protocolError),
            (RawWebSocket.frame(0x88, [0x03, 0xE8, 0xFF]), .invalidData),
            (RawWebSocket.frame(0x82, [0x61]), .unsupportedData),
            (RawWebSocket.frame(0x81, [0xC3]), .invalidData),
            (RawWebSocket.frame(0x81, text(101)), .messageTooBig),
            (RawWebSocket.frame(0x01, text(60)) + RawWebSocket.frame(0x80, text(60)), .messageTooBig),
            ([0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .messageTooBig),
        ])
    func refuses(bytes: [UInt8], code: WebSocketCode) {
        let failure = #expect(throws: WebSocketReader.Failure.self) { try Self.read(bytes, limit: 100) }
        #expect(failure?.code == code)
        #expect((failure?.reason.utf8.count ?? 0) <= 123)
    }

    @Test func aTooLargeMessageIsRefusedByItsHeader() {
        var reader = WebSocketReader(limit: 100)
        reader.append(ByteBuffer(bytes: RawWebSocket.frame(0x81, Self.text(200)).prefix(8)))
        #expect(throws: WebSocketReader.Failure.self) { try reader.next() }
    }

    @Test func itCountsWhatAMessageHasSoFar() throws {
        var reader = WebSocketReader(limit: 1_000)
        reader.append(ByteBuffer(bytes: RawWebSocket.frame(0x81, Self.text(200)).prefix(108)))
        #expect(try reader.next() == nil)
        #expect(reader.messageBytes == 100)
    }
}
