/// Unicode text that is equal, hashed and ordered by its UTF-8 bytes (design rule D-5).
///
/// Swift's `String` calls "é" and "e\u{301}" equal; ids, keys and filters of the world must not.
public struct Text: Sendable {
    /// The same text as a Swift string, for printing and interpolation.
    public let string: String

    /// Wraps a string without changing a byte of it.
    @inlinable
    public init(_ string: String) {
        self.string = string
    }

    /// The number of UTF-8 bytes.
    @inlinable
    public var byteCount: Int { string.utf8.count }

    /// Whether there is no byte at all.
    @inlinable
    public var isEmpty: Bool { string.isEmpty }
}

extension Text: Hashable {
    @inlinable
    public static func == (left: Text, right: Text) -> Bool {
        left.string.utf8.count == right.string.utf8.count && Text.order(left, right) == 0
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        // Equal bytes make equal strings, so the string's own fast hash is consistent with `==`.
        hasher.combine(string)
    }
}

extension Text: Comparable {
    /// Orders by UTF-8 bytes, which is the order of code points.
    @inlinable
    public static func < (left: Text, right: Text) -> Bool {
        order(left, right) < 0
    }

    /// Negative, zero or positive, as `memcmp` over the UTF-8 bytes, a prefix first.
    @inlinable
    static func order(_ left: Text, _ right: Text) -> Int {
        let leftBytes = left.string.utf8Span.span
        let rightBytes = right.string.utf8Span.span
        let common = min(leftBytes.count, rightBytes.count)
        for index in 0..<common where leftBytes[index] != rightBytes[index] {
            return Int(leftBytes[index]) - Int(rightBytes[index])
        }
        return leftBytes.count - rightBytes.count
    }

    /// Whether `left` comes before `right` by UTF-16 code units, the order RFC 8785 gives object members.
    ///
    /// It differs from the order of bytes only for U+E000...U+FFFF against characters beyond U+FFFF.
    public static func utf16Precedes(_ left: Text, _ right: Text) -> Bool {
        let leftBytes = left.string.utf8Span.span
        let rightBytes = right.string.utf8Span.span
        let common = min(leftBytes.count, rightBytes.count)
        for index in 0..<common where leftBytes[index] != rightBytes[index] {
            return utf16Rank(leftBytes[index]) < utf16Rank(rightBytes[index])
        }
        return leftBytes.count < rightBytes.count
    }

    /// Lead bytes EE and EF (U+E000...U+FFFF) rank behind F0...F4, whose UTF-16 form starts with a surrogate.
    private static func utf16Rank(_ byte: UInt8) -> UInt8 {
        byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public var description: String { string }
}
