internal import CanonicalJSON

extension Record {
    /// Parses a stored record strictly: the members of its kind and no others, in canonical JSON.
    ///
    /// A kind that this version does not know becomes ``Body/other(kind:_:)``; its chain can be followed all the same.
    ///
    /// - Throws: ``RecordError`` naming the first member that is wrong.
    public init(parsing bytes: [UInt8]) throws(RecordError) {
        if let record = RecordScanner.record(bytes) {
            self = record
        } else {
            try self.init(parsingAny: bytes)
        }
    }

    /// The changes of a stored record, which is not looked at further where it is of a usual kind.
    ///
    /// - Throws: ``RecordError`` where it is not, as ``init(parsing:)``.
    public static func changes(in bytes: [UInt8]) throws(RecordError) -> [Change] {
        if let changes = RecordScanner.changes(bytes) { return changes }
        return try Record(parsing: bytes).changes
    }

    /// As ``init(parsing:)``, for whatever bytes.
    init(parsingAny bytes: [UInt8]) throws(RecordError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .notJSON(error)
        }
        guard case .object(let object) = value else { throw .notAnObject }
        var members = RecordMembers(object)
        let kind = try members.text("kind")
        let seq = try members.integer("seq")
        let prev = try members.digestOrNull("prev")
        let root = try members.digest("root")
        let changes = try members.changes()
        guard (seq == 0) == (prev == nil) else {
            throw .badMember("prev", expected: "null exactly when seq is 0")
        }
        let body = try Record.body(kind: kind, seq: seq, members: &members)
        switch body {
        case .message, .submitted: if !changes.isEmpty { throw .unexpectedMember("changes") }
        case .opened, .call, .other: break
        }
        self.init(seq: seq, prev: prev, root: root, sortedChanges: changes, body: body)
        guard canonicalBytes == bytes else { throw .notCanonical }
    }

    private static func body(kind: Text, seq: Int, members: inout RecordMembers) throws(RecordError) -> Body {
        let body: Body
        switch kind {
        case "opened":
            guard seq == 0 else { throw .badMember("seq", expected: "0 when opened") }
            body = .opened(try opening(&members))
        case "call": body = .call(try call(&members))
        case "message":
            let message = Message(role: try members.text("role"), content: try members.digest("content"))
            guard message.role == "user" || message.role == "assistant" else {
                throw .badMember("role", expected: "user or assistant")
            }
            body = .message(message)
        case "submitted":
            let submission = Submission(
                response: try members.digest("response"), stopped: try members.textIfAny("stopped"))
            guard [nil, "turn_limit", "context_limit"].contains(submission.stopped) else {
                throw .badMember("stopped", expected: "turn_limit or context_limit, or absent")
            }
            body = .submitted(submission)
        default: return .other(kind: kind, members.rest)
        }
        if let name = members.rest.members.first?.name { throw .unexpectedMember(name) }
        return body
    }

    private static func opening(_ members: inout RecordMembers) throws(RecordError) -> Opening {
        let opening = Opening(
            format: try members.integer("format"), rules: try members.text("rules"),
            snapshot: try members.digest("snapshot"), task: try members.digestOrNull("task"),
            tools: try members.digest("tools"), seed: try members.integer("seed"))
        guard opening.format == 1 else { throw .badMember("format", expected: "1") }
        return opening
    }

    private static func call(_ members: inout RecordMembers) throws(RecordError) -> Call {
        guard let arguments = try members.payload("arguments", blob: "arguments_blob") else {
            throw .missingMember("arguments")
        }
        return Call(
            name: try members.text("name"), arguments: arguments, result: try members.digest("result"),
            isError: try members.bool("is_error"), events: try members.payload("events", blob: "events_blob"))
    }
}

/// Takes members out of a record's object one by one; what is left over does not belong there.
struct RecordMembers {
    private(set) var rest: JSONObject

    init(_ object: JSONObject) {
        rest = object
    }

    mutating func take(_ name: Text) throws(RecordError) -> JSONValue {
        guard let value = takeIfAny(name) else { throw .missingMember(name) }
        return value
    }

    mutating func takeIfAny(_ name: Text) -> JSONValue? {
        guard let value = rest.value(of: name) else { return nil }
        rest[name] = nil
        return value
    }

    mutating func text(_ name: Text) throws(RecordError) -> Text {
        guard let text = try take(name).text else { throw .badMember(name, expected: "a string") }
        return text
    }

    mutating func textIfAny(_ name: Text) throws(RecordError) -> Text? {
        guard let value = takeIfAny(name) else { return nil }
        guard let text = value.text else { throw .badMember(name, expected: "a string") }
        return text
    }

    mutating func integer(_ name: Text) throws(RecordError) -> Int {
        guard let integer = try take(name).number?.integer, integer >= 0 else {
            throw .badMember(name, expected: "an integer of 0...2^53-1")
        }
        return integer
    }

    mutating func bool(_ name: Text) throws(RecordError) -> Bool {
        guard let bool = try take(name).bool else { throw .badMember(name, expected: "true or false") }
        return bool
    }

    mutating func digest(_ name: Text) throws(RecordError) -> Digest {
        guard let digest = try digestOrNull(name) else { throw .badMember(name, expected: "a digest") }
        return digest
    }

    mutating func digestOrNull(_ name: Text) throws(RecordError) -> Digest? {
        try RecordMembers.digestOrNull(try take(name), name)
    }

    static func digestOrNull(_ value: JSONValue, _ name: Text) throws(RecordError) -> Digest? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard let digest = Digest(hex: text.string) else { fallthrough }
            return digest
        default: throw .badMember(name, expected: "64 lower-case hexadecimal digits")
        }
    }

    mutating func payload(_ name: Text, blob: Text) throws(RecordError) -> Record.Payload? {
        let inline = takeIfAny(name)
        let digest = takeIfAny(blob)
        switch (inline, digest) {
        case (let value?, nil): return .inline(value)
        case (nil, let value?):
            guard let digest = try RecordMembers.digestOrNull(value, blob) else {
                throw .badMember(blob, expected: "a digest")
            }
            return .blob(digest)
        case (nil, nil): return nil
        case (_?, _?): throw .unexpectedMember(blob)
        }
    }

    /// The member `changes`; absent means none, and an empty object is refused, since it would have two encodings.
    mutating func changes() throws(RecordError) -> [Record.Change] {
        guard let value = takeIfAny("changes") else { return [] }
        guard let object = value.object, !object.isEmpty else {
            throw .badMember("changes", expected: "an object with members, or absent")
        }
        var changes: [Record.Change] = []
        changes.reserveCapacity(object.count)
        for member in object.members {
            guard let slash = member.name.string.utf8.firstIndex(of: UInt8(ascii: "/")),
                slash > member.name.string.utf8.startIndex
            else { throw .badMember("changes", expected: "an object whose keys are type/id") }
            let digest = try RecordMembers.digestOrNull(member.value, "changes")
            changes.append(Record.Change(key: member.name, digest: digest))
        }
        return changes
    }
}
