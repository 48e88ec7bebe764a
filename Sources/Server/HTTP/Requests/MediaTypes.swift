/// What a client sends and what it takes, as far as JSON is concerned.
enum MediaTypes {
    /// Whether a Content-Type is `application/json`, whatever its parameters.
    static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return false }
        // The usual spelling needs no taking apart.
        return contentType == "application/json" || essence(contentType[...]) == "application/json"
    }

    /// Whether an Accept header takes a JSON answer; an absent one takes everything.
    static func acceptsJSON(_ accept: String?) -> Bool {
        guard let accept else { return true }
        if accept == "*/*" || accept == "application/json, text/event-stream" { return true }
        return accept.split(separator: ",").contains { range in
            ["application/json", "application/*", "*/*"].contains(essence(range)) && !isRefused(range)
        }
    }

    private static func essence(_ value: Substring) -> String {
        let type = value.prefix { $0 != ";" }
        return trimmed(type).lowercased()
    }

    /// Whether a range has the weight 0.
    private static func isRefused(_ range: Substring) -> Bool {
        range.split(separator: ";").dropFirst().contains { parameter in
            let text = trimmed(parameter).lowercased()
            return text.hasPrefix("q=") && Double(text.dropFirst(2)) == 0
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
