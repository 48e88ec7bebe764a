internal import NIOCore

/// Why the server closes a WebSocket (RFC 6455, section 7.4.1).
enum WebSocketCode: UInt16, Sendable {
    case normal = 1000
    /// The server stops.
    case goingAway = 1001
    case protocolError = 1002
    case unsupportedData = 1003
    case invalidData = 1007
    /// Also for a connection that another one took the place of, and for one that is too slow.
    case policyViolation = 1008
    case messageTooBig = 1009
    case tryAgainLater = 1013
}

/// Frames of the server: whole and not masked.
enum WebSocketFrame {
    static func text(_ payload: ByteBuffer, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var payload = payload
        return frame(0x1, &payload, allocator)
    }

    static func pong(_ bytes: [UInt8], _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var payload = ByteBuffer(bytes: bytes)
        return frame(0xA, &payload, allocator)
    }

    static func ping(_ allocator: ByteBufferAllocator) -> ByteBuffer {
        var payload = ByteBuffer()
        return frame(0x9, &payload, allocator)
    }

    /// - Parameter code: nil answers a close that had no code.
    static func close(_ code: UInt16?, _ reason: String, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var payload = ByteBuffer()
        if let code {
            payload.writeInteger(code)
            payload.writeString(reason)
        }
        return frame(0x8, &payload, allocator)
    }

    private static func frame(
        _ opcode: UInt8, _ payload: inout ByteBuffer, _ allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        let length = payload.readableBytes
        var frame = allocator.buffer(capacity: length + 10)
        frame.writeInteger(0x80 | opcode)
        switch length {
        case ...125: frame.writeInteger(UInt8(length))
        case ...Int(UInt16.max):
            frame.writeInteger(UInt8(126))
            frame.writeInteger(UInt16(length))
        default:
            frame.writeInteger(UInt8(127))
            frame.writeInteger(UInt64(length))
        }
        frame.writeBuffer(&payload)
        return frame
    }
}
