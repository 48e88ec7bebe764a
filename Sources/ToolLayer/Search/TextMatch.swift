internal import CanonicalJSON

/// A piece of text looked for in others without regard to ASCII case (`~` of the contract, section 2.3).
///
/// Bytes are compared (design rule D-5): no words, no wildcards, no folding beyond A to Z.
struct TextMatch: Sendable {
    private let needle: [UInt8]

    init(_ text: Text) {
        needle = text.string.utf8.map(TextMatch.folded)
    }

    /// Whether the piece stands anywhere in `text`.
    func occurs(in text: Text) -> Bool {
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

    private static func folded(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}

extension Text {
    /// Whether `piece` stands anywhere in this text, byte for byte.
    func contains(_ piece: Text) -> Bool {
        let haystack = string.utf8Span.span
        let needle = piece.string.utf8Span.span
        guard haystack.count >= needle.count else { return false }
        for start in 0...(haystack.count - needle.count) {
            var length = 0
            while length < needle.count, haystack[start + length] == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }
}
