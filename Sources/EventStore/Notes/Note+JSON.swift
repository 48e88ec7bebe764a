internal import CanonicalJSON

extension Note {
    /// The note's canonical text, as it stands in the log.
    var canonicalBytes: [UInt8] {
        // Forks are made by the hundred, and are written by hand.
        if case .fork(let parent, let at, let group, let labels) = self {
            var writer = CanonicalWriter(capacity: 96)
            writer.writeVerbatim("{\"at\":")
            writer.write(UInt64(max(0, at)))
            writer.writeVerbatim(",\"group\":")
            writer.write(group.rawValue)
            writer.writeVerbatim(",\"kind\":\"fork\"")
            if !labels.isEmpty {
                writer.writeVerbatim(",\"labels\":")
                writer.write(labels.json)
            }
            writer.writeVerbatim(",\"parent\":")
            writer.write(parent.rawValue)
            writer.writeVerbatim("}")
            return writer.bytes
        }
        return object.canonicalBytes
    }

    private var object: JSONObject {
        var object = JSONObject()
        object["kind"] = .string(kind)
        switch self {
        case .group(let task, let profile):
            object["profile"] = .string(profile)
            if let task { object["task"] = .string(task) }
        case .fork(let parent, let at, let group, let labels):
            object["at"] = .integer(UInt64(max(0, at)))
            object["group"] = .integer(group.rawValue)
            if !labels.isEmpty { object["labels"] = labels.json }
            object["parent"] = .integer(parent.rawValue)
        case .imported(let task, let profile, let episode, let head, let labels):
            object["episode"] = .string(episode)
            object["head"] = head.json
            if !labels.isEmpty { object["labels"] = labels.json }
            object["profile"] = .string(profile)
            if let task { object["task"] = .string(task) }
        case .label(let labels): object["labels"] = labels.json
        case .attach(let generation): object["generation"] = .integer(UInt64(generation))
        case .grade(let grade):
            object["declared"] = .bool(grade.isDeclared)
            object["digest"] = grade.digest.json
            object["grader"] = .string(grade.grader)
            object["satisfied"] = .integer(UInt64(max(0, grade.satisfied)))
            object["total"] = .integer(UInt64(max(0, grade.total)))
        case .invalid(let reason, let closes):
            object["closes"] = .bool(closes)
            object["reason"] = .string(reason)
        case .end: break
        case .resend(let seq): object["seq"] = .integer(UInt64(max(0, seq)))
        }
        return object
    }

    /// Parses a note of the log strictly.
    init(parsing bytes: [UInt8]) throws(RecordError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .notJSON(error)
        }
        guard case .object(let object) = value else { throw .notAnObject }
        var members = RecordMembers(object)
        let kind = try members.text("kind")
        switch kind {
        case "group": self = .group(task: try members.textIfAny("task"), profile: try members.text("profile"))
        case "fork":
            self = .fork(
                parent: BranchID(rawValue: UInt64(try members.integer("parent"))), at: try members.integer("at"),
                group: BranchID(rawValue: UInt64(try members.integer("group"))), labels: try members.labelsIfAny())
        case "import":
            self = .imported(
                task: try members.textIfAny("task"), profile: try members.text("profile"),
                episode: try members.text("episode"), head: try members.digest("head"),
                labels: try members.labelsIfAny())
        case "label": self = .label(try members.labelsIfAny())
        case "attach":
            guard let generation = UInt32(exactly: try members.integer("generation")) else {
                throw .badMember("generation", expected: "an integer of 32 bits")
            }
            self = .attach(generation: generation)
        case "grade", "regrade", "claim":
            self = .grade(
                GradeNote(
                    digest: try members.digest("digest"), satisfied: try members.integer("satisfied"),
                    total: try members.integer("total"), grader: try members.text("grader"),
                    isRegrade: kind == "regrade", isDeclared: try members.bool("declared"),
                    isClaimed: kind == "claim"))
        case "invalid":
            self = .invalid(reason: try members.text("reason"), closes: try members.bool("closes"))
        case "end": self = .end
        case "resend": self = .resend(seq: try members.integer("seq"))
        default: throw .badMember("kind", expected: "a kind of note that this version knows")
        }
        if let name = members.rest.members.first?.name { throw .unexpectedMember(name) }
        guard canonicalBytes == bytes else { throw .notCanonical }
    }
}

extension CanonicalWriter {
    /// Writes an integer as ``JSONValue/integer(_:)`` has it.
    mutating func write(_ integer: UInt64) {
        write(Int(min(integer, 1 << 53 - 1)))
    }
}

extension JSONValue {
    /// An integer, at most 2^53-1: greater ones do not come from here and are cut to it.
    static func integer(_ integer: UInt64) -> JSONValue {
        .number(JSONNumber(exactly: Int(min(integer, 1 << 53 - 1))) ?? JSONNumber(0))
    }
}

extension [Label] {
    /// `[["name", "value"], ...]`: an array, since the order is kept.
    var json: JSONValue {
        .array(map { .array([.string($0.name), .string($0.value)]) })
    }

    /// - Returns: nil when the value is not of that shape.
    init?(json: JSONValue) {
        guard let elements = json.elements else { return nil }
        self = []
        for element in elements {
            guard let pair = element.elements, pair.count == 2, let name = pair[0].text, let value = pair[1].text else {
                return nil
            }
            append(Label(name: name, value: value))
        }
    }
}

extension RecordMembers {
    mutating func labelsIfAny() throws(RecordError) -> [Label] {
        guard let value = takeIfAny("labels") else { return [] }
        guard let labels = [Label](json: value) else {
            throw .badMember("labels", expected: "an array of pairs of strings")
        }
        return labels
    }
}
