import CanonicalJSON
import EventStore
import Projections
import ToolLayer

/// One call carried out: the record it makes, the blobs the record names, and the tip after it.
///
/// It is the same pure function for a live call and for re-execution, so the two cannot part.
struct CallStep {
    /// What the record says, and the same sealed for the log.
    let content: Record
    let record: SealedRecord
    let blobs: [Blob]
    let result: [UInt8]
    let isError: Bool
    let tip: EpisodeTip

    /// Runs a tool after `tip`.
    ///
    /// - Parameter call: Its arguments are checked already.
    /// - Parameter recorded: What the same call has come to before; where it comes to that again, nothing is encoded.
    init(
        _ call: CheckedCall, after tip: EpisodeTip, tools: ToolCatalogue, recorded: RecordedEpisode.Entry? = nil
    ) {
        let outcome = tools.run(call.name, call.arguments, on: tip.state) ?? CallStep.missing(call.name)
        if let step = CallStep(call, outcome, after: tip, recorded: recorded) {
            self = step
        } else {
            let refusal = ToolError(
                "The call would change more than can be recorded", hint: "Split it into smaller calls."
            )
            self.init(
                recording: call, ToolResult(refusing: refusal), state: tip.state, changes: [], after: tip,
                recorded: recorded)
        }
    }

    /// - Returns: nil when the record or the changes would pass a limit of the format (section 4).
    private init?(
        _ call: CheckedCall, _ outcome: ToolResult, after tip: EpisodeTip, recorded: RecordedEpisode.Entry?
    ) {
        let state = outcome.events.isEmpty ? tip.state : tip.state.applying(outcome.events)
        guard state.changedCount <= EpisodeLimits.changedEntities else { return nil }
        let changes = outcome.events.isEmpty ? [] : state.changes(since: tip.state)
        self.init(
            recording: call, outcome, state: state, changes: changes, after: tip, recorded: recorded)
        guard record.bytes.count <= EpisodeLimits.recordBytes else { return nil }
    }

    private init(
        recording call: CheckedCall, _ outcome: ToolResult, state: WorldState, changes: [EntityChange],
        after tip: EpisodeTip, recorded: RecordedEpisode.Entry?
    ) {
        var blobs = [Blob(outcome.bytes)]
        let resultDigest = blobs[0].digest
        let arguments = CallStep.payload(call.arguments, bytes: call.bytes, into: &blobs)
        var events: Record.Payload?
        if !outcome.events.isEmpty {
            let value = JSONValue.array(outcome.events.map(\.json))
            events = CallStep.payload(value, bytes: value.canonicalBytes, into: &blobs)
        }
        for change in changes {
            if let document = change.document {
                blobs.append(Blob(document.bytes, trusting: document.digest))
            }
        }
        let record = Record(
            seq: tip.seq + 1, prev: tip.head, root: state.root,
            changes: changes.map { Record.Change(key: $0.key.text, digest: $0.document?.digest) },
            body: .call(
                Record.Call(
                    name: call.name, arguments: arguments, result: resultDigest, isError: outcome.isError,
                    events: events
                )
            )
        )
        content = record
        if let recorded, recorded.record == record {
            self.record = SealedRecord(record, bytes: recorded.bytes, hash: recorded.hash)
        } else {
            self.record = SealedRecord(record)
        }
        self.blobs = blobs
        result = outcome.bytes
        isError = outcome.isError
        var next = tip
        next.seq = record.seq
        next.head = self.record.hash
        next.state = state
        self.tip = next
    }

    private static func payload(
        _ value: JSONValue, bytes: [UInt8], into blobs: inout [Blob]
    ) -> Record.Payload {
        guard bytes.count > Record.Payload.inlineLimit else { return .inline(value) }
        let blob = Blob(bytes)
        blobs.append(blob)
        return .blob(blob.digest)
    }

    /// What a call of a tool comes to that the episode offers and this build lacks.
    private static func missing(_ name: Text) -> ToolResult {
        ToolResult(
            refusing: ToolError(
                "Tool \(name) is not part of this build",
                hint: "The episode was opened with another one; use other tools."))
    }
}

/// A call whose shape was checked, before anything runs.
struct CheckedCall {
    let name: Text
    let arguments: JSONValue
    /// The arguments' canonical text.
    let bytes: [UInt8]

    /// - Throws: ``EpisodeError`` for an unknown tool, arguments that are no object, or too large ones.
    init(
        _ request: CallRequest, offer: ToolOffer, argumentBytes: Int = EpisodeLimits.argumentBytes
    ) throws(EpisodeError) {
        try offer.require(request.name)
        arguments = request.arguments ?? .object([:])
        guard case .object = arguments else {
            throw EpisodeError(.argumentsNotAnObject, "arguments must be an object, not \(arguments.kind)")
        }
        name = request.name
        guard arguments.isNested(within: EpisodeLimits.argumentDepth) else {
            throw EpisodeError(
                .argumentsTooLarge, "the arguments are nested more than \(EpisodeLimits.argumentDepth) deep"
            )
        }
        bytes = arguments.canonicalBytes
        guard bytes.count <= min(argumentBytes, EpisodeLimits.argumentBytes) else {
            throw EpisodeError(
                .argumentsTooLarge, "the arguments take \(bytes.count) bytes; at most \(argumentBytes) are taken")
        }
    }

    /// The call of a record that is run again.
    init(name: Text, recorded arguments: JSONValue) {
        self.name = name
        self.arguments = arguments
        bytes = arguments.canonicalBytes
    }
}

/// The limits of `docs/format.md`, section 4.
enum EpisodeLimits {
    static let argumentBytes = 256 * 1_024
    static let argumentDepth = 48
    static let recordBytes = 64 * 1_024
    static let changedEntities = 10_000
    static let groupSize = 4_096
}

extension JSONValue {
    /// Whether arrays and objects are nested at most `depth` deep.
    func isNested(within depth: Int) -> Bool {
        switch self {
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.isNested(within: depth - 1) }
        case .object(let object): depth > 0 && object.members.allSatisfy { $0.value.isNested(within: depth - 1) }
        default: true
        }
    }
}
