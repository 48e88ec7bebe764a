public import CanonicalJSON

/// One record of a branch, as the format's section 4 fixes it.
///
/// Its hash is the SHA-256 of its bytes as stored. Encoding is canonical, so parsing a stored record and encoding it
/// again gives the same bytes; a text that would not is refused.
public struct Record: Sendable, Hashable {
    /// The changed document of one entity.
    public struct Change: Sendable, Hashable {
        /// `type/id`.
        public var key: Text
        /// The blob of the new document; nil exactly when it equals the snapshot's again.
        public var digest: Digest?

        public init(key: Text, digest: Digest?) {
            self.key = key
            self.digest = digest
        }
    }

    /// A value kept in the record itself or, when it is long, as a blob.
    public enum Payload: Sendable, Hashable {
        case inline(JSONValue)
        case blob(Digest)

        /// The most canonical bytes a value may have to be kept inline.
        public static let inlineLimit = 512
    }

    /// How an episode begins: the members of `opened`.
    public struct Opening: Sendable, Hashable {
        /// Always 1 so far.
        public var format: Int
        /// The name of the tools' behaviour, as `corecraft/1`.
        public var rules: Text
        public var snapshot: Digest
        public var task: Digest?
        public var tools: Digest
        /// 0...2^53-1.
        public var seed: Int

        public init(format: Int = 1, rules: Text, snapshot: Digest, task: Digest?, tools: Digest, seed: Int) {
            self.format = format
            self.rules = rules
            self.snapshot = snapshot
            self.task = task
            self.tools = tools
            self.seed = seed
        }
    }

    /// One tool call with its result.
    public struct Call: Sendable, Hashable {
        public var name: Text
        public var arguments: Payload
        public var result: Digest
        public var isError: Bool
        public var events: Payload?

        public init(name: Text, arguments: Payload, result: Digest, isError: Bool, events: Payload? = nil) {
            self.name = name
            self.arguments = arguments
            self.result = result
            self.isError = isError
            self.events = events
        }
    }

    /// What a user or the assistant said.
    public struct Message: Sendable, Hashable {
        /// `user` or `assistant`.
        public var role: Text
        public var content: Digest

        public init(role: Text, content: Digest) {
            self.role = role
            self.content = content
        }
    }

    /// The end: the agent's response.
    public struct Submission: Sendable, Hashable {
        public var response: Digest
        /// `turn_limit` or `context_limit`; nil when the agent ended by itself.
        public var stopped: Text?

        public init(response: Digest, stopped: Text? = nil) {
            self.response = response
            self.stopped = stopped
        }
    }

    /// What the record is, with the members that only its kind has.
    public enum Body: Sendable, Hashable {
        case opened(Opening)
        case call(Call)
        case message(Message)
        case submitted(Submission)
        /// A kind that this version does not know, with its members beside `kind`, `seq`, `prev`, `root`, `changes`.
        case other(kind: Text, JSONObject)
    }

    /// Its number in the branch, from 0.
    public var seq: Int
    /// The hash of the record before; nil exactly for the first.
    public var prev: Digest?
    /// The digest of the whole state after it.
    public var root: Digest
    /// In canonical order of the keys (UTF-16 code units); empty when there is no such member.
    public private(set) var changes: [Change]
    public var body: Body

    /// Sorts the changes.
    ///
    /// - Precondition: No key stands twice.
    public init(seq: Int, prev: Digest?, root: Digest, changes: [Change] = [], body: Body) {
        self.seq = seq
        self.prev = prev
        self.root = root
        self.changes = changes.sorted { Text.utf16Precedes($0.key, $1.key) }
        self.body = body
        for (one, next) in zip(self.changes, self.changes.dropFirst()) {
            precondition(one.key != next.key, "two changes of \(one.key) in one record")
        }
    }

    /// Takes changes that stand in canonical order already.
    init(seq: Int, prev: Digest?, root: Digest, sortedChanges: [Change], body: Body) {
        self.seq = seq
        self.prev = prev
        self.root = root
        changes = sortedChanges
        self.body = body
    }

    /// The value of the member `kind`.
    public var kind: Text {
        switch body {
        case .opened: "opened"
        case .call: "call"
        case .message: "message"
        case .submitted: "submitted"
        case .other(let kind, _): kind
        }
    }

    /// Every blob that the record names (the snapshot is none), in ascending order, each once.
    public var blobDigests: [Digest] {
        var unique: [Digest] = []
        for digest in namedBlobs.sorted() where unique.last != digest { unique.append(digest) }
        return unique
    }

    /// The same as they stand in the record.
    var namedBlobs: [Digest] { changes.compactMap(\.digest) + bodyBlobs }

    /// The blobs that the record names beside the documents of its changes.
    public var bodyBlobs: [Digest] {
        var digests: [Digest] = []
        switch body {
        case .opened(let opening):
            digests.append(opening.tools)
            if let task = opening.task { digests.append(task) }
        case .call(let call):
            digests.append(call.result)
            if case .blob(let digest) = call.arguments { digests.append(digest) }
            if case .blob(let digest)? = call.events { digests.append(digest) }
        case .message(let message): digests.append(message.content)
        case .submitted(let submission): digests.append(submission.response)
        case .other: break
        }
        return digests
    }
}
