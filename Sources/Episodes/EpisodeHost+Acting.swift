public import CanonicalJSON
public import EventStore
import Projections
import ToolLayer

extension EpisodeHost {
    /// Carries out calls in the order given, in one commit.
    ///
    /// Names and shapes are checked first; an error of a tool does not stop the rest. `submitResponse`, where the episode
    /// offers it, writes the submission and comes last.
    ///
    /// - Parameter expectedSeq: The number the first record must get, or nil for whichever is next.
    /// - Parameter generation: The attempt that the caller's URL names; one that was replaced since is refused.
    /// - Parameter key: A request that was carried out under this key is answered again, whatever happened since.
    /// - Parameter graders: Who grades a submission; nil leaves it ungraded.
    /// - Returns: One receipt a call, once all their records are committed.
    /// - Throws: ``EpisodeError``; nothing ran then.
    public func call(
        _ id: EpisodeID, _ requests: [CallRequest], expectedSeq: Int? = nil, generation: UInt32? = nil,
        key: RequestKey? = nil, graders: Graders? = nil, via: Via
    ) async throws(EpisodeError) -> [CallReceipt] {
        let arrived = ContinuousClock.now
        guard !requests.isEmpty else { throw EpisodeError(.badRequest, "calls must hold at least one call") }
        return try await inTurn(id) { start throws(EpisodeError) in
            if case .calls(let first, let count)? = try kept(key, of: id.branch) {
                try requireCurrent(generation, id)
                return (try receipts(id, first: first, count: count), start)
            }
            if key == nil, lostAnswers.seq(of: id.branch) != nil {
                try requireCurrent(generation, id)
                if let receipt = try await resent(requests, expectedSeq: expectedSeq, after: start, id, via: via) {
                    return ([receipt], start)
                }
            }
            try requireOpen(start, id, expectedSeq: expectedSeq)
            let planned = try plan(requests, for: start)
            try await requireRoom(for: planned.count(where: \.isTool), after: start, id, via: via)
            var write = StoreWrite(via: via, arrivedAt: arrived)
            EpisodeHost.keep(
                .calls(first: start.seq + 1, count: planned.count), of: id.branch, under: key, in: &write)
            let (receipts, tip) = try carryOut(
                planned, after: start, id, generation: generation, graders: graders, into: &write)
            try await self.write(write)
            if tip.status != .open { openEpisodes.remove() }
            return (receipts, tip)
        }
    }

    /// A call whose shape was checked.
    private enum PlannedCall {
        case tool(CheckedCall)
        case submission(JSONValue)

        var isTool: Bool { if case .tool = self { true } else { false } }
    }

    /// Checks all calls before one runs.
    ///
    /// - Throws: ``EpisodeError`` with the code of the first call that is wrong, naming all of them.
    private func plan(_ requests: [CallRequest], for tip: EpisodeTip) throws(EpisodeError) -> [PlannedCall] {
        var planned: [PlannedCall] = []
        var first: EpisodeError?
        var faults: [EpisodeError.CallFault] = []
        for (index, request) in requests.enumerated() {
            do throws(EpisodeError) {
                planned.append(try plan(request, isLast: index == requests.count - 1, for: tip))
            } catch {
                let member = if case .unknownTool = error.code { "name" } else { "arguments" }
                faults.append(EpisodeError.CallFault(index: index, member: member, message: error.description))
                first = first ?? error
            }
        }
        if let first { throw EpisodeError(first.code, first.description, calls: faults) }
        return planned
    }

    private func plan(
        _ request: CallRequest, isLast: Bool, for tip: EpisodeTip
    ) throws(EpisodeError) -> PlannedCall {
        guard request.name == SubmitResponse.name else {
            return .tool(try CheckedCall(request, offer: tip.offer, argumentBytes: limits.argumentBytes))
        }
        try tip.offer.require(request.name)
        guard isLast else {
            throw EpisodeError(.badRequest, "submitResponse finishes the episode: it must be the last call")
        }
        return .submission(try SubmitResponse.response(in: request))
    }

