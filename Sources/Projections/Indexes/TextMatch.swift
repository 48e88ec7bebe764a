public import CanonicalJSON

/// A piece of text looked for in others without regard to ASCII case (`~` of the contract, section 2.3).
///
/// Bytes are compared (design rule D-5): no words, no wildcards, no folding beyond A to Z.
public struct TextMatch: Sendable {
    /// The piece's bytes, A to Z made small.
    let needle: [UInt8]

    public init(_ text: Text) {
        needle = text.string.utf8.map(TextMatch.folded)
    }

    /// Whether the piece stands anywhere in `text`.
    public func occurs(in text: Text) -> Bool {
        let haystack = text.string.utf8Span.span
        guard let first = needle.first else { return true }
        guard haystack.count >= needle.count else { return false }
        for start in 0...(haystack.count - needle.count) where TextMatch.folded(haystack[start]) == first {
            var length = 1
            while length < needle.count, TextMatch.folded(haystack[start + length]) == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }

    static func folded(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
