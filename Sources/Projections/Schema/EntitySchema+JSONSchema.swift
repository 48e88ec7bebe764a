public import CanonicalJSON

extension EntitySchema {
    /// The declaration as JSON Schema 2020-12, for readers. Foreign keys carry `x-references`, the type they name.
    public var jsonSchema: JSONValue {
        var schema = FieldKind.object(fields).jsonSchema
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = .string(type.name)
        return .object(schema)
    }
}

extension FieldSchema {
    /// The schema of the field's value, null included where it is allowed.
    public var jsonSchema: JSONObject {
        var schema = kind.jsonSchema
        guard isNullable else { return schema }
        if let type = schema["type"] { schema["type"] = [type, "null"] }
        if let values = schema["enum"]?.elements { schema["enum"] = .array(values + [.null]) }
        return schema
    }
}

extension FieldKind {
    /// The schema of a value of this kind.
    public var jsonSchema: JSONObject {
        switch self {
        case .string: ["type": "string"]
        case .boolean: ["type": "boolean"]
        case .integer(let minimum?):
            ["type": "integer", "minimum": .number(JSONNumber(exactly: minimum) ?? JSONNumber(0))]
        case .integer(nil): ["type": "integer"]
        case .number, .money: ["type": "number"]
        case .unitPrice: ["type": "number", "minimum": 0, "maximum": 1_000_000_000]
        case .timestamp: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .enumeration(let vocabulary): ["type": "string", "enum": vocabulary.json]
        case .reference(let type): ["type": "string", "x-references": .string(type.name)]
        case .array(let element): ["type": "array", "items": .object(element.jsonSchema)]
        case .anyObject: ["type": "object"]
        case .object(let fields):
            [
                "type": "object",
                "properties": .object(
                    JSONObject(
                        uniqueMembers: fields.map {
                            JSONObject.Member(name: $0.name, value: .object($0.jsonSchema))
                        })),
                "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            ]
        }
    }
}
