public import CanonicalJSON

/// Reads the members of an event one by one and remembers which were read, so that unknown ones are refused.
struct EventReader {
    let type: Text
    private let object: JSONObject
    private var read: Set<Text> = ["type"]

    init(type: Text, object: JSONObject) {
        self.type = type
        self.object = object
    }

    /// A member that may be absent.
    mutating func optional(_ name: Text) -> JSONValue? {
        read.insert(name)
        return object[name]
    }

    private mutating func required(_ name: Text) throws(EventError) -> JSONValue {
        guard let value = optional(name) else { throw .missingMember(type: type, member: name) }
        return value
    }

    mutating func text(_ name: Text) throws(EventError) -> Text {
        guard let text = try required(name).text else { throw .wrongKind(type: type, member: name) }
        return text
    }

    /// A string or null, or nothing at all.
    mutating func textOrNull(_ name: Text) throws(EventError) -> JSONValue? {
        guard let value = optional(name) else { return nil }
        guard value.isNull || value.text != nil else { throw .wrongKind(type: type, member: name) }
        return value
    }

    /// An entity: an object with a valid `id`.
    mutating func entity(_ name: Text) throws(EventError) -> JSONObject {
        guard let entity = try required(name).object, let id = entity["id"]?.text, EntityKey.isValid(id: id) else {
            throw .wrongKind(type: type, member: name)
        }
        return entity
    }

    /// Quantities by product id: an object of positive integers.
    mutating func quantities(_ name: Text) throws(EventError) -> [Text: Int] {
        guard let object = try required(name).object else { throw .wrongKind(type: type, member: name) }
        var quantities: [Text: Int] = [:]
        for member in object.members {
            guard let quantity = member.value.number?.integer, quantity > 0 else {
                throw .wrongKind(type: type, member: name)
            }
            quantities[member.name] = quantity
        }
        return quantities
    }

    func finish() throws(EventError) {
        for member in object.members where !read.contains(member.name) {
            throw .unknownMember(type: type, member: member.name)
        }
    }
}

/// Why a value is no event of this version.
public enum EventError: Error, Sendable, Hashable, CustomStringConvertible {
    case notAnObject
    case missingType
    case unknownType(Text)
    case missingMember(type: Text, member: Text)
    case wrongKind(type: Text, member: Text)
    case unknownMember(type: Text, member: Text)

    public var description: String {
        switch self {
        case .notAnObject: "An event must be an object"
        case .missingType: "An event must have a type, which is a string"
        case .unknownType(let type): "Event type \(type) is not known to this version"
        case .missingMember(let type, let member): "\(type) lacks \(member)"
        case .wrongKind(let type, let member): "\(type) has a \(member) of the wrong kind"
        case .unknownMember(let type, let member): "\(type) has the unknown member \(member)"
        }
    }
}
