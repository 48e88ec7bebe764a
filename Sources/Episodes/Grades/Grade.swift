public import CanonicalJSON

/// A rubric's verdict on a head (`docs/format.md`, section 8).
public struct Grade: Sendable, Hashable {
    /// The verdict on one criterion.
    public struct Criterion: Sendable, Hashable {
        public let id: Text
        public let satisfied: Bool
        /// `check` or `judge`.
        public let decidedBy: Text
        /// What the check looked for.
        public let expected: JSONValue
        /// What it found, and where.
        public let found: JSONValue
        /// The digest of a judge's request and answer, when one decided.
        public let evidence: Digest?

        public init(
            id: Text, satisfied: Bool, decidedBy: Text, expected: JSONValue, found: JSONValue, evidence: Digest? = nil
        ) {
            self.id = id
            self.satisfied = satisfied
            self.decidedBy = decidedBy
            self.expected = expected
            self.found = found
            self.evidence = evidence
        }
    }

    /// The graded record's hash and number.
    public let head: Digest
    public let seq: Int
    /// The digest of the task document whose rubric was used.
    public let task: Digest
    public let grader: Text
    public let criteria: [Criterion]

    public init(head: Digest, seq: Int, task: Digest, grader: Text, criteria: [Criterion]) {
        self.head = head
        self.seq = seq
        self.task = task
        self.grader = grader
        self.criteria = criteria
    }

    /// How many criteria are satisfied.
    public var satisfied: Int { criteria.count(where: \.satisfied) }

    /// How many criteria there are.
    public var total: Int { criteria.count }

    /// Whether all criteria are satisfied.
    public var passed: Bool { satisfied == total }

    /// The blob's value.
    public var json: JSONValue {
        [
            "criteria": .array(criteria.map(\.json)), "grader": .string(grader), "head": head.json, "kind": "grade",
            "satisfied": .integer(satisfied), "seq": .integer(seq), "task": task.json, "total": .integer(total),
        ]
    }

    /// Reads a grade's blob back.
    ///
    /// - Returns: nil unless every member is there with its type and the sums agree.
    public init?(json: JSONValue) {
        guard json["kind"] == "grade", let head = Digest(json["head"]), let seq = json["seq"]?.number?.integer,
            let task = Digest(json["task"]), let grader = json["grader"]?.text,
            let elements = json["criteria"]?.elements
        else { return nil }
        var criteria: [Criterion] = []
        for element in elements {
            guard let criterion = Criterion(json: element) else { return nil }
            criteria.append(criterion)
        }
        self.init(head: head, seq: seq, task: task, grader: grader, criteria: criteria)
        guard self.json == json else { return nil }
    }
}

extension Grade.Criterion {
    var json: JSONValue {
        var object: JSONObject = [
            "decided_by": .string(decidedBy), "expected": expected, "found": found, "id": .string(id),
            "satisfied": .bool(satisfied),
        ]
        object["evidence"] = evidence?.json
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let id = json["id"]?.text, let satisfied = json["satisfied"]?.bool,
            let decidedBy = json["decided_by"]?.text, let expected = json["expected"], let found = json["found"]
        else { return nil }
        self.init(
            id: id, satisfied: satisfied, decidedBy: decidedBy, expected: expected, found: found,
            evidence: Digest(json["evidence"])
        )
    }
}

extension JSONValue {
    /// An integer of this project: counts and sequence numbers, far below 2^53.
    static func integer(_ value: Int) -> JSONValue {
        JSONNumber(exactly: value).map(JSONValue.number) ?? .null
    }
}

extension Digest {
    /// Reads the hexadecimal text of a JSON string.
    init?(_ value: JSONValue?) {
        guard let text = value?.text else { return nil }
        self.init(hex: text.string)
    }
}
