import CanonicalJSON
import Projections

/// Random worlds that pass the import, and random arguments that now and then fit a tool.
struct RandomWorld {
    private var generator: SeededGenerator

    init(_ seed: Seed) {
        generator = SeededGenerator(seed)
    }

    static func id(_ type: EntityType, _ number: Int) -> Text { Text("\(type.rawValue)-\(number)") }

    static let times: [Text] = [
        "2024-02-29T23:59:59Z", "2025-08-01T00:00:00Z", "2025-08-01T00:00:00.321Z", "2025-08-01T02:00:00+02:00",
        "2025-09-01 10:00Z", "2025-09-15T19:00:00Z", "2031-01-01T00:00:00.000001-12:00",
    ]

    mutating func entities() -> JSONValue {
        var tables = JSONObject()
        for type in EntityType.importable where !generator.once(in: 8) {
            var table = JSONObject()
            for number in 0..<Int.random(in: 0...6, using: &generator) {
                let schema = type.schema?.fields.filter { $0.name != "id" && $0.name != "type" } ?? []
                table[RandomWorld.id(type, number)] = .object(object(schema))
            }
            tables[type.name] = .object(table)
        }
        return .object(tables)
    }

    private mutating func object(_ fields: [FieldSchema]) -> JSONObject {
        var object = JSONObject()
        for field in fields {
            if !field.isRequired && generator.once(in: 3) { continue }
            object[field.name] = field.isNullable && generator.once(in: 3) ? .null : value(field.kind)
        }
        if generator.once(in: 4) { object["unknown \u{FFFD}\u{1F600}"] = ["kept": .null] }
        return object
    }

    private mutating func value(_ kind: FieldKind) -> JSONValue {
        switch kind {
        case .string: return .string(text())
        case .boolean: return .bool(generator.once(in: 2))
        case .integer(let minimum):
            return .number(JSONNumber(Int32.random(in: Int32(minimum ?? 0)...9, using: &generator)))
        case .number, .money: return number([-5, 0, 9.99, 199.9, 1e6])
        case .unitPrice: return number([0, 0.0001, 33.333, 599.99, 1_000_000_000])
        case .timestamp: return .string(generator.pick(RandomWorld.times))
        case .date: return "1990-02-28"
        case .enumeration(let vocabulary): return .string(generator.pick(vocabulary.values))
        case .reference(let type): return .string(RandomWorld.id(type, Int.random(in: 0...6, using: &generator)))
        case .array(let element):
            return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(element) })
        case .object(let fields): return .object(object(fields))
        case .anyObject:
            return generator.pick([
                [:], ["cpu": ["socket": "AM4", "tdpWatts": 65]], ["memory": ["modules": 9, "type": ""]],
            ])
        }
    }

    private mutating func number(_ choices: [Double]) -> JSONValue {
        JSONNumber(generator.pick(choices)).map { .number($0) } ?? 0
    }

    private mutating func text() -> Text {
        generator.pick(["", "a", "Ab", "GPU e\u{301}", "é", "\u{1F600}", "x\"y\\z", "New York"])
    }

    /// Arguments for a tool with this input schema: each present or not, mostly of the right shape.
    mutating func arguments(_ schema: JSONValue) -> JSONValue {
        var arguments = JSONObject()
        let required = (schema["required"]?.elements ?? []).compactMap(\.text)
        for property in schema["properties"]?.object?.members ?? [] {
            guard required.contains(property.name) ? !generator.once(in: 40) : generator.once(in: 3) else { continue }
            arguments[property.name] = argument(property.name, property.value)
        }
        if generator.once(in: 60) { arguments["no_such_argument"] = 1 }
        return .object(arguments)
    }

    private mutating func argument(_ name: Text, _ schema: JSONValue) -> JSONValue {
        if generator.once(in: 25) {
            return generator.pick([.null, "", 0, [], [:], true, "nonsense", -1, [[[1]]], ["a": .null]])
        }
        if let values = schema["enum"]?.elements { return generator.pick(values) }
        switch (schema["type"]?.text ?? schema["type"]?.elements?.first?.text)?.string {
        case "string": return .string(text(for: name))
        case "number": return number([-1, 0, 0.5, 1, 2.7, 5, 100, 199.9, 1e21, 1e-7])
        case "integer": return number([-1_000_000, 0, 1, 2, 3, 1_000_000, 1_000_001, 1.5])
        case "boolean": return .bool(generator.once(in: 2))
        case "array":
            let items = schema["items"] ?? [:]
            return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in argument(name, items) })
        case "object": return arguments(schema)
        default: return .null
        }
    }

    private mutating func text(for name: Text) -> Text {
        let name = name.string
        if name.contains("after") || name.contains("before") || name.contains("date") {
            return generator.pick(RandomWorld.times + ["2025-08-01", "then"])
        }
        let types: [(String, EntityType)] = [
            ("ticket", .supportTicket), ("customer", .customer), ("order", .order), ("payment", .payment),
            ("roduct", .product), ("build", .build), ("refund", .refund), ("employee", .employee),
            ("author", .employee), ("resolved_by", .employee), ("member", .employee), ("channel", .slackChannel),
            ("resolution", .resolution), ("escalation", .escalation),
        ]
        if let type = types.first(where: { name.contains($0.0) })?.1 {
            return RandomWorld.id(type, Int.random(in: 0...6, using: &generator))
        }
        return text()
    }

    /// Some tool of the catalogue.
    mutating func pick<Element>(_ elements: [Element]) -> Element { generator.pick(elements) }
}
