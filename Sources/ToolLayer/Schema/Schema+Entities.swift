internal import CanonicalJSON
internal import Projections

extension Schema {
    /// A whole entity as it is stored, fields that the declaration does not know included.
    static func entity(_ type: EntityType) -> Schema {
        .object([("id", .text)], "A whole \(type.rawValue).")
    }
}
