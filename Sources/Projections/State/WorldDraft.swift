internal import CanonicalJSON

/// A state while events are applied to it: members of changed entities, encoded and hashed only once at the end.
struct WorldDraft {
    private let state: WorldState
    private var members: [EntityKey: JSONObject] = [:]

    init(_ state: WorldState) {
        self.state = state
    }

    /// The members of an entity as the events so far have left it.
    func entity(_ type: EntityType, _ id: Text) -> JSONObject? {
        members[EntityKey(type, id)] ?? state.document(type, id)?.object
    }

    /// The canonical JSON of an entity as the events so far have left it.
    func bytes(of key: EntityKey) -> [UInt8]? {
        members[key]?.canonicalBytes ?? state.document(key)?.bytes
    }

    /// Puts an entity in place.
    mutating func put(_ type: EntityType, _ id: Text, _ object: JSONObject) {
        members[EntityKey(type, id)] = object
    }

    /// Adds an entity under its own `id`; does nothing when there is no valid one or when it is taken.
    mutating func create(_ type: EntityType, _ object: JSONObject) {
        guard let id = object["id"]?.text, EntityKey.isValid(id: id), entity(type, id) == nil else { return }
        put(type, id, object)
    }

    /// Sets members of an entity; does nothing when it is missing.
    mutating func update(_ type: EntityType, _ id: Text, _ change: (inout JSONObject) -> Void) {
        guard var object = entity(type, id) else { return }
        change(&object)
        put(type, id, object)
    }

    /// The state with all that was put in place.
    func finished() -> WorldState {
        guard !members.isEmpty else { return state }
        var documents: [EntityKey: Document?] = [:]
        for (key, object) in members {
            documents[key] = Document(key.type, id: key.id, members: object)
        }
        return state.replacing(documents)
    }
}

extension WorldState {
    /// The state after these events, in their order. Pure and total: an event whose target is missing changes nothing
    /// (design rule D-1).
    public func applying(_ events: [Event]) -> WorldState {
        guard !events.isEmpty else { return self }
        return draft(of: events).finished()
    }

    /// The canonical JSON of one entity as these events leave it: what ``applying(_:)`` stores, without the work of
    /// storing it.
    public func bytes(of key: EntityKey, after events: [Event]) -> [UInt8]? {
        draft(of: events).bytes(of: key)
    }

    private func draft(of events: [Event]) -> WorldDraft {
        var draft = WorldDraft(self)
        for event in events { event.payload.apply(to: &draft) }
        return draft
    }
}
