import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

/// A small world and the tools over it, spoken to in JSON texts.
struct Desk {
    private(set) var state: WorldState

    static let now = "2025-09-15T19:00:00Z"

    /// Imports a world; required fields that an entity lacks get neutral values, as acceptance fixtures do it.
    ///
    /// - Parameter entities: `{type: {id: entity}}` as JSON text.
    init(_ entities: String = "{}", now: String = Desk.now) throws {
        try self.init(entities: json(entities), now: now)
    }

    init(entities: JSONValue, now: String = Desk.now) throws {
        var tables = JSONObject()
        for table in try #require(entities.object).members {
            let schema = try #require(EntityType(name: table.name)?.schema)
            var completed = JSONObject()
            for entity in try #require(table.value.object).members {
                let members = try #require(entity.value.object)
                completed[entity.name] = .object(Neutral.completed(members, schema.fields.filter { $0.name != "id" }))
            }
            tables[table.name] = .object(completed)
        }
        let snapshot = try Snapshot.importing([
            "name": "fixture", "clock": ["now": .string(Text(now))], "entities": .object(tables),
        ])
        state = WorldState(base: snapshot)
    }

    init(state: WorldState) {
        self.state = state
    }

    /// Runs a tool without keeping what it changed.
    func run(_ tool: Text, _ arguments: JSONValue) throws -> ToolResult {
        try #require(ToolCatalogue.standard.run(tool, arguments, on: state), "no tool \(tool)")
    }

    /// The result of a call that must succeed, its events applied.
    @discardableResult
    mutating func call(
        _ tool: Text, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let result = try run(tool, json(arguments))
        let value = try JSONParser.parse(result.bytes)
        try #require(!result.isError, "\(value.printed)", sourceLocation: sourceLocation)
        state = state.applying(result.events)
        return value
    }

    /// The result of a read that must succeed.
    func read(
        _ tool: Text, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        var copy = self
        let value = try copy.call(tool, arguments, sourceLocation: sourceLocation)
        #expect(copy.state == state, "\(tool) changed something", sourceLocation: sourceLocation)
        return value
    }

    /// The ids of the rows that a search answers.
    func ids(
        _ tool: Text, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        let rows = try read(tool, arguments, sourceLocation: sourceLocation)
        return (rows.elements ?? []).map { $0["id"]?.text?.string ?? "?" }
    }

    /// The message of a call that must be refused without events.
    func refusal(
        _ tool: Text, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let result = try run(tool, json(arguments))
        let value = try JSONParser.parse(result.bytes)
        try #require(result.isError, "\(value.printed)", sourceLocation: sourceLocation)
        #expect(result.events.isEmpty, sourceLocation: sourceLocation)
        let names = try #require(value.object).members.map(\.name)
        #expect(names == ["error", "hint"], sourceLocation: sourceLocation)
        #expect(value["hint"]?.text?.isEmpty == false, sourceLocation: sourceLocation)
        return try #require(value["error"]?.text).string
    }

    /// An entity as it stands, by key such as `order/o1`.
    func entity(_ key: Text) throws -> JSONValue {
        let key = try #require(EntityKey(key))
        return .object(try #require(state.document(key)).object)
    }

    /// Pieces of a product in stock.
    func stock(_ product: Text) throws -> Int? {
        try entity(Text("product/\(product)"))["inventory"]?["inStock"]?.number?.integer
    }
}

/// Parses a JSON text.
func json(_ text: String) throws -> JSONValue {
    try JSONParser.parse(text)
}

extension JSONValue {
    /// The canonical text, for comparing and for messages.
    var printed: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

/// Neutral values for what a fixture leaves out.
enum Neutral {
    static func completed(_ object: JSONObject, _ fields: [FieldSchema]) -> JSONObject {
        var object = object
        for field in fields where field.isRequired && object[field.name] == nil {
            object[field.name] =
                field.name == "inventory" ? ["inStock": 100, "backorderable": false] : value(field.kind)
        }
        for field in fields {
            switch (field.kind, object[field.name]) {
            case (.object(let members), .object(let inner)?):
                object[field.name] = .object(completed(inner, members))
            case (.array(.object(let members)), .array(let elements)?):
                object[field.name] = .array(
                    elements.map { $0.object.map { .object(completed($0, members)) } ?? $0 })
            default: break
            }
        }
        return object
    }

    private static func value(_ kind: FieldKind) -> JSONValue {
        switch kind {
        case .string, .reference: ""
        case .boolean: false
        case .integer(let minimum): .number(JSONNumber(exactly: minimum ?? 0) ?? JSONNumber(0))
        case .number, .money, .unitPrice: 0
        case .timestamp: "2025-01-01T00:00:00Z"
        case .date: "1990-01-01"
        case .enumeration(let vocabulary): .string(vocabulary.values.first ?? "")
        case .array: []
        case .anyObject: [:]
        case .object(let members): .object(completed([:], members))
        }
    }
}
