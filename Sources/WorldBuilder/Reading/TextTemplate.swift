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
            result += filling
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    func filled(_ place: String, _ values: [String: String]) throws(ContentError) -> String {
        try filled(place) { values[$0] }
    }
}
