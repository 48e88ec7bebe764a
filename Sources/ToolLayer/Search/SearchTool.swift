internal import CanonicalJSON
internal import Projections

extension Tool {
    /// Declares a tool that searches one table: filters, all of which must hold, and a limit.
    ///
    /// Rows come in the type's order of search, which Projections keeps. Arguments are checked in the order of the
    /// filters, the limit last. No filter returns everything up to the limit.
    static func search(
        _ name: Text, titled title: Text, _ description: String, over type: EntityType, filters: [Filter],
        policy: [String],
        quirks: [String] = [], isPublished: Bool = true
    ) -> Tool {
        Tool(
            name: name, title: title, description: description, effect: .reads,
            arguments: filters.flatMap(\.arguments) + [RowLimit.argument.declaration], rows: .entity(type),
            policy: policy, quirks: quirks, isPublished: isPublished
        ) { state, arguments throws(ToolError) in
            var query = Query(type)
            for filter in filters { try filter.narrow(&query, arguments) }
            return .answering(query.first(try arguments[RowLimit.argument], in: state))
        }
    }
}

/// What a search asks for, gathered filter by filter.
struct Query {
    private var indexed: WorldState.Query
    private var conditions: [(JSONObject) -> Bool] = []

    init(_ type: EntityType) {
        indexed = WorldState.Query(type)
    }

    /// The field equals the text, or is an array in which it stands. There must be an index over it.
    mutating func require(_ field: Text, equals value: Text) {
        if field == "id" {
            if let id = indexed.id, id != value { conditions.append { _ in false } }
            indexed.id = value
        } else if let field = IndexedField.of(indexed.type, field) {
            require(field, equals: value)
        } else {
            preconditionFailure("\(field) of \(indexed.type.rawValue) has no index; add it to IndexedField")
        }
    }

    /// The indexed field equals the text, or is an array in which it stands.
    mutating func require(_ field: IndexedField, equals value: Text) {
        indexed.equalities.append(.init(field, value))
    }

    /// One of the texts contains the piece, ASCII letters compared without case.
    mutating func require(_ field: SearchedText, contains piece: Text) {
        indexed.containments.append(.init(field, TextMatch(piece)))
    }

    /// A timestamp lies in a span.
    mutating func require(_ span: TimeSpan) {
        indexed.spans.append(span)
    }

    /// A number keeps its bounds.
    mutating func require(_ span: NumberSpan) {
        indexed.require(span)
    }

    /// Something that each row is asked.
    mutating func require(_ condition: @escaping (JSONObject) -> Bool) {
        conditions.append(condition)
    }

    /// The first rows that fulfil everything.
    func first(_ limit: Int, in state: WorldState) -> [Document] {
        state.search(indexed, limit: limit) { (row: Document) throws(Never) -> Bool in
            conditions.allSatisfy { $0(row.object) }
        }
    }
}

extension IndexedField {
    private static let byPlace: [EntityType: [Text: IndexedField]] = Dictionary(grouping: allCases, by: \.type)
        .mapValues { fields in Dictionary(uniqueKeysWithValues: fields.map { ($0.place.member, $0) }) }

    /// The index over a field of a type, if there is one.
    fileprivate static func of(_ type: EntityType, _ field: Text) -> IndexedField? { byPlace[type]?[field] }
}
