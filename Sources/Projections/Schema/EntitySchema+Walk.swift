internal import CanonicalJSON

/// A declared field's value found in an entity.
struct FoundValue {
    /// From the entity down, e.g. `lineItems[0].productId`.
    let path: String
    /// The declared name of the innermost field, e.g. `productId`.
    let name: Text
    let kind: FieldKind
    let value: JSONValue
}

extension EntitySchema {
    /// Hands out every value of a simple kind (neither array nor declared object) that is present and not null.
    func forEachValue(in object: JSONObject, _ body: (FoundValue) -> Void) {
        EntitySchema.walk(object, fields, prefix: "", body)
    }

    private static func walk(
        _ object: JSONObject, _ fields: [FieldSchema], prefix: String, _ body: (FoundValue) -> Void
    ) {
        for field in fields {
            guard let value = object[field.name], !value.isNull else { continue }
            walk(value, field.kind, name: field.name, path: prefix + field.name.string, body)
        }
    }

    private static func walk(
        _ value: JSONValue, _ kind: FieldKind, name: Text, path: String, _ body: (FoundValue) -> Void
    ) {
        switch (kind, value) {
        case (.array(let element), .array(let elements)):
            for (index, value) in elements.enumerated() {
                walk(value, element, name: name, path: "\(path)[\(index)]", body)
            }
        case (.object(let fields), .object(let object)): walk(object, fields, prefix: path + ".", body)
        default: body(FoundValue(path: path, name: name, kind: kind, value: value))
        }
    }

    /// The paths of members that the schema does not declare; they are kept as they came.
    func unknownFields(in object: JSONObject) -> [String] {
        EntitySchema.unknown(object, fields, prefix: "")
    }

    private static func unknown(_ object: JSONObject, _ fields: [FieldSchema], prefix: String) -> [String] {
        object.members.flatMap { member -> [String] in
            let path = prefix + member.name.string
            guard let field = fields.first(where: { $0.name == member.name }) else { return [path] }
            return unknown(member.value, field.kind, path: path)
        }
    }

    private static func unknown(_ value: JSONValue, _ kind: FieldKind, path: String) -> [String] {
        switch (kind, value) {
        case (.array(let element), .array(let elements)):
            elements.enumerated().flatMap { unknown($1, element, path: "\(path)[\($0)]") }
        case (.object(let fields), .object(let object)): unknown(object, fields, prefix: path + ".")
        default: []
        }
    }
}
