import CanonicalJSON
import Projections
import ToolLayer

/// Bytes as decisions: each takes one, the last ones are all 0.
struct Decisions {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

    /// - Precondition: There is at least one element.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[(byte() << 8 | byte()) % elements.count]
    }

    /// Arguments for a tool with this input schema, mostly of the right shape.
    mutating func arguments(_ schema: JSONValue, over world: Snapshot) -> JSONValue {
        var arguments = JSONObject()
        let required = (schema["required"]?.elements ?? []).compactMap(\.text)
        for property in schema["properties"]?.object?.members ?? [] {
            let decision = byte()
            guard required.contains(property.name) ? decision < 250 : decision < 100 else { continue }
            arguments[property.name] = argument(property.name, property.value, over: world)
        }
        return .object(arguments)
    }

    private mutating func argument(_ name: Text, _ schema: JSONValue, over world: Snapshot) -> JSONValue {
        let decision = byte()
        if decision > 245 { return pick([.null, "", 0, [], [:], true, -1, ["a": .null]]) }
        if let values = schema["enum"]?.elements, !values.isEmpty { return pick(values) }
        switch (schema["type"]?.text ?? schema["type"]?.elements?.first?.text)?.string {
        case "string": return decision < 180 ? .string(id(name, over: world)) : .string(text())
        case "number", "integer": return number()
        case "boolean": return .bool(decision.isMultiple(of: 2))
        case "array": return .array((0..<byte() % 5).map { _ in argument(name, schema["items"] ?? [:], over: world) })
        case "object": return arguments(schema, over: world)
        default: return .null
        }
    }

    private mutating func id(_ name: Text, over world: Snapshot) -> Text {
        let types: [(String, EntityType)] = [
            ("ticket", .supportTicket), ("customer", .customer), ("order", .order), ("payment", .payment),
            ("roduct", .product), ("build", .build), ("refund", .refund), ("employee", .employee),
            ("author", .employee), ("resolved_by", .employee), ("member", .employee), ("channel", .slackChannel),
            ("resolution", .resolution), ("escalation", .escalation),
        ]
        guard let type = types.first(where: { name.string.contains($0.0) })?.1 else { return text() }
        let documents = world.documents(type)
        return documents.isEmpty ? "" : pick(documents).id
    }

    private mutating func number() -> JSONValue {
        let choices: [Double] = [
            -1_000_001, -1_000_000, -1, 0, 0.5, 1, 1.5, 2, 3, 50, 199.9, 201, 1_000_000, 1_000_001,
            9_007_199_254_740_992,
            1e21, 1e-7, 1e308, -1e308,
        ]
        return JSONNumber(pick(choices)).map { .number($0) } ?? 0
    }

    private mutating func text() -> Text {
        let choices: [Text] = [
            "", "a", "gpu", "2025-08-01T00:00:00Z", "2025-09-15T19:00:00.000001+14:00", "2025-08-01",
            "9999-12-31T23:59:59-23:59",
            "0000-01-01T00:00:00Z", "e\u{301}\u{FFFD}\u{1F600}", "x\"y\\z\u{0}", "true",
        ]
        let choice = byte()
        if choice < 200 { return choices[choice % choices.count] }
        let length = byte()
        return Text(String(decoding: (0..<length).map { _ in UInt8(truncatingIfNeeded: byte()) }, as: UTF8.self))
    }
}
