internal import CanonicalJSON
internal import Projections

/// Something that must be so in a finished world for a planted instance to hold.
///
/// Written into the registry as JSON, so that a check in any language can recompute it from the snapshot alone
/// (docs/registry.md).
indirect enum Condition: Sendable {
    /// A value of an entity, found by an RFC 6901 pointer; nil where there is no such entity or member.
    case value(EntityKey, pointer: String, Test)
    /// The entities of a type whose members equal those given, and what else must be true of them.
    case selection(Selection, Test)
    /// Whole days (rounded down) between two moments.
    case days(from: MomentSource, to: MomentSource, atLeast: Int?, atMost: Int?)
    /// The sum of a number over a selection, in dollars.
    case sum(Selection, pointer: String, Test)
    /// A value in the answer of a tool.
    case tool(name: String, arguments: JSONValue, pointer: String, Test)

    /// Which entities of a type are meant.
    struct Selection: Sendable {
        var type: EntityType
        /// Pointers and the values that they must have.
        var members: [(pointer: String, value: JSONValue)] = []
        /// Only those whose moment there is not before, and not after.
        var since: (pointer: String, at: String)?
        var until: (pointer: String, at: String)?
        /// Only those with this text, whatever the case of its letters, in a member.
        var mentioning: (pointer: String, text: String)?
        /// Of a list member: only those with an element that has these members.
        var holding: (pointer: String, members: [(name: String, value: JSONValue)])?
    }

    /// A moment: a member of an entity, a moment itself, or the clock.
    enum MomentSource: Sendable {
        case member(EntityKey, pointer: String)
        case at(String)
        case clock
    }

    /// What is asked of a value.
    enum Test: Sendable {
        case equals(JSONValue)
        case differs(JSONValue)
        case oneOf([JSONValue])
        case absent
        case present
        /// Of a text: holds this piece; of a list: has this element.
        case contains(JSONValue)
        case lacks(JSONValue)
        case atLeast(JSONValue)
        case atMost(JSONValue)
        /// Of a list: so many elements; of a selection: so many entities.
        case counts(Int)
        case countsAtLeast(Int)
        case countsAtMost(Int)
        /// Of a selection: exactly these ids.
        case ids([String])
    }
}

// Short ways to write the common ones.
extension Condition {
    static func field(_ type: EntityType, _ id: String, _ pointer: String, is value: JSONValue) -> Condition {
        .value(EntityKey(type, Text(id)), pointer: pointer, .equals(value))
    }

    static func field(_ type: EntityType, _ id: String, _ pointer: String, _ test: Test) -> Condition {
        .value(EntityKey(type, Text(id)), pointer: pointer, test)
    }

    /// Exactly these entities have these members.
    static func exactly(_ ids: [String], _ type: EntityType, where members: [(String, JSONValue)]) -> Condition {
        .selection(Selection(type: type, members: members.map { (pointer: $0.0, value: $0.1) }), .ids(ids.sorted()))
    }

    static func count(_ count: Int, _ type: EntityType, where members: [(String, JSONValue)]) -> Condition {
        .selection(Selection(type: type, members: members.map { (pointer: $0.0, value: $0.1) }), .counts(count))
    }

    /// Full days since an entity was created, by the clock.
    static func age(_ type: EntityType, _ id: String, atLeast: Int? = nil, atMost: Int? = nil) -> Condition {
        .days(
            from: .member(EntityKey(type, Text(id)), pointer: "/createdAt"), to: .clock, atLeast: atLeast,
            atMost: atMost)
    }
}
