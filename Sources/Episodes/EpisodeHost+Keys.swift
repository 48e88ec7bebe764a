public import CanonicalJSON
import EventStore
import ToolLayer

/// Exactly once: what was done under a key, or was answered into a dead connection, is answered again from the log.
extension EpisodeHost {
    /// Does something that belongs to no episode once under its key.
    ///
    /// - Parameter again: Makes the first answer again.
    /// - Parameter body: Does the work, and writes the entry that it is given along with it.
    func once<Value: Sendable>(
        _ key: RequestKey?, again: (KeptOutcome) throws(EpisodeError) -> Value?,
        _ body: () async throws(EpisodeError) -> Value
    ) async throws(EpisodeError) -> Value {
        guard let key else { return try await body() }
        return try await keyTurns.withTurn(key.name) { () async throws(EpisodeError) -> Value in
            guard let outcome = try kept(key, scope: []) else { return try await body() }
            guard let value = try again(outcome) else { throw EpisodeHost.damagedKey }
            return value
        }
    }

    /// What was done under a key of an episode.
    ///
    /// - Throws: ``EpisodeError`` with code `.keyReused` when the key stands for another request.
    func kept(_ key: RequestKey?, of branch: BranchID) throws(EpisodeError) -> KeptOutcome? {
        guard let key else { return nil }
        return try kept(key, scope: EpisodeHost.scope(of: branch))
    }

    private func kept(_ key: RequestKey, scope: [UInt8]) throws(EpisodeError) -> KeptOutcome? {
        let value: [UInt8]
        do throws(EventStoreError) {
            guard let found = try store.idempotency(scope: scope, key: Array(key.name.string.utf8)) else { return nil }
            value = found.value
        } catch {
            throw EpisodeError(error)
        }
        guard let (request, outcome) = KeptOutcome.parse(value) else { throw EpisodeHost.damagedKey }
        guard request == key.request else {
            throw EpisodeError(
                .keyReused, "the idempotency key was used for another request; give each request a key of its own")
        }
        return outcome
    }

    static let damagedKey = EpisodeError.damaged("an idempotency entry cannot be read")

    /// Keeps what a request under a key of an episode comes to, in the same commit.
    static func keep(_ outcome: KeptOutcome, of branch: BranchID, under key: RequestKey?, in write: inout StoreWrite) {
        guard let key else { return }
        write.idempotency.append(
            IdempotencyEntry(
                scope: scope(of: branch), key: Array(key.name.string.utf8), value: outcome.bytes(for: key)))
    }

    /// The same for 24 hours, for what belongs to no episode.
    static func keep(_ outcome: KeptOutcome, under key: RequestKey?, in write: inout StoreWrite) {
        guard let key else { return }
        write.idempotency.append(
            IdempotencyEntry(
                scope: [], key: Array(key.name.string.utf8), value: outcome.bytes(for: key),
                lifetimeMilliseconds: RequestKey.lifetimeMilliseconds))
    }

    private static func scope(of branch: BranchID) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: branch.rawValue >> (56 - 8 * UInt64($0))) }
    }

    // MARK: Answers again

    /// The answers to calls that are in the log.
    func receipts(_ id: EpisodeID, first: Int, count: Int) throws(EpisodeError) -> [CallReceipt] {
        let views = try records(id, from: first, to: first + count - 1)
        guard views.count == count else { throw EpisodeHost.damagedKey }
        var receipts: [CallReceipt] = []
        for view in views {
            guard let receipt = EpisodeHost.receipt(view) else { throw EpisodeHost.damagedKey }
            receipts.append(receipt)
        }
        return receipts
    }

    private static func receipt(_ view: RecordView) -> CallReceipt? {
        let (result, isError): ([UInt8]?, Bool) =
            switch view.record.body {
            case .call(let call): (view.blobs.first { $0.digest == call.result }?.bytes, call.isError)
            case .submitted: (SubmitResponse.result, false)
            case .opened, .message, .other: (nil, false)
            }
        return result.map {
            CallReceipt(
                seq: view.stored.seq, result: $0, isError: isError, head: view.stored.hash, root: view.record.root)
        }
    }

    /// The answer to a message or a submission that is in the log.
    func recordReceipt(_ id: EpisodeID, seq: Int) throws(EpisodeError) -> (receipt: RecordReceipt, record: Record) {
        guard let view = try records(id, from: seq, to: seq).first else { throw EpisodeHost.damagedKey }
        return (RecordReceipt(seq: seq, head: view.stored.hash, root: view.record.root), view.record)
    }

    /// A grade by the digest of its blob.
    func grade(_ digest: Digest) throws(EpisodeError) -> Grade {
        let bytes: [UInt8]?
        do {
            bytes = try store.blob(digest)
        } catch {
            throw EpisodeError(error)
        }
        guard let bytes, Digest(of: bytes) == digest, let value = try? JSONParser.parse(bytes),
            let grade = Grade(json: value)
        else {
            throw .damaged("grade \(digest) cannot be read")
        }
        return grade
    }

    // MARK: Answers that were lost

    /// Says that the answer of a record could not be written to its connection.
    ///
    /// While that record is the episode's last, the same call gets the recorded answer and makes no second record.
    public func answerWasLost(_ id: EpisodeID, seq: Int) {
        guard id.storeID == store.storeID else { return }
        lostAnswers.mark(id.branch, seq: seq)
    }

    /// Whether calls of this tool may change something.
    public func writes(_ tool: Text) -> Bool { tools[tool]?.effect != .reads }

    /// The recorded answer of a call that comes again because its answer was lost; the resend is noted in the log.
    ///
    /// - Returns: nil when the call is a new one: of a tool that only reads, another call, or after another record.
    func resent(
        _ requests: [CallRequest], expectedSeq: Int?, after tip: EpisodeTip, _ id: EpisodeID, via: Via
    ) async throws(EpisodeError) -> CallReceipt? {
        guard lostAnswers.seq(of: id.branch) == tip.seq, requests.count == 1, let request = requests.first,
            expectedSeq == nil || expectedSeq == tip.seq, tip.status == .open || tip.status == .submitted,
            writes(request.name),
            let view = try records(id, from: tip.seq, to: tip.seq).first, EpisodeHost.made(view.record, by: request),
            let receipt = EpisodeHost.receipt(view)
        else { return nil }
        try await note(.resend(seq: tip.seq), on: id, via: via)
        lostAnswers.forget(id.branch)
        return receipt
    }

    /// Whether a record is that of this call, byte for byte.
    private static func made(_ record: Record, by request: CallRequest) -> Bool {
        let bytes = (request.arguments ?? .object([:])).canonicalBytes
        switch record.body {
        case .call(let call) where call.name == request.name:
            switch call.arguments {
            case .inline(let value): return value.canonicalBytes == bytes
            case .blob(let digest): return digest == Digest(of: bytes)
            }
        case .submitted(let submission) where request.name == SubmitResponse.name:
            guard submission.stopped == nil, let response = request.arguments?["response"] else { return false }
            return submission.response == Digest(of: response.canonicalBytes)
        case .call, .submitted, .opened, .message, .other: return false
        }
    }
}
