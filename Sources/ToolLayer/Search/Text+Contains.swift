internal import CanonicalJSON

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
