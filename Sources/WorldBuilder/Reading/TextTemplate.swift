/// A text with slots in braces: `Where is {order}?`.
struct TextTemplate: Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Fills the slots.
    ///
    /// - Throws: ``ContentError`` naming a slot that has no value.
    func filled(_ place: String, _ value: (_ slot: String) -> String?) throws(ContentError) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let slot = String(rest[rest.index(after: open)..<close])
            guard let filling = value(slot) else { throw ContentError(place, "has no value for the slot {\(slot)}") }
            if Self.wantsAn(result, filling) { result.insert("n", at: result.index(before: result.endIndex)) }
            result += filling
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// Whether a text that ends with the word "a" goes on with a vowel.
    private static func wantsAn(_ text: String, _ next: String) -> Bool {
        guard let first = next.first, "AEIOaeio".contains(first), text.hasSuffix(" a ") || text.hasSuffix("A ") else {
            return false
        }
        return text.hasSuffix(" a ") || text == "A " || text.dropLast(2).last?.isLetter == false
    }

    func filled(_ place: String, _ values: [String: String]) throws(ContentError) -> String {
        try filled(place) { values[$0] }
    }
}
