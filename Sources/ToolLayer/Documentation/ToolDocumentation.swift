internal import CanonicalJSON

/// What the project says of its tools, made from their declarations: `mcp-tools.json` and `docs/tools.md`.
public enum ToolDocumentation {
    /// The definitions as `tools/list` shows them, an array ordered by name, laid out for reading and comparing.
    public static func json(_ catalogue: ToolCatalogue, profile: ToolProfile = .all) -> String {
        var writer = ReadableJSON()
        writer.write(catalogue.definitions(of: profile))
        return writer.text + "\n"
    }

    /// A page of Markdown with a section per tool: purpose, arguments, answer, events, policy rules, quirks.
    public static func markdown(_ catalogue: ToolCatalogue) -> String {
        introduction(catalogue) + catalogue.tools.map(section).joined()
    }

    private static func introduction(_ catalogue: ToolCatalogue) -> String {
        let rows = catalogue.tools.map { tool in
            let effect = tool.effect == .reads ? "read" : "write"
            let profiles = tool.isPublished ? "core, all" : "all"
            let name = "[\(tool.name)](#\(anchor(tool.name)))"
            return "| \(name) | \(tool.title) | \(effect) | \(profiles) | \(purpose(tool)) |\n"
        }
        return """
            # Tools

            What an agent can do in the world, over MCP: \(catalogue.tools.count) tools. This page and `mcp-tools.json`
            are generated from `Sources/ToolLayer`; a test fails when they are out of date,
            `RECORD_GOLDEN=1 swift test --filter ToolDocumentationTests` writes them anew.

            | tool | title | effect | profiles | purpose |
            |---|---|---|---|---|
            \(rows.joined())
            ## What holds for all

            - The result is one JSON value: an array for searches, which travels as `{"result": [...]}`, an object
              otherwise. Entities are answered whole, as they are stored: fields that a schema does not list may come
              with them.
            - A refusal is a result with `isError` whose text is `{"error", "hint"?}`; nothing was changed then.
            - Checks run in a fixed order, the first failure answers. Shapes of all arguments come first.
            - `null` for an optional argument means "not given" unless its description says otherwise. In searches an
              empty text or array is no filter, for dates too.
            - Dates are ISO 8601 with `Z` or an offset; instants are compared.
            - "Newest first" compares the texts of timestamps; ties are broken by id.
            - A create call whose entity exists already (equal inputs have equal ids) answers it and changes nothing.
            - Bounds: a text has at most \(Bounds.textCharacters) characters, an array \(Bounds.listItems) elements (of
              line items and the like \(Bounds.objectItems)), an object \(Bounds.objectMembers) members, arguments
              \(Bounds.nesting) levels of nesting, a result \(Bounds.resultBytes) bytes; more is refused with a message
              that names the place.
            - Quirks (Q) and choices (C) are those of the world's contract: what looks odd and is kept as written.


            """
    }

    /// What a tool does, in a sentence: the first of its description.
    public static func purpose(_ tool: Tool) -> String {
        tool.description.split(separator: ". ", maxSplits: 1).first.map { "\($0)." } ?? tool.description
    }

    private static func anchor(_ name: Text) -> String { name.string.lowercased() }

    private static func section(_ tool: Tool) -> String {
        var lines = ["## \(tool.name)", "", tool.description, ""]
        lines += arguments(tool)
        lines += ["**Answers** " + answer(tool), ""]
        lines += ["**Effect** " + effect(tool), ""]
        let policy = tool.policyRules.map { "`\($0)`" }.joined(separator: ", ")
        lines += ["**Policy rules** " + policy, ""]
        let quirks = tool.quirks.compactMap { id in Quirk.text(id).map { "- \(id): \($0)" } }
        if !quirks.isEmpty { lines += ["**Quirks**", ""] + quirks + [""] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func arguments(_ tool: Tool) -> [String] {
        let required = Set((tool.inputSchema["required"]?.elements ?? []).compactMap(\.text))
        var lines = ["| argument | type | required | meaning |", "|---|---|---|---|"]
        for name in tool.argumentNames {
            guard let schema = tool.inputSchema["properties"]?[name] else { continue }
            let isRequired = required.contains(name) ? "yes" : "no"
            lines.append(
                "| `\(name)` | \(SchemaPhrase.type(schema)) | \(isRequired) | \(SchemaPhrase.meaning(schema)) |")
        }
        return lines + [""]
    }

    private static func answer(_ tool: Tool) -> String {
        guard tool.answersArray else { return SchemaPhrase.answer(tool.outputSchema) }
        let rows = tool.outputSchema["properties"]?["result"]?["items"] ?? [:]
        return "an array of " + SchemaPhrase.answer(rows)
    }

    private static func effect(_ tool: Tool) -> String {
        let kind =
            switch tool.effect {
            case .reads: "Only reads."
            case .creates: "Creates; the same call again changes nothing."
            case .appends: "Adds something at each call."
            case .overwrites: "Overwrites; the same call again changes nothing."
            case .edits: "Changes depending on what was there; the same call again may change it further."
            }
        guard !tool.eventTypes.isEmpty else { return kind }
        let events = tool.eventTypes.map { "[`\($0)`](events.md#\($0.replacing(".", with: "")))" }
        return kind + " Can emit " + events.joined(separator: ", ") + "."
    }
}
