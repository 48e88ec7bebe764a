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

    /// One piece of text that a search asks for.
    public struct Containment: Sendable {
        public let field: SearchedText
        public let piece: TextMatch

        public init(_ field: SearchedText, _ piece: TextMatch) {
            self.field = field
            self.piece = piece
        }
    }

    /// What a search asks of entities of one type: everything given must hold.
    public struct Query: Sendable {
        public let type: EntityType
        /// The one id to look at, if any.
        public var id: Text?
        public var equalities: [Equality] = []
        public var containments: [Containment] = []
        public var spans: [TimeSpan] = []
        /// One per field at most.
        public private(set) var numbers: [NumberSpan] = []

        public init(_ type: EntityType) {
            self.type = type
        }

        /// Asks for a number within bounds, beside those that are asked for already.
        public mutating func require(_ span: NumberSpan) {
            if let index = numbers.firstIndex(where: { $0.field == span.field }) {
                numbers[index] = numbers[index].intersection(span)
            } else {
                numbers.append(span)
            }
        }

        func isMet(by document: Document) -> Bool {
            equalities.allSatisfy { $0.field.matches(document, $0.value) } && spans.allSatisfy { $0.contains(document) }
                && numbers.allSatisfy { $0.contains(document) }
                && containments.allSatisfy { $0.field.matches(document, $0.piece) }
        }

        func requireFieldsOfType() {
            for condition in equalities { check(condition.field, condition.field.type) }
            for condition in containments { check(condition.field, condition.field.type) }
            for condition in spans { check(condition.field, condition.field.type) }
            for condition in numbers { check(condition.field, condition.field.type) }

            func check<Field>(_ field: Field, _ fieldType: EntityType) {
                precondition(fieldType == type, "\(field) is no field of \(type.rawValue)")
            }
        }
    }

    /// The entities whose field has that value (or contains it), in the type's search order. No scan of the table.
    public func documents(where field: IndexedField, equals value: Text) -> [Document] {
        // The usual case: the index has all there is to say.
        if overlay.documents(field.type).isEmpty {
            guard let table = base.table(field.type) else { return [] }
            return table.positions(field, value).map { table.inSearchOrder[Int($0)] }
        }
        return search(field.type, where: [Equality(field, value)])
    }

    /// The first entities, in the order in which the tools show the type, that meet all equalities.
    public func search(_ type: EntityType, where equalities: [Equality] = [], limit: Int? = nil) -> [Document] {
        search(type, where: equalities, limit: limit) { (_: Document) throws(Never) -> Bool in true }
    }

    /// The first entities, in the order in which the tools show the type, that meet all equalities and conditions.
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
        var query = Query(type)
        query.id = id
        query.equalities = equalities
        return try search(query, limit: limit, matching: matches)
    }

    /// The first entities, in the order in which the tools show the type, that a query asks for.
    ///
    /// Whatever of the query leaves the fewest entities is looked up in the snapshot's indexes; the search stops at the
    /// limit. The orders are those of contract 4.1: by name (or title), newest first, tickets by priority and then
    /// newest first.
    ///
    /// - Parameters:
    ///   - limit: The most entities to return; nil for all.
    ///   - matches: Other conditions; asked only of entities that meet the query.
    /// - Precondition: Each field of the query belongs to its type.
    public func search<Failure: Error>(
        _ query: Query, limit: Int? = nil, matching matches: (Document) throws(Failure) -> Bool
    ) throws(Failure) -> [Document] {
        query.requireFieldsOfType()
        let limit = limit ?? .max
        guard limit > 0 else { return [] }
        if let id = query.id {
            guard let document = document(query.type, id), query.isMet(by: document), try matches(document) else {
                return []
            }
            return [document]
        }

        let order = SearchOrder(of: query.type)
        let changed = overlay.documents(query.type)
        var candidates: [Document] = []
        for document in changed where query.isMet(by: document) {
            if try matches(document) { candidates.append(document) }
        }
        candidates.sort { order.precedes($0, $1) }

        var pending = candidates[...]
        var found: [Document] = []
        if let table = base.table(query.type) {
            var walk = TableWalk(query, over: table)
            while found.count < limit, let document = walk.next() {
                if !changed.isEmpty, overlay.document(query.type, document.id) != nil { continue }
                guard try matches(document) else { continue }
                while let first = pending.first, found.count < limit, order.precedes(first, document) {
                    found.append(first)
                    pending.removeFirst()
                }
                if found.count < limit { found.append(document) }
            }
        }
        found += pending.prefix(limit - found.count)
        return found
    }
}
