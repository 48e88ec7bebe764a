public import CanonicalJSON
public import EventStore
import Projections
import ToolLayer

extension EpisodeHost {
    /// Carries out calls in the order given, in one commit.
    ///
    /// Names and shapes are checked first; an error of a tool does not stop the rest.
    ///
    /// - Parameter expectedSeq: The number the first record must get, or nil for whichever is next.
    /// - Parameter generation: The attempt that the caller's URL names; one that was replaced since is refused.
    /// - Returns: One receipt a call, once all their records are committed.
    /// - Throws: ``EpisodeError``; nothing ran then.
    public func call(
        _ id: EpisodeID, _ requests: [CallRequest], expectedSeq: Int? = nil, generation: UInt32? = nil, via: Via
    ) async throws(EpisodeError) -> [CallReceipt] {
        let arrived = ContinuousClock.now
        guard !requests.isEmpty else { throw EpisodeError(.badRequest, "calls must hold at least one call") }
        return try await inTurn(id) { start throws(EpisodeError) in
            try requireOpen(start, id, expectedSeq: expectedSeq)
            var calls: [CheckedCall] = []
            for request in requests {
                calls.append(try CheckedCall(request, offer: start.offer))
            }
            var tip = start
            var write = StoreWrite(via: via, arrivedAt: arrived)
            var receipts: [CallReceipt] = []
            for call in calls {
                let step = CallStep(call, after: tip, tools: tools)
                write.blobs.append(contentsOf: step.blobs)
                write.entries.append(.record(id.branch, step.record, generation: generation))
                receipts.append(
                    CallReceipt(
                        seq: step.tip.seq, result: step.result, isError: step.isError, head: step.tip.head,
                        root: step.record.root
                    )
                )
                tip = step.tip
            }
            try await self.write(write)
            return (receipts, tip)
        }
    }

    /// Records what a user or the assistant said.
    ///
    /// - Parameter role: `user` or `assistant`.
    /// - Throws: ``EpisodeError`` with code `.badRequest` for another role.
    public func message(
        _ id: EpisodeID, role: Text, content: JSONValue, via: Via
    ) async throws(EpisodeError) -> RecordReceipt {
        let arrived = ContinuousClock.now
        guard role == "user" || role == "assistant" else {
            throw EpisodeError(.badRequest, "role must be user or assistant, not \(role)")
        }
        return try await inTurn(id) { tip throws(EpisodeError) in
            try requireOpen(tip, id)
            let blob = Blob(content.canonicalBytes)
            let body = Record.Body.message(Record.Message(role: role, content: blob.digest))
            let (record, next) = EpisodeHost.record(body, after: tip)
            var write = StoreWrite(via: via, arrivedAt: arrived)
            write.blobs.append(blob)
            write.entries.append(.record(id.branch, record))
            try await self.write(write)
            return (RecordReceipt(seq: next.seq, head: next.head, root: record.root), next)
        }
    }

    /// Submits the final response: the episode takes no more calls. With a grader, its grade is committed together with the record.
    ///
    /// - Parameter stopped: `turn_limit` or `context_limit` when the run was cut off, nil when the agent finished.
    /// - Throws: ``EpisodeError``; the episode stays open then.
    public func submit(
        _ id: EpisodeID, response: JSONValue, stopped: Text? = nil, grading: (any Grading)? = nil, via: Via
    ) async throws(EpisodeError) -> SubmitReceipt {
        let arrived = ContinuousClock.now
        guard stopped == nil || stopped == "turn_limit" || stopped == "context_limit" else {
            throw EpisodeError(.badRequest, "stopped must be turn_limit or context_limit, or be left out")
        }
        return try await inTurn(id) { tip throws(EpisodeError) in
            try requireOpen(tip, id)
            let blob = Blob(response.canonicalBytes)
            let body = Record.Body.submitted(Record.Submission(response: blob.digest, stopped: stopped))
            var (record, next) = EpisodeHost.record(body, after: tip)
            next.status = .submitted
            var write = StoreWrite(via: via, arrivedAt: arrived)
            write.blobs.append(blob)
            write.entries.append(.record(id.branch, record))
            var grade: Grade?
            if let grading {
                grade = try self.grade(try row(id), at: next, response: response, by: grading)
            }
            if let grade { try append(grade, of: id, isRegrade: false, to: &write) }
            try await self.write(write)
            let receipt = SubmitReceipt(
                seq: next.seq, head: next.head, root: record.root, truncated: stopped != nil, grade: grade
            )
            return (receipt, next)
        }
    }

    /// Ends an episode: it takes no more requests, its records stay.
    public func end(_ id: EpisodeID, via: Via) async throws(EpisodeError) {
        try await inTurn(id) { tip throws(EpisodeError) in
            guard tip.status != .ended else { return ((), tip) }
            try await note(.end, on: id, via: via)
            var next = tip
            next.status = .ended
            return ((), next)
        }
    }

    /// Raises the generation, so that URLs handed out before are refused.
    ///
    /// - Returns: The new generation.
    public func attach(_ id: EpisodeID, via: Via) async throws(EpisodeError) -> UInt32 {
        try await inTurn(id) { tip throws(EpisodeError) in
            let generation = try row(id).generation + 1
            try await note(.attach(generation: generation), on: id, via: via)
            return (generation, tip)
        }
    }

    func note(_ note: Note, on id: EpisodeID, via: Via) async throws(EpisodeError) {
        var write = StoreWrite(via: via)
        write.entries.append(.note(id.branch, note))
        try await self.write(write)
    }

    /// A record that changes no entity, and the tip after it.
    private static func record(_ body: Record.Body, after tip: EpisodeTip) -> (SealedRecord, EpisodeTip) {
        let record = SealedRecord(
            Record(seq: tip.seq + 1, prev: tip.head, root: tip.state.root, changes: [], body: body)
        )
        var next = tip
        next.seq = record.seq
        next.head = record.hash
        return (record, next)
    }
}

extension Note {
    /// The note that keeps a grade of a submitted head; it is the reward when the task declares this grader.
    static func grade(_ grade: Grade, digest: Digest, declared: Text, isRegrade: Bool) -> Note {
        .grade(
            GradeNote(
                digest: digest, satisfied: grade.satisfied, total: grade.total, grader: grade.grader,
                isRegrade: isRegrade, isDeclared: grade.grader == declared
            )
        )
    }
}
