import CanonicalJSON
import Projections

/// The `where` of a check: members that must equal, dotted names reaching into objects.
struct Conditions: Sendable {
    private let members: [JSONObject.Member]

    init(_ object: JSONObject) {
        members = object.members
    }

    /// The conditions as they were written.
    var json: JSONValue { .object(JSONObject(uniqueMembers: members)) }

    /// Whether all members are there and equal, compared as canonical JSON.
    func hold(for document: JSONObject) -> Bool {
        members.allSatisfy { Conditions.value($0.name, in: document) == $0.value }
    }

    /// What a document has in the places the conditions look at; absent ones are left out.
    func found(in document: JSONObject) -> JSONValue {
        var found = JSONObject()
        for member in members {
            found[member.name] = Conditions.value(member.name, in: document)
        }
        return .object(found)
    }

    private static func value(_ path: Text, in document: JSONObject) -> JSONValue? {
        if let value = document[path] { return value }
        var current: JSONValue? = .object(document)
        for step in path.string.split(separator: ".", omittingEmptySubsequences: false) {
            current = current?[Text(String(step))]
        }
        return current
    }
}
