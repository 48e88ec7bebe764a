/// A JSON object: members with distinct names, always in the order of RFC 8785 (by UTF-16 code units).
public struct JSONObject: Sendable, Hashable {
    /// One name and its value.
    public struct Member: Sendable, Hashable {
        public let name: Text
        public var value: JSONValue

        public init(name: Text, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members in canonical order.
    public private(set) var members: [Member]

    /// An object without members.
    public init() {
        members = []
    }

    /// Sorts the members given.
    ///
    /// - Precondition: No name stands twice; ``JSONParser`` refuses such texts with an error.
    public init(uniqueMembers: [Member]) {
        guard let object = JSONObject(distinctMembers: uniqueMembers) else {
            preconditionFailure("duplicate member in \(uniqueMembers.map(\.name))")
        }
        self = object
    }

    /// Sorts the members given; the canonical texts that the project itself stores are in order already.
    ///
    /// - Returns: nil when a name stands twice.
    init?(distinctMembers: [Member]) {
        if JSONObject.isStrictlyAscending(distinctMembers) {
            members = distinctMembers
        } else {
            members = distinctMembers.sorted { Text.utf16Precedes($0.name, $1.name) }
            guard JSONObject.isStrictlyAscending(members) else { return nil }
        }
    }

    private static func isStrictlyAscending(_ members: [Member]) -> Bool {
        for index in members.indices.dropFirst()
        where !Text.utf16Precedes(members[index - 1].name, members[index].name) {
            return false
        }
        return true
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// Up to here it is quicker to ask each name whether it is the same one than which comes first.
    private static let fewMembers = 24

    /// The value of a member; assigning nil removes it. O(log n) to read.
    public subscript(name: Text) -> JSONValue? {
        get {
            if members.count <= JSONObject.fewMembers {
                for index in members.indices where members[index].name == name { return members[index].value }
                return nil
            }
            let index = lowerBound(of: name)
            guard index < members.count, members[index].name == name else { return nil }
            return members[index].value
        }
        set {
            let index = lowerBound(of: name)
            let isPresent = index < members.count && members[index].name == name
            switch (newValue, isPresent) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(name: name, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The first position whose name does not come before `name`.
    private func lowerBound(of name: Text) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if Text.utf16Precedes(members[middle].name, name) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// - Precondition: No name stands twice.
    public init(dictionaryLiteral elements: (Text, JSONValue)...) {
        self.init(uniqueMembers: elements.map { Member(name: $0.0, value: $0.1) })
    }
}
