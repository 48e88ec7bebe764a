public import CanonicalJSON

/// Which replay to run (`docs/format.md`, section 10).
public enum ReplayKind: String, Sendable, CaseIterable {
    case facts, commands, both
}

/// The first place where a replay and the record part.
public struct Divergence: Sendable, Hashable {
    /// The record.
    public let seq: Int
    /// What differs: `chain`, `root`, `changes`, `events`, `result`, `is_error`, `tools`; or `contents`, when what the
    /// record names cannot be read or has another digest, and `found` says so.
    public let what: String
    public let expected: JSONValue
    public let found: JSONValue

    public init(seq: Int, what: String, expected: JSONValue, found: JSONValue) {
        self.seq = seq
        self.what = what
        self.expected = expected
        self.found = found
    }

    /// What is damaged, as a difference; anything else is thrown on.
    init(damage error: EpisodeError, at seq: Int) throws(EpisodeError) {
        guard error.code.isDamage else { throw error }
        self.init(seq: seq, what: "contents", expected: .null, found: .string(Text(error.what)))
    }

    /// The difference in words.
    var problem: String {
        if what == "contents", let text = found.text { return "record \(seq): \(text)" }
        return "record \(seq): recorded \(what) differ from the fold"
    }
}

/// What a replay came to.
public struct ReplayReport: Sendable, Hashable {
    public let ok: Bool
    /// How many records were replayed without a difference.
    public let records: Int
    public let divergence: Divergence?
}

/// What an audit came to: everything recomputed and compared.
public struct AuditReport: Sendable {
    /// What re-execution found; it counts for `ok` only when the branch's rules are those of this build.
    public struct Commands: Sendable {
        public let ran: Bool
        /// Whether the rules recorded are those of this build.
        public let sameRules: Bool
        public let divergence: Divergence?
    }

    public let ok: Bool
    /// Whether seq, prev and hashes hold.
    public let chain: Bool
    /// Whether roots, blobs and applied events agree with what was recorded.
    public let facts: Bool
    /// Whether the reward comes out the same again; nil when ungraded.
    public let reward: Bool?
    public let commands: Commands
    /// How many records came through each door.
    public let via: [(door: String, records: Int)]
    /// What is wrong, in words.
    public let problems: [String]
}