    /// Runs what was planned and adds its records to a write.
    private func carryOut(
        _ planned: [PlannedCall], after start: EpisodeTip, _ id: EpisodeID, generation: UInt32?, graders: Graders?,
        into write: inout StoreWrite
    ) throws(EpisodeError) -> (receipts: [CallReceipt], tip: EpisodeTip) {
        var tip = start
        var receipts: [CallReceipt] = []
        for call in planned {
            switch call {
            case .tool(let call):
                let step = CallStep(call, after: tip, tools: tools)
                write.blobs.append(contentsOf: step.blobs)
                write.entries.append(.record(id.branch, step.record, generation: generation))
                receipts.append(CallReceipt(step))
                tip = step.tip
            case .submission(let response):
                let grading = try graders.map { (graders) throws(EpisodeError) in graders.declared(by: try task(id)) }
                let (receipt, next) = try append(
                    submission: response, stopped: nil, after: tip, id, generation: generation, grading: grading,
                    to: &write)
                receipts.append(
                    CallReceipt(
                        seq: receipt.seq, result: SubmitResponse.result, isError: false, head: receipt.head,
                        root: receipt.root))
                tip = next
            }
        }
        return (receipts, tip)
    }

    /// Records what a user or the assistant said.
    ///
    /// - Parameter role: `user` or `assistant`.
    /// - Throws: ``EpisodeError`` with code `.badRequest` for another role.
    public func message(
        _ id: EpisodeID, role: Text, content: JSONValue, key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) -> RecordReceipt {
        let arrived = ContinuousClock.now
        guard role == "user" || role == "assistant" else {
            throw EpisodeError(.badRequest, "role must be user or assistant, not \(role)")
        }
        try EpisodeHost.requireDepth(content, "content")
        return try await inTurn(id) { tip throws(EpisodeError) in
            if case .message(let seq)? = try kept(key, of: id.branch) {
                return (try recordReceipt(id, seq: seq).receipt, tip)
            }
            try requireOpen(tip, id)
            try await requireRoom(for: 1, after: tip, id, via: via)
            let blob = Blob(content.canonicalBytes)
            let body = Record.Body.message(Record.Message(role: role, content: blob.digest))
            let (record, next) = EpisodeHost.record(body, after: tip)
            var write = StoreWrite(via: via, arrivedAt: arrived)
            write.blobs.append(blob)
            write.entries.append(.record(id.branch, record))
            EpisodeHost.keep(.message(seq: next.seq), of: id.branch, under: key, in: &write)
            try await self.write(write)
            return (RecordReceipt(seq: next.seq, head: next.head, root: record.root), next)
        }
    }

    /// Submits the final response: the episode takes no more calls. With a grader, its grade is committed together with the record.
    ///
    /// When the grader fails, the submission stands and the episode is marked: it has no reward, and `invalid` says why.
    /// An episode that was marked before is not graded here either; a later grade clears the mark.
    ///
    /// - Parameter stopped: `turn_limit` or `context_limit` when the run was cut off, nil when the agent finished.
    /// - Throws: ``EpisodeError``; the episode stays open then.
    public func submit(
        _ id: EpisodeID, response: JSONValue, stopped: Text? = nil, grading: (any Grading)? = nil,
        key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) -> SubmitReceipt {
        let arrived = ContinuousClock.now
        guard stopped == nil || stopped == "turn_limit" || stopped == "context_limit" else {
            throw EpisodeError(.badRequest, "stopped must be turn_limit or context_limit, or be left out")
        }
        try EpisodeHost.requireDepth(response, "response")
        return try await inTurn(id) { tip throws(EpisodeError) in
            if case .submitted(let seq, let grade)? = try kept(key, of: id.branch) {
                return (try submitReceipt(id, seq: seq, grade: grade), tip)
            }
            try requireOpen(tip, id)
            var write = StoreWrite(via: via, arrivedAt: arrived)
            let (receipt, next) = try append(
                submission: response, stopped: stopped, after: tip, id, generation: nil, grading: grading, to: &write)
            let grade = receipt.grade.map { Digest(of: $0.json.canonicalBytes) }
            EpisodeHost.keep(.submitted(seq: receipt.seq, grade: grade), of: id.branch, under: key, in: &write)
            try await self.write(write)
            openEpisodes.remove()
            return (receipt, next)
        }
    }

    /// Bounds what is recorded as it comes, so that no answer or grade that holds it is nested too deep to be read.
    private static func requireDepth(_ value: JSONValue, _ name: String) throws(EpisodeError) {
        guard value.isNested(within: EpisodeLimits.argumentDepth) else {
            throw EpisodeError(
                .argumentsTooLarge, "\(name) is nested more than \(EpisodeLimits.argumentDepth) deep")
        }
    }

