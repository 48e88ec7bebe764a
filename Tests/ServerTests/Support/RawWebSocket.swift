import CanonicalJSON

@testable import Server

/// A WebSocket whose frames a test makes by hand.
struct RawWebSocket {
    private var connection: RawConnection

    /// What every client sends to open one.
    static let handshake = [
        ("Upgrade", "websocket"), ("Connection", "keep-alive, Upgrade"), ("Sec-WebSocket-Version", "13"),
        // The example of RFC 6455, section 1.3.
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    /// Opens one, runs the test and closes the connection.
    static func open<Value: Sendable>(
        port: Int, _ path: String = "/openenv/ws", _ body: (inout RawWebSocket) async throws -> Value
    ) async throws -> Value {
        try await RawConnection.open(port: port) { connection in
            try await connection.send("GET", path, headers: handshake)
            guard let answer = try await connection.answer(), answer.status == 101 else {
                throw ServerError("The WebSocket was refused.")
            }
            var socket = RawWebSocket(connection: connection)
            return try await body(&socket)
        }
    }

    /// A frame as it came: its first byte and its payload.
    struct Frame: Equatable {
        let first: UInt8
        let payload: [UInt8]

        /// Of a close frame.
        var code: Int? {
            first == 0x88 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
        }
    }

    static func frame(_ first: UInt8, _ payload: [UInt8], mask: [UInt8]? = [1, 2, 3, 4]) -> [UInt8] {
        var bytes = [first]
        let bit: UInt8 = mask == nil ? 0 : 0x80
        switch payload.count {
        case ...125: bytes.append(bit | UInt8(payload.count))
        case ...65_535: bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [bit | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 0xFF) }
        }
        guard let mask else { return bytes + payload }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    func send(_ bytes: [UInt8]) async throws { try await connection.send(bytes) }

    func send(_ first: UInt8, _ payload: [UInt8], mask: [UInt8]? = [1, 2, 3, 4]) async throws {
        try await send(Self.frame(first, payload, mask: mask))
    }

    /// Sends a message and returns its answer.
    mutating func ask(_ message: JSONValue) async throws -> JSONValue {
        try await send(0x81, message.canonicalBytes)
        return try await answer()
    }

    mutating func answer() async throws -> JSONValue {
        guard let frame = try await receive(), frame.first == 0x81 else { throw ServerError("No message came.") }
        return try JSONParser.parse(frame.payload)
    }

    /// The next frame; nil when the server closed the connection.
    mutating func receive() async throws -> Frame? {
        guard let head = try await connection.bytes(2) else { return nil }
        var length = Int(head[1])
        if length == 126 || length == 127 {
            guard let long = try await connection.bytes(length == 126 ? 2 : 8) else { return nil }
            length = long.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = try await connection.bytes(length) else { return nil }
        return Frame(first: head[0], payload: payload)
    }
}
