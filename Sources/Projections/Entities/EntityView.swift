public import CanonicalJSON

/// A document read as an entity of its type: `Order(document).status`.
///
/// A view copies nothing and checks nothing. Stored snapshots are not validated again on load, so what the schema
/// requires reads as an empty text or list when it is missing all the same, and what is optional as nil.
public protocol EntityView: Sendable {
    static var type: EntityType { get }
    var document: Document { get }
    init(_ document: Document)
}

extension EntityView {
    public var id: Text { document.id }

    /// The text of an optional member.
    func text(_ name: Text) -> Text? { document.text(name) }

    /// The text of a required member.
    func required(_ name: Text) -> Text { document.text(name) ?? "" }

    /// The elements of an array that are texts.
    func texts(_ name: Text) -> [Text]? { document[name]?.elements.map { $0.compactMap(\.text) } }

    /// The elements of an array that are objects.
    func objects(_ name: Text) -> [JSONObject]? { document[name]?.elements.map { $0.compactMap(\.object) } }
}

extension WorldState {
    /// The entity of that id as a view of its type.
    public func entity<View: EntityView>(_ view: View.Type, _ id: Text) -> View? {
        document(View.type, id).map { View($0) }
    }

    /// All entities of a view's type, ordered by id.
    public func entities<View: EntityView>(_ view: View.Type) -> [View] {
        documents(View.type).map { View($0) }
    }
}
