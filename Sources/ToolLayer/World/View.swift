internal import CanonicalJSON
internal import Projections

/// A part of an entity under names of the result's own: the fields, and from them the schema.
struct View: Sendable {
    /// A name in the result, the entity's field, and what it holds; absent fields are shown as null.
    typealias Field = (name: Text, field: Text, schema: Schema)

    private let fields: [Field]
    /// In the order of the result, each with what stands before its value.
    private let members: [(start: [UInt8], field: Text)]

    init(_ fields: [Field]) {
        self.fields = fields
        let sorted = fields.sorted { Text.utf16Precedes($0.name, $1.name) }
        members = sorted.enumerated().map { index, field in
            (
                (index == 0 ? [UInt8(ascii: "{")] : [UInt8(ascii: ",")]) + JSONValue.string(field.name).canonicalBytes
                    + [UInt8(ascii: ":")], field.field
            )
        }
    }

    /// Writes what is to be seen of this entity; null where there is none.
    func write(_ document: Document?, to writer: inout CanonicalWriter) {
        guard let document else { return writer.writeVerbatim("null") }
        for member in members {
            writer.writeVerbatim(member.start)
            writer.write(document.object[member.field] ?? .null)
        }
        writer.writeVerbatim("}")
    }

    /// Writes what is to be seen of these entities, as an array.
    func write(_ documents: [Document], to writer: inout CanonicalWriter) {
        writer.writeVerbatim("[")
        for (index, document) in documents.enumerated() {
            if index > 0 { writer.writeVerbatim(",") }
            write(document, to: &writer)
        }
        writer.writeVerbatim("]")
    }

    /// The schema of what is written of an entity.
    func schema(_ description: String = "") -> Schema {
        .object(fields.map { ($0.name, $0.field == "id" ? $0.schema : $0.schema.nullable) }, description)
    }
}
