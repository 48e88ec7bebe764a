/// Why a text is not JSON that this project takes, and at which byte.
public struct JSONParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        case invalidUTF8
        case loneSurrogate
        case duplicateMember(Text)
        case tooDeep(limit: Int)
        case tooLong(limit: Int)
        case inexactNumber(String)
        case unexpectedByte(UInt8)
        case unexpectedEnd
        case invalidEscape
        case controlCharacter(UInt8)
        case trailingBytes
    }

    public let reason: Reason
    /// The offset of the offending byte from the start of the text.
    public let offset: Int

    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String {
        let cause =
            switch reason {
            case .invalidUTF8: "invalid UTF-8"
            case .loneSurrogate: "a surrogate escape without its other half"
            case .duplicateMember(let name): "member \"\(clipped(name.string))\" stands twice in one object"
            case .tooDeep(let limit): "nested deeper than \(limit)"
            case .tooLong(let limit): "longer than \(limit) bytes"
            case .inexactNumber(let text):
                "number \(clipped(text)) cannot be kept exactly; use one that a 64-bit float holds, or a string"
            case .unexpectedByte(let byte): "unexpected byte 0x" + String(byte, radix: 16)
            case .unexpectedEnd: "the text ends in the middle of a value"
            case .invalidEscape: "an escape that JSON does not have"
            case .controlCharacter(let byte): "control character 0x" + String(byte, radix: 16) + " must be escaped"
            case .trailingBytes: "something follows the value"
            }
        return "\(cause), at byte \(offset)"
    }

    /// The start of a long text: what came from outside may be of any length.
    private func clipped(_ text: String) -> String {
        text.utf8.count <= 60 ? text : text.prefix(60) + "..."
    }
}
