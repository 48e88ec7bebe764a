internal import CanonicalJSON
internal import EventStore

/// The members of a request's body, read one by one; everything that is wrong is collected and told at once.
struct Fields {
    private let object: JSONObject
    private let path: String
    private(set) var problems: [Problem.Item] = []
    private var known: Set<Text> = []

    /// - Parameter path: Where the object stands in the body, empty for the body itself.
    init(_ object: JSONObject, path: String = "") {
        self.object = object
        self.path = path
    }

    /// The member, nil when it is absent; null counts as absent unless `keepsNull`.
    mutating func value(_ name: Text, keepsNull: Bool = false) -> JSONValue? {
        known.insert(name)
        let value = object[name]
        return value == .null && !keepsNull ? nil : value
    }

    mutating func text(_ name: Text) -> Text? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { return wrong(name, "must be a string") }
        return text
    }

    mutating func requiredText(_ name: Text) -> Text {
        if let text = text(name) { return text }
        if object[name] == nil || object[name] == .null { reject(name, "is missing; it must be a string") }
        return ""
    }

    mutating func oneOf(_ name: Text, _ choices: [Text]) -> Text? {
        guard let text = text(name) else { return nil }
        guard choices.contains(text) else {
            return wrong(name, "must be one of \(choices.map(\.string).joined(separator: ", ")), not \(text)")
        }
        return text
    }

    mutating func integer(_ name: Text, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(name) else { return nil }
        guard let integer = value.number?.integer, range.contains(integer) else {
            return wrong(name, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    mutating func bool(_ name: Text) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { return wrong(name, "must be true or false") }
        return bool
    }

    /// An object whose members are all strings, in canonical order.
    mutating func texts(_ name: Text) -> [(name: Text, value: Text)] {
        guard let value = value(name) else { return [] }
        guard let object = value.object else {
            reject(name, "must be an object of strings")
            return []
        }
        var texts: [(Text, Text)] = []
        for member in object.members {
            if case .string(let text) = member.value {
                texts.append((member.name, text))
            } else {
                reject(Text("\(name).\(member.name)"), "must be a string")
            }
        }
        return texts
    }

    /// Rejects every member that was not read and is not null.
    mutating func forbidOthers(_ message: String) {
        for member in object.members where !known.contains(member.name) {
            known.insert(member.name)
            if member.value != .null { reject(member.name, message) }
        }
    }

    /// Labels; a key without a colon, so that `?label=key:value` finds it.
    mutating func labels(_ name: Text) -> [Label] {
        texts(name).map { label in
            if label.name.string.utf8.contains(UInt8(ascii: ":")) {
                reject(
                    Text("\(name).\(label.name)"), "has a colon in its key, which ends where ?label=key:value has one")
            }
            return Label(name: label.name, value: label.value)
        }
    }

    mutating func reject(_ name: Text, _ message: String) {
        problems.append(Problem.Item(path: path.isEmpty ? name.string : "\(path).\(name)", message: message))
    }

    private mutating func wrong<Value>(_ name: Text, _ message: String) -> Value? {
        reject(name, message)
        return nil
    }

    /// What is wrong with the members read, and which members nobody asked for: a misspelt option must not pass for
    /// one that was left out.
    func allProblems() -> [Problem.Item] {
        let unknown = object.members.filter { !known.contains($0.name) }
        return problems
            + unknown.map { member in
                let place = path.isEmpty ? member.name.string : "\(path).\(member.name)"
                let names = known.sorted().map(\.string).joined(separator: ", ")
                return Problem.Item(path: place, message: "is not known here; known are: \(names)")
            }
    }

    /// - Throws: ``Problem`` 422 when anything was wrong.
    func finish() throws(Problem) {
        try Self.require(allProblems())
    }

    static func require(_ problems: [Problem.Item]) throws(Problem) {
        guard let first = problems.first else { return }
        let detail = problems.count == 1 ? "\(first.path): \(first.message)" : "\(problems.count) things are wrong."
        throw Problem(.invalid, detail, errors: problems)
    }
}
