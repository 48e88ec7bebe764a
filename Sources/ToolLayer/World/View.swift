internal import CanonicalJSON
internal import Projections

/// A part of an entity under names of the result's own: the fields, and from them the schema.
struct View: Sendable {
    /// A name in the result, the entity's field, and what it holds; absent fields are shown as null.
    typealias Field = (name: Text, field: Text, schema: Schema)

    private let fields: [Field]

    init(_ fields: [Field]) {
        self.fields = fields
    }

    /// What is to be seen of this entity.
    func of(_ document: Document) -> JSONValue {
        .object(
            JSONObject(
                uniqueMembers: fields.map { .init(name: $0.name, value: document.object[$0.field] ?? .null) }))
    }

    /// The schema of what ``of(_:)`` gives.
    func schema(_ description: String = "") -> Schema {
        .object(fields.map { ($0.name, $0.field == "id" ? $0.schema : $0.schema.nullable) }, description)
    }
}
