public import CanonicalJSON
public import Episodes

/// A deterministic check over the final state, the calls and the response.
public enum Check: Sendable {
    case entity(EntityCheck)
    case created(CreatedCheck)
    case onlyChanged(OnlyChangedCheck)
    case called(CalledCheck)
    case responseMentions(ResponseMentionsCheck)
    case responseOmits(ResponseOmitsCheck)

    /// What a check came to: what it looked for and what it found.
    public struct Finding: Sendable {
        public let holds: Bool
        public let expected: JSONValue
        public let found: JSONValue
    }

    /// Reads a check by its `kind`.
    ///
    /// - Throws: ``RewardsError`` for an unknown kind or a member that is missing, unknown or of the wrong type.
    public init(_ value: JSONValue?) throws(RewardsError) {
        guard let object = value?.object, let kind = object["kind"]?.text else {
            throw RewardsError("kind", "must name the kind of check")
        }
        let members = CheckMembers(object)
        switch kind {
        case "entity": self = .entity(try EntityCheck(members))
        case "created": self = .created(try CreatedCheck(members))
        case "only_changed": self = .onlyChanged(try OnlyChangedCheck(members))
        case "called": self = .called(try CalledCheck(members))
        case "response_mentions": self = .responseMentions(try ResponseMentionsCheck(members))
        case "response_omits": self = .responseOmits(try ResponseOmitsCheck(members))
        default:
            throw RewardsError(
                "kind",
                "must be one of entity, created, only_changed, called, response_mentions, response_omits, not \(kind)"
            )
        }
    }

    /// Decides the check; pure, so that an audit decides it again.
    public func finding(_ evidence: GradingEvidence) -> Finding {
        switch self {
        case .entity(let check): check.finding(evidence)
        case .created(let check): check.finding(evidence)
        case .onlyChanged(let check): check.finding(evidence)
        case .called(let check): check.finding(evidence)
        case .responseMentions(let check): check.finding(evidence)
        case .responseOmits(let check): check.finding(evidence)
        }
    }
}

/// Reads the members of a check with clear errors.
struct CheckMembers {
    let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    /// Refuses members that the kind does not have, so that a misspelt one cannot weaken a rubric unseen.
    func allow(_ names: [Text]) throws(RewardsError) {
        for member in object.members where member.name != "kind" && !names.contains(member.name) {
            throw RewardsError(
                member.name.string, "unknown; this kind has \(names.map(\.string).joined(separator: ", "))"
            )
        }
    }

    func text(_ name: Text) throws(RewardsError) -> Text {
        guard let text = object[name]?.text, !text.isEmpty else {
            throw RewardsError(name.string, "must be a text that is not empty")
        }
        return text
    }

    func texts(_ name: Text) throws(RewardsError) -> [Text] {
        guard let value = object[name] else { return [] }
        guard let texts = value.elements?.compactMap(\.text), texts.count == value.elements?.count else {
            throw RewardsError(name.string, "must be an array of texts")
        }
        return texts
    }

    func object(_ name: Text) throws(RewardsError) -> JSONObject {
        guard let value = object[name] else { return [:] }
        guard let object = value.object else { throw RewardsError(name.string, "must be an object") }
        return object
    }

    func flag(_ name: Text) throws(RewardsError) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.bool else { throw RewardsError(name.string, "must be true or false") }
        return flag
    }
}
