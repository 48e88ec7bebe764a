internal import CanonicalJSON

/// A JSON Schema (2020-12) under construction, with the few keywords that the tools' results need.
struct Schema: Sendable {
    private(set) var json: JSONObject
    /// Whether an object may lack this member.
    private var isOptional = false

    private init(_ json: JSONObject) {
        self.json = json
    }

    /// A schema that Projections derived from an entity's declaration.
    init(derived json: JSONObject) {
        self.json = json
    }

    static let text = Schema(["type": "string"])
    static let number = Schema(["type": "number"])
    static let integer = Schema(["type": "integer"])
    static let boolean = Schema(["type": "boolean"])

    /// An array of such values.
    static func list(of element: Schema, _ description: String = "") -> Schema {
        Schema(["type": "array", "items": .object(element.json)]).described(description)
    }

    /// An object; members are always present unless they are ``optional``, and others may come with them.
    static func object(_ members: [(name: Text, schema: Schema)], _ description: String = "") -> Schema {
        var properties = JSONObject()
        var required: [JSONValue] = []
        for member in members {
            if !member.schema.isOptional { required.append(.string(member.name)) }
            properties[member.name] = member.schema.value
        }
        var json: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { json["required"] = .array(required) }
        return Schema(json).described(description)
    }

    /// An object of anything.
    static func anyObject(_ description: String) -> Schema {
        Schema(["type": "object"]).described(description)
    }

    /// The same, where null may stand too.
    var nullable: Schema {
        var schema = self
        if let type = json["type"], type.text != nil { schema.json["type"] = [type, "null"] }
        return schema
    }

    /// The same, as a member that may be absent.
    var optional: Schema {
        var schema = self
        schema.isOptional = true
        return schema
    }

    /// The same, explained.
    func described(_ description: String) -> Schema {
        guard !description.isEmpty else { return self }
        var schema = self
        schema.json["description"] = .string(Text(description))
        return schema
    }

    var value: JSONValue { .object(json) }
}
