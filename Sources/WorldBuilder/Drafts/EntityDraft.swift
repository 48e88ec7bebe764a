internal import CanonicalJSON
internal import Projections

/// An entity of a world under construction.
protocol EntityDraft: Sendable {
    static var type: EntityType { get }
    var id: String { get }
    /// Its members without `id`.
    var members: JSONObject { get }
    /// The entity that it is found by besides, such as a shipment's order.
    var ownerID: String? { get }
}

extension EntityDraft {
    var ownerID: String? { nil }
}

/// The entities of one type in the order in which they were made, found by id.
struct DraftTable<Draft: EntityDraft>: Sendable {
    private(set) var all: [Draft] = []
    private var positions: [String: Int] = [:]
    private var owned: [String: [Int]] = [:]

    var count: Int { all.count }

    func contains(_ id: String) -> Bool { positions[id] != nil }

    mutating func add(_ draft: Draft) {
        positions[draft.id] = all.count
        if let owner = draft.ownerID { owned[owner, default: []].append(all.count) }
        all.append(draft)
    }

    /// Those of an owner, oldest first.
    func owned(by owner: String) -> [Draft] { (owned[owner] ?? []).map { all[$0] } }

    /// The entity, which must be there.
    subscript(_ id: String) -> Draft {
        get { all[positions[id] ?? 0] }
        set {
            guard let position = positions[id] else { return }
            all[position] = newValue
        }
    }

    func find(_ id: String) -> Draft? { positions[id].map { all[$0] } }

    var json: JSONValue {
        let members = all.map { draft in
            var object = draft.members
            object.put("id", draft.id)
            return JSONObject.Member(name: Text(draft.id), value: .object(object))
        }
        return .object(JSONObject(uniqueMembers: members))
    }
}

extension JSONObject {
    /// Adds a text where there is one.
    mutating func put(_ name: Text, _ value: String?) {
        if let value { self[name] = .string(Text(value)) }
    }

    mutating func put(_ name: Text, _ value: Moment?) {
        if let value { self[name] = .string(Text(value.text)) }
    }

    mutating func put(_ name: Text, cents: Int) {
        self[name] = .cents(cents)
    }

    mutating func put(_ name: Text, _ values: [String]) {
        self[name] = .array(values.map { .string(Text($0)) })
    }
}

extension JSONValue {
    static func text(_ string: String) -> JSONValue { .string(Text(string)) }

    static func cents(_ cents: Int) -> JSONValue { Money(micros: cents * 10_000).json }

    static func whole(_ number: Int) -> JSONValue { JSONNumber(exactly: number).map { .number($0) } ?? .null }
}

/// An amount as texts write it: `1,234.50`.
func dollars(cents: Int) -> String {
    let dollars = cents / 100
    let whole = dollars < 1000 ? "\(dollars)" : "\(dollars / 1000),\(threeDigits(dollars % 1000))"
    return "\(whole).\(twoDigits(cents % 100))"
}
