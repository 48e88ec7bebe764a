import CanonicalJSON

/// Checks values against the part of JSON Schema 2020-12 that the tools' schemas use.
enum SchemaChecker {
    /// The first breach, as path and reason; nil when the value conforms.
    static func breach(of schema: JSONValue, by value: JSONValue, at path: String = "$") -> String? {
        guard let schema = schema.object else { return "\(path): the schema is no object" }
        for member in schema.members where !known.contains(member.name) {
            return "\(path): keyword \(member.name) is not known to this checker"
        }
        if let types = schema["type"] {
            let allowed = types.elements ?? [types]
            guard allowed.contains(where: { isOfType(value, $0.text?.string ?? "") }) else {
                return "\(path): \(value.printed) is not of type \(types.printed)"
            }
        }
        if let values = schema["enum"]?.elements, !values.contains(value) {
            return "\(path): \(value.printed) is not in the enum"
        }
        if let number = value.number {
            if let minimum = schema["minimum"]?.number, number.double < minimum.double { return "\(path): too small" }
            if let maximum = schema["maximum"]?.number, number.double > maximum.double { return "\(path): too large" }
        }
        if let items = schema["items"], let elements = value.elements {
            for (index, element) in elements.enumerated() {
                if let breach = breach(of: items, by: element, at: "\(path)[\(index)]") { return breach }
            }
        }
        return value.object.flatMap { breach(of: schema, by: $0, at: path) }
    }

    private static func breach(of schema: JSONObject, by object: JSONObject, at path: String) -> String? {
        for name in schema["required"]?.elements ?? [] where object[name.text ?? ""] == nil {
            return "\(path): \(name.printed) is missing"
        }
        for member in object.members {
            if let property = schema["properties"]?[member.name] {
                if let breach = breach(of: property, by: member.value, at: "\(path).\(member.name)") { return breach }
            } else if schema["additionalProperties"] == false {
                return "\(path): \(member.name) is not allowed"
            }
        }
        return nil
    }

    private static let known: Set<Text> = [
        "type", "enum", "minimum", "maximum", "items", "properties", "required", "additionalProperties",
        "description", "default", "examples",
    ]

    private static func isOfType(_ value: JSONValue, _ type: String) -> Bool {
        type == "integer" ? value.number?.integer != nil : value.kind == type
    }
}
