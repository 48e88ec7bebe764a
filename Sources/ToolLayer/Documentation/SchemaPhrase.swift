internal import CanonicalJSON

/// JSON Schemas of tools in words, for cells of a Markdown table.
enum SchemaPhrase {
    /// `string`, `array of string (at most 1000)`, `string or null: one of ...`.
    static func type(_ schema: JSONValue) -> String {
        var phrase = bareType(schema)
        if let items = schema["maxItems"]?.number { phrase += ", at most \(items.canonicalText)" }
        if let low = schema["minimum"]?.number, let high = schema["maximum"]?.number {
            phrase += " \(low.canonicalText) to \(high.canonicalText)"
        }
        if let values = schema["enum"]?.elements {
            phrase += ": " + values.map { "`\(plain($0))`" }.joined(separator: ", ")
        }
        return phrase
    }

    private static func bareType(_ schema: JSONValue) -> String {
        let types =
            schema["type"]?.elements?.compactMap(\.text) ?? schema["type"].flatMap { $0.text.map { [$0] } } ?? []
        return types.map { type in
            guard type == "array", let items = schema["items"] else {
                return type == "object" ? "object" + members(schema) : type.string
            }
            return "array of " + bareType(items)
        }.joined(separator: " or ")
    }

    private static func members(_ schema: JSONValue) -> String {
        guard let properties = schema["properties"]?.object, !properties.isEmpty else { return "" }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let names = properties.members.map {
            "`\($0.name)`" + (required.isEmpty || required.contains($0.name) ? "" : "?")
        }
        return " {" + names.joined(separator: ", ") + "}"
    }

    /// The description with members, default and example.
    static func meaning(_ schema: JSONValue) -> String {
        var phrase = schema["description"]?.text?.string ?? ""
        let properties = schema["items"]?["properties"] ?? schema["properties"]
        for member in properties?.object?.members ?? [] {
            guard let text = member.value["description"]?.text else { continue }
            phrase += " `\(member.name)` (\(type(member.value))): \(text)"
        }
        if let value = schema["default"] { phrase += " Default `\(plain(value))`." }
        if let example = schema["examples"]?.elements?.first { phrase += " Example: `\(plain(example))`." }
        return phrase.replacing("|", with: "\\|")
    }

    /// What a result holds: its members with their types; a `?` marks those that may be absent.
    static func answer(_ schema: JSONValue) -> String {
        guard let properties = schema["properties"]?.object else { return bareType(schema) }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let members = properties.members.map { member in
            "`\(member.name)`" + (required.contains(member.name) ? " " : "? ") + bareType(member.value)
        }
        return "object: " + members.joined(separator: "; ") + "."
    }

    private static func plain(_ value: JSONValue) -> String {
        value.text?.string ?? String(decoding: value.canonicalBytes, as: UTF8.self)
    }
}
