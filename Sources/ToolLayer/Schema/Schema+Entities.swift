internal import CanonicalJSON
internal import Projections

extension Schema {
    /// A whole entity as it is stored; fields that the declaration does not know may come with it.
    static func entity(_ type: EntityType) -> Schema {
        guard let fields = type.schema?.fields else { return .anyObject("An internal entity.") }
        return .object(fields.map { field in
            let schema = Schema(derived: storedAsGiven(type, field.name) ?? field.jsonSchema)
            return (field.name, field.isRequired ? schema : schema.optional)
        })
    }

    /// What `createOrder` stores as given, null for a part of the address included.
    private static func storedAsGiven(_ type: EntityType, _ field: Text) -> JSONObject? {
        guard type == .order, field == "shipping" else { return nil }
        return [
            "type": "object",
            "properties": [
                "address": ["type": "object"], "carrier": ["type": "string"], "service": ["type": "string"],
                "eta": ["type": "string"],
            ],
        ]
    }
}
