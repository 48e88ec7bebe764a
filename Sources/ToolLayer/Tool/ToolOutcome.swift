internal import CanonicalJSON
public import Projections

/// What a tool answers when it does not refuse: a result, and the events that it decided on.
public struct ToolOutcome: Sendable {
    /// The result as canonical JSON: an array for searches, else an object.
    public let result: [UInt8]
    /// What happened, in order; always empty for a tool that reads, and for a write that changes nothing.
    public let events: [Event]

    init(result: [UInt8], events: [Event] = []) {
        self.result = result
        self.events = events
    }

    /// A read's answer that is no whole entity.
    static func answering(_ value: JSONValue) -> ToolOutcome {
        ToolOutcome(result: value.canonicalBytes)
    }

    /// An entity as it is stored, byte for byte.
    static func answering(_ document: Document) -> ToolOutcome {
        ToolOutcome(result: document.bytes)
    }

    /// Entities as they are stored, as one array.
    static func answering(_ documents: some Collection<Document>) -> ToolOutcome {
        var writer = CanonicalWriter(capacity: documents.reduce(2) { $0 + $1.bytes.count + 1 })
        writer.write(documents)
        return ToolOutcome(result: writer.bytes)
    }

    /// A write's answer: the entity as it stands after the events.
    ///
    /// It is what applying the events gives, so that no result can differ from what is stored.
    static func writing(_ events: [Event], to state: WorldState, answering key: EntityKey) -> ToolOutcome {
        guard let result = state.bytes(of: key, after: events) else {
            preconditionFailure("the events of a write do not make \(key.text)")
        }
        return ToolOutcome(result: result, events: events)
    }
}

/// What the agent gets from a call, refusals included.
public struct ToolResult: Sendable {
    /// Canonical JSON; of an error `{"error", "hint"?}`.
    public let bytes: [UInt8]
    public let isError: Bool
    /// Empty when `isError`.
    public let events: [Event]
}

extension ToolResult {
    /// The result of a call that was refused: `{"error", "hint"?}`, and no events.
    public init(refusing error: ToolError) {
        self.init(bytes: error.json.canonicalBytes, isError: true, events: [])
    }
}

extension CanonicalWriter {
    /// Writes stored entities as an array, without encoding them again.
    mutating func write(_ documents: some Sequence<Document>) {
        writeVerbatim("[")
        var isFirst = true
        for document in documents {
            if !isFirst { writeVerbatim(",") }
            isFirst = false
            writeVerbatim(document.bytes)
        }
        writeVerbatim("]")
    }
}
