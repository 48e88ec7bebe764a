internal import CanonicalJSON
internal import Projections

extension Schema {
    /// A whole entity as it is stored; fields that the declaration does not know may come with it.
    static func entity(_ type: EntityType) -> Schema {
        guard let fields = type.schema?.fields else { return .anyObject("An internal entity.") }
        return .object(
            fields.map { field in
                let schema = Schema(derived: explained(storedAsGiven(type, field.name) ?? field.jsonSchema))
                return (field.name, field.isRequired ? schema : schema.optional)
            })
    }

    /// What `createOrder` stores as given: parts of the address may be null, and others may come with them.
    private static func storedAsGiven(_ type: EntityType, _ field: Text) -> JSONObject? {
        guard type == .order, field == "shipping" else { return nil }
        return [
            "type": "object",
            "properties": [
                "address": ["type": "object"], "carrier": ["type": "string"], "service": ["type": "string"],
                "eta": ["type": "string", "format": "date-time"],
            ],
        ]
    }

    /// The same schema with words in place of keywords that a client might enforce differently or not know.
    ///
    /// `date-time` is stricter than the world's timestamps (which may lack seconds), so a client that checks formats
    /// would refuse stored entities; foreign keys are told as a description.
    private static func explained(_ schema: JSONObject) -> JSONObject {
        var schema = schema
        if let type = schema["x-references"]?.text {
            schema["description"] = .string(Text("Id of \(article(type)) \(type)."))
        }
        switch schema["format"]?.text {
        case "date-time": schema["description"] = "ISO 8601 with Z or an offset."
        case "date": schema["description"] = "YYYY-MM-DD."
        default: break
        }
        schema["x-references"] = .none
        schema["format"] = .none
        if let items = schema["items"]?.object { schema["items"] = .object(explained(items)) }
        if var properties = schema["properties"]?.object {
            for member in properties.members {
                properties[member.name] = member.value.object.map { .object(explained($0)) }
            }
            schema["properties"] = .object(properties)
        }
        return schema
    }

    private static func article(_ noun: Text) -> String {
        "aeiou".utf8.contains(noun.string.utf8.first ?? 0) ? "an" : "a"
    }
}
