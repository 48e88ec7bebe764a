internal import NIOCore

/// Takes what a client sends apart into messages and control frames (RFC 6455, section 5).
///
/// Our own instead of swift-nio's decoder, which holds a frame until all of it has come: here a payload is counted, and
/// refused, as it arrives.
struct WebSocketReader {
    /// What was read as a whole.
    enum Event: Equatable {
        /// The bytes of a text message, all fragments together; they are UTF-8.
        case message([UInt8])
        /// To be answered with the same bytes.
        case ping([UInt8])
        case pong
        /// The client's code, nil when it gave none.
        case close(UInt16?)
    }

    /// What a client did wrong; the connection cannot go on.
    struct Failure: Error, Equatable {
        let code: WebSocketCode
        /// At most 123 bytes.
        let reason: String
    }

    private enum Opcode: UInt8 {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        var isControl: Bool { rawValue >= 0x8 }
    }

    private struct Frame {
        let opcode: Opcode
        let isLast: Bool
        let mask: [UInt8]
        /// The whole payload's length, and how much of it is still to come.
        let length: Int
        var remaining: Int
    }

    private let limit: Int
    /// What has come and was not looked at: never more than one read of the socket and a header.
    private var input = ByteBuffer()
    private var frame: Frame?
    private var control: [UInt8] = []
    private var message: [UInt8] = []
    private var isInMessage = false

    /// - Parameter limit: The most bytes of a message.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many bytes the message has so far that is being read; 0 between messages.
    var messageBytes: Int { message.count }

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
    }

    /// - Returns: The next whole thing; nil until more bytes come.
    /// - Throws: ``Failure``; nothing is to be read any more then.
    mutating func next() throws(Failure) -> Event? {
        while true {
            if frame == nil { frame = try header() }
            guard var current = frame else { return nil }
            try takePayload(of: &current)
            frame = current.remaining == 0 ? nil : current
            guard current.remaining == 0 else { return nil }
            if let event = try finish(current) { return event }
        }
    }

    // MARK: Headers

    /// - Returns: nil until the header is complete.
    private mutating func header() throws(Failure) -> Frame? {
        var cursor = input
        guard let first = cursor.readInteger(as: UInt8.self), let second = cursor.readInteger(as: UInt8.self) else {
            return nil
        }
        guard first & 0x70 == 0 else { throw Failure(code: .protocolError, reason: "no extension was agreed on") }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw Failure(code: .protocolError, reason: "that opcode is reserved")
        }
        guard second & 0x80 != 0 else {
            throw Failure(code: .protocolError, reason: "frames of clients must be masked")
        }
        let isLast = first & 0x80 != 0
        let length: UInt64
        switch second & 0x7F {
        case 126:
            guard let long = cursor.readInteger(as: UInt16.self) else { return nil }
            length = UInt64(long)
        case 127:
            guard let long = cursor.readInteger(as: UInt64.self) else { return nil }
            length = long
        case let short: length = UInt64(short)
        }
        try check(opcode, isLast: isLast, length: length)
        guard let mask = cursor.readBytes(length: 4) else { return nil }
        input = cursor
        return Frame(opcode: opcode, isLast: isLast, mask: mask, length: Int(length), remaining: Int(length))
    }

    private func check(_ opcode: Opcode, isLast: Bool, length: UInt64) throws(Failure) {
        switch opcode {
        case .close, .ping, .pong:
            guard isLast, length <= 125 else {
                throw Failure(code: .protocolError, reason: "control frames are whole and of 125 bytes at most")
            }
        case .binary: throw Failure(code: .unsupportedData, reason: "messages are JSON in text frames")
        case .text:
            guard !isInMessage else {
                throw Failure(code: .protocolError, reason: "the message before has not ended")
            }
        case .continuation:
            guard isInMessage else { throw Failure(code: .protocolError, reason: "there is nothing to continue") }
        }
        guard length <= UInt64(limit - message.count) || opcode.isControl else {
            throw Failure(code: .messageTooBig, reason: "a message has at most \(limit) bytes")
        }
    }

    // MARK: Payloads

    private mutating func takePayload(of frame: inout Frame) throws(Failure) {
        guard frame.remaining > 0, let piece = input.readSlice(length: min(frame.remaining, input.readableBytes))
        else { return }
        var offset = frame.length - frame.remaining
        frame.remaining -= piece.readableBytes
        if frame.opcode.isControl {
            for byte in piece.readableBytesView {
                control.append(byte ^ frame.mask[offset & 3])
                offset += 1
            }
        } else {
            message.reserveCapacity(message.count + piece.readableBytes)
            for byte in piece.readableBytesView {
                message.append(byte ^ frame.mask[offset & 3])
                offset += 1
            }
        }
    }

    private mutating func finish(_ frame: Frame) throws(Failure) -> Event? {
        switch frame.opcode {
        case .text, .continuation, .binary:
            isInMessage = !frame.isLast
            guard frame.isLast else { return nil }
            defer { message = [] }
            guard Self.isText(message) else { throw Failure(code: .invalidData, reason: "a text must be UTF-8") }
            return .message(message)
        case .ping:
            defer { control = [] }
            return .ping(control)
        case .pong:
            control = []
            return .pong
        case .close:
            defer { control = [] }
            return .close(try Self.code(control))
        }
    }

    private static func isText(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Reads a close frame's payload: nothing, or a code and a text (sections 5.5.1 and 7.4).
    private static func code(_ payload: [UInt8]) throws(Failure) -> UInt16? {
        if payload.isEmpty { return nil }
        guard payload.count >= 2 else { throw Failure(code: .protocolError, reason: "a code has two bytes") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        let isKnown = 1000...1014 ~= code && ![1004, 1005, 1006].contains(code) || 3000...4999 ~= code
        guard isKnown else { throw Failure(code: .protocolError, reason: "\(code) is no code to close with") }
        guard isText(Array(payload.dropFirst(2))) else {
            throw Failure(code: .invalidData, reason: "a reason must be UTF-8")
        }
        return code
    }
}
