public import CanonicalJSON

extension WorldState {
    /// One equality that a search asks for.
    public struct Equality: Sendable, Hashable {
        public let field: IndexedField
        public let value: Text

        public init(_ field: IndexedField, _ value: Text) {
            self.field = field
            self.value = value
        }
    }

    /// The entities whose field has that value (or contains it), in the type's search order. No scan of the table.
    public func documents(where field: IndexedField, equals value: Text) -> [Document] {
        search(field.type, where: [Equality(field, value)])
    }

    /// The first entities, in the order in which the tools show the type, that meet all equalities.
    public func search(_ type: EntityType, where equalities: [Equality] = [], limit: Int? = nil) -> [Document] {
        search(type, where: equalities, limit: limit) { (_: Document) throws(Never) -> Bool in true }
    }

    /// The first entities, in the order in which the tools show the type, that meet all conditions.
    ///
    /// The rarest of the equalities is looked up in the snapshot's indexes; the search stops at the limit. The orders
    /// are those of contract 4.1: by name (or title), newest first, tickets by priority and then newest first.
    ///
    /// - Parameters:
    ///   - id: The one id to look at, if any.
    ///   - equalities: Fields of this very type.
    ///   - limit: The most entities to return; nil for all.
    ///   - matches: The other conditions; asked only of entities that meet the equalities.
    /// - Precondition: Each equality's field belongs to the type.
    public func search<Failure: Error>(
        _ type: EntityType,
        id: Text? = nil,
        where equalities: [Equality] = [],
        limit: Int? = nil,
        matching matches: (Document) throws(Failure) -> Bool
    ) throws(Failure) -> [Document] {
        for equality in equalities {
            precondition(equality.field.type == type, "\(equality.field) is no field of \(type.rawValue)")
        }
        let limit = limit ?? .max
        guard limit > 0 else { return [] }
        if let id {
            guard let document = document(type, id), equalities.allSatisfy({ $0.field.matches(document, $0.value) }),
                try matches(document)
            else { return [] }
            return [document]
        }

        let order = SearchOrder(of: type)
        let changed = overlay.documents(type)
        var candidates: [Document] = []
        for document in changed where equalities.allSatisfy({ $0.field.matches(document, $0.value) }) {
            if try matches(document) { candidates.append(document) }
        }
        candidates.sort { order.precedes($0, $1) }

        var pending = candidates[...]
        var found: [Document] = []
        func take(_ document: Document, besides rest: [Equality]) throws(Failure) -> Bool {
            if !changed.isEmpty, overlay.document(type, document.id) != nil { return false }
            guard rest.allSatisfy({ $0.field.matches(document, $0.value) }), try matches(document) else { return false }
            while let first = pending.first, found.count < limit, order.precedes(first, document) {
                found.append(first)
                pending.removeFirst()
            }
            if found.count < limit { found.append(document) }
            return found.count >= limit
        }

        if let table = base.table(type) {
            let lists = equalities.map { table.positions($0.field, $0.value) }
            if let rarest = lists.indices.min(by: { lists[$0].count < lists[$1].count }) {
                var rest = equalities
                rest.remove(at: rarest)
                for position in lists[rarest] where try take(table.inSearchOrder[Int(position)], besides: rest) {
                    return found
                }
            } else {
                for document in table.inSearchOrder where try take(document, besides: []) { return found }
            }
        }
        found += pending.prefix(limit - found.count)
        return found
    }
}
