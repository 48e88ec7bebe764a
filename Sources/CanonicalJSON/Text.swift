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
        // Mostly the lengths differ, and a string knows its own.
        guard left.byteCount == right.byteCount else { return false }
        let leftBytes = left.string.utf8Span
        let rightBytes = right.string.utf8Span
        if leftBytes.isKnownASCII, rightBytes.isKnownASCII { return left.string == right.string }
        return commonPrefix(leftBytes.span, rightBytes.span) == leftBytes.count
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        // Equal bytes make equal strings, so the string's own fast hash is consistent with `==`.
        hasher.combine(string)
    }
}

extension Text: Comparable {
    /// Orders by UTF-8 bytes, which is the order of code points; a prefix comes first.
    @inlinable
    public static func < (left: Text, right: Text) -> Bool {
        precedes(left, right) { $0 < $1 }
    }

    /// Whether `left` comes before `right` by UTF-16 code units, the order RFC 8785 gives object members.
    ///
    /// It differs from the order of bytes only for U+E000...U+FFFF against characters beyond U+FFFF.
    public static func utf16Precedes(_ left: Text, _ right: Text) -> Bool {
        precedes(left, right) { utf16Rank($0) < utf16Rank($1) }
    }

    /// Orders by the first byte in which the texts differ.
    @inlinable
    @inline(__always)
    static func precedes(_ left: Text, _ right: Text, by bytePrecedes: (UInt8, UInt8) -> Bool) -> Bool {
        let leftSpan = left.string.utf8Span
        let rightSpan = right.string.utf8Span
        // ASCII is its own normal form, so that strings of it compare by bytes, and faster than the loop below.
        if leftSpan.isKnownASCII, rightSpan.isKnownASCII { return left.string < right.string }
        let leftBytes = leftSpan.span
        let rightBytes = rightSpan.span
        let index = commonPrefix(leftBytes, rightBytes)
        guard index < leftBytes.count, index < rightBytes.count else { return leftBytes.count < rightBytes.count }
        return bytePrecedes(leftBytes[index], rightBytes[index])
    }

    /// The number of bytes in which both agree from the start.
    @inlinable
    static func commonPrefix(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let count = min(left.count, right.count)
        var index = 0
        while index < count, left[index] == right[index] { index += 1 }
        return index
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
