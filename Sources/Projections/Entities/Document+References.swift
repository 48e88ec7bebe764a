internal import CanonicalJSON

extension Document {
    /// The entities that its foreign keys name, in the order of the declared fields; dangling ones are left in.
    public var references: [EntityKey] {
        var keys: [EntityKey] = []
        key.type.schema?.forEachValue(in: object) { found in
            guard case .reference(let type) = found.kind, let id = found.value.text else { return }
            keys.append(EntityKey(type, id))
        }
        return keys
    }
}