    private func submitReceipt(
        _ id: EpisodeID, seq: Int, grade: Digest?
    ) throws(EpisodeError) -> SubmitReceipt {
        let (receipt, record) = try recordReceipt(id, seq: seq)
        guard case .submitted(let submission) = record.body else { throw EpisodeHost.damagedKey }
        return SubmitReceipt(
            seq: seq, head: receipt.head, root: receipt.root, truncated: submission.stopped != nil,
            grade: try grade.map { (digest) throws(EpisodeError) in try self.grade(digest) })
    }

    /// Adds a submission to a write, with its grade or with the reason why there is none.
    private func append(
        submission response: JSONValue, stopped: Text?, after tip: EpisodeTip, _ id: EpisodeID, generation: UInt32?,
        grading: (any Grading)?, to write: inout StoreWrite
    ) throws(EpisodeError) -> (SubmitReceipt, EpisodeTip) {
        let blob = Blob(response.canonicalBytes)
        let body = Record.Body.submitted(Record.Submission(response: blob.digest, stopped: stopped))
        var (record, next) = EpisodeHost.record(body, after: tip)
        next.status = .submitted
        write.blobs.append(blob)
        write.entries.append(.record(id.branch, record, generation: generation))
        let row = try row(id)
        var grade: Grade?
        if let grading, tip.opening.task != nil, row.invalidReason == nil {
            do throws(EpisodeError) {
                grade = try EpisodeHost.grade(
                    try recorded(row, pending: write), through: next.seq, by: grading)
            } catch {
                // The agent is not to blame: what it did is kept, and a trainer must not take it for a zero.
                let reason = Text("\(grading.name) could not grade: \(error.description)")
                write.entries.append(.note(id.branch, .invalid(reason: reason)))
            }
        }
        if let grade { try append(grade, of: id, isRegrade: false, to: &write) }
        let receipt = SubmitReceipt(
            seq: next.seq, head: next.head, root: record.root, truncated: stopped != nil, grade: grade)
        return (receipt, next)
    }

    /// Ends an episode: it takes no more requests, its records stay.
    public func end(_ id: EpisodeID, key: RequestKey? = nil, via: Via) async throws(EpisodeError) {
        try await once(key, again: { outcome in outcome == .done ? () : nil }) { () async throws(EpisodeError) in
            try await inTurn(id) { tip throws(EpisodeError) in
                guard tip.status != .ended else { return ((), tip) }
                var write = StoreWrite(entries: [.note(id.branch, .end)], via: via)
                EpisodeHost.keep(.done, under: key, in: &write)
                try await self.write(write)
                if tip.status == .open { openEpisodes.remove() }
                var next = tip
                next.status = .ended
                return ((), next)
            }
        }
    }

    /// Raises the generation, so that URLs handed out before are refused.
    ///
    /// - Returns: The new generation.
    /// - Throws: ``EpisodeError`` with code `.closed` for an episode that has ended.
    public func attach(_ id: EpisodeID, key: RequestKey? = nil, via: Via) async throws(EpisodeError) -> UInt32 {
        let again = { (outcome: KeptOutcome) -> UInt32? in
            if case .attached(let generation) = outcome { generation } else { nil }
        }
        return try await once(key, again: again) { () async throws(EpisodeError) -> UInt32 in
            try await inTurn(id) { tip throws(EpisodeError) in
                guard tip.status != .ended else { throw .closed(tip.status, id) }
                let generation = try row(id).generation + 1
                var write = StoreWrite(entries: [.note(id.branch, .attach(generation: generation))], via: via)
                EpisodeHost.keep(.attached(generation: generation), under: key, in: &write)
                try await self.write(write)
                return (generation, tip)
            }
        }
    }

    /// Refuses a URL that was replaced: what the writer does for new records, for answers that make none.
    private func requireCurrent(_ generation: UInt32?, _ id: EpisodeID) throws(EpisodeError) {
        guard let generation else { return }
        let row = try row(id)
        guard row.status != .ended else { throw .closed(.ended, id) }
        guard row.generation == generation else {
            throw EpisodeError(
                EventStoreError(
                    .staleGeneration(id.branch, expected: generation, actual: row.generation),
                    "episode \(id) was attached anew"))
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
