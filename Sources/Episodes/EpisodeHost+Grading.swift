public import CanonicalJSON
public import EventStore
import Projections

extension EpisodeHost {
    /// Grades an episode.
    ///
    /// - Parameter at: A record to grade as if the episode had stopped there with an empty response, without recording the grade; nil
    ///   grades the submission and keeps the grade as the latest.
    /// - Throws: ``EpisodeError`` with code `.closed(.open)` when the episode was not submitted and no position is given, `.badRequest` when
    ///   it has no task.
    public func grade(
        _ id: EpisodeID, by grading: any Grading, at: Int? = nil, key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) -> Grade {
        let again = { (outcome: KeptOutcome) throws(EpisodeError) -> Grade? in
            if case .graded(let digest) = outcome { try self.grade(digest) } else { nil }
        }
        return try await once(key, again: again) { () async throws(EpisodeError) -> Grade in
            try await grade(id, by: grading, at: at, keeping: key, via: via)
        }
    }

    private func grade(
        _ id: EpisodeID, by grading: any Grading, at: Int?, keeping key: RequestKey?, via: Via
    ) async throws(EpisodeError) -> Grade {
        if let at {
            let row = try row(id)
            let grade = try EpisodeHost.grade(
                try recorded(row, through: try EpisodeHost.position(at, in: row, id)), through: at, by: grading)
            // Such a grade is not recorded; only a key has to find it again.
            if key != nil {
                let document = Blob(grade.json.canonicalBytes)
                var write = StoreWrite(blobs: [document], via: via)
                EpisodeHost.keep(.graded(document.digest), under: key, in: &write)
                try await self.write(write)
            }
            return grade
        }
        return try await inTurn(id) { tip throws(EpisodeError) in
            let row = try row(id)
            let episode = try recorded(row)
            guard case .submitted? = episode.entries.last?.record.body else {
                throw EpisodeError(
                    .closed(row.status), "episode \(id) was not submitted; submit it, or name a record with `at`")
            }
            let grade = try EpisodeHost.grade(episode, through: tip.seq, by: grading)
            var write = StoreWrite(via: via)
            try append(grade, of: id, isRegrade: true, to: &write)
            EpisodeHost.keep(.graded(Digest(of: grade.json.canonicalBytes)), under: key, in: &write)
            try await self.write(write)
            return (grade, tip)
        }
    }

    /// Adds a grade's blob and note to a write.
    func append(_ grade: Grade, of id: EpisodeID, isRegrade: Bool, to write: inout StoreWrite) throws(EpisodeError) {
        let document = Blob(grade.json.canonicalBytes)
        let declared = try task(id)?["grader"]?.text ?? "checks"
        write.blobs.append(document)
        write.entries.append(
            .note(id.branch, .grade(grade, digest: document.digest, declared: declared, isRegrade: isRegrade))
        )
    }

    /// The latest grade of an episode, or nil when it has none.
    public func latestGrade(_ id: EpisodeID) throws(EpisodeError) -> Grade? {
        let row = try row(id)
        guard let noted = row.grade else { return nil }
        return Grade(json: try recorded(row).value(noted.digest))
    }

    /// The task document an episode was opened with, or nil over a bare snapshot.
    public func task(_ id: EpisodeID) throws(EpisodeError) -> JSONValue? {
        let row = try row(id)
        guard let digest = row.taskDigest else { return nil }
        return try recorded(row, through: 0).value(digest)
    }

    /// Grades records up to one of them.
    static func grade(
        _ episode: RecordedEpisode, through seq: Int, by grading: any Grading
    ) throws(EpisodeError) -> Grade {
        guard let task = episode.opening.task else {
            throw EpisodeError(.badRequest, "the episode has no task, hence no rubric to grade by")
        }
        let entry = episode.entries[seq]
        var response: JSONValue = ""
        if case .submitted(let submission) = entry.record.body { response = try episode.value(submission.response) }
        return try grading.grade(
            GradingEvidence(
                task: try episode.value(task), taskDigest: task, head: entry.hash, seq: seq,
                opened: try episode.state(at: 0), final: try episode.state(at: seq),
                calls: try EpisodeHost.calls(episode, through: seq), response: response
            )
        )
    }

    private static func calls(
        _ episode: RecordedEpisode, through seq: Int = .max
    ) throws(EpisodeError) -> [GradingEvidence.Call] {
        var calls: [GradingEvidence.Call] = []
        for entry in episode.entries where entry.record.seq <= seq {
            guard case .call(let call) = entry.record.body else { continue }
            calls.append(
                GradingEvidence.Call(
                    seq: entry.record.seq, name: call.name, arguments: try episode.value(call.arguments),
                    result: try episode.value(call.result), isError: call.isError, events: try episode.events(call)
                )
            )
        }
        return calls
    }
}
