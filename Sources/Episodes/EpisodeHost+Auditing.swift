import CanonicalJSON
import EventStore
public import Projections
public import ToolLayer

extension EpisodeHost {
    /// Replays an episode: of facts, of commands, or both.
    ///
    /// - Throws: ``EpisodeError`` when there is no such episode or the store fails; differences and damage are in the report.
    public func replay(_ id: EpisodeID, kind: ReplayKind = .both) throws(EpisodeError) -> ReplayReport {
        let row = try row(id)
        let episode: RecordedEpisode
        do throws(EpisodeError) {
            episode = try recorded(row)
        } catch {
            return ReplayReport(ok: false, records: 0, divergence: try Divergence(damage: error, at: 0))
        }
        return try EpisodeHost.replay(episode, kind: kind, tools: tools) { () throws(EpisodeError) in
            try offer(episode.opening.tools)
        }
    }

    /// Replays records out of a trajectory file.
    public static func replay(
        _ episode: RecordedEpisode, kind: ReplayKind, tools: ToolCatalogue
    ) throws(EpisodeError) -> ReplayReport {
        try replay(episode, kind: kind, tools: tools) { () throws(EpisodeError) in
            ToolOffer(definitions: try episode.value(episode.opening.tools))
        }
    }

    private static func replay(
        _ episode: RecordedEpisode, kind: ReplayKind, tools: ToolCatalogue,
        offer: () throws(EpisodeError) -> ToolOffer
    ) throws(EpisodeError) -> ReplayReport {
        var records = episode.entries.count
        var divergence: Divergence?
        if kind != .commands {
            let facts = try FactsReplay(episode)
            records = min(records, facts.records)
            divergence = facts.divergence
        }
        if kind != .facts, divergence == nil {
            do throws(EpisodeError) {
                let commands = try CommandReplay(episode, tools: tools, offer: offer())
                records = min(records, commands.records)
                divergence = commands.divergence
            } catch {
                // The facts name the record that cannot be run.
                let damage = try Divergence(damage: error, at: 0)
                let facts = try FactsReplay(episode)
                records = facts.records
                divergence = facts.divergence ?? damage
            }
        }
        return ReplayReport(ok: divergence == nil, records: records, divergence: divergence)
    }

    /// Recomputes and compares everything: chain, facts, commands and reward.
    ///
    /// - Parameter grading: Decides again what a check decided, whatever the grade's grader; nil leaves that out.
    public func audit(_ id: EpisodeID, grading: (any Grading)? = nil) throws(EpisodeError) -> AuditReport {
        let row = try row(id)
        let episode: RecordedEpisode
        do {
            episode = try recorded(row)
        } catch {
            guard error.code.isDamage else { throw error }
            return AuditReport(unreadable: error.description)
        }
        return try EpisodeHost.audit(
            episode, head: row.head, grades: row.grade.map { [NotedGrade($0)] } ?? [], via: try doors(row),
            grading: grading, tools: tools, offer: try? offer(episode.opening.tools)
        )
    }

    /// Recomputes and compares what a trajectory file says, all its grades included.
    ///
    /// - Parameter base: The snapshot, for a file that does not carry it.
    /// - Throws: ``EpisodeError`` with code `.unknownSnapshot` when there is none.
    public static func audit(
        _ file: TrajectoryFile, over base: Snapshot? = nil, grading: (any Grading)? = nil, tools: ToolCatalogue
    ) throws(EpisodeError) -> AuditReport {
        let episode: RecordedEpisode
        do {
            episode = try file.recorded(over: base)
        } catch {
            guard error.code.isDamage else { throw error }
            return AuditReport(unreadable: error.what)
        }
        return try audit(
            episode, head: file.head, grades: file.grades.map { NotedGrade(digest: $0) }, via: [], grading: grading,
            tools: tools, offer: nil
        )
    }

    private static func audit(
        _ episode: RecordedEpisode, head: Digest?, grades: [NotedGrade], via: [(door: String, records: Int)],
        grading: (any Grading)?, tools: ToolCatalogue, offer: ToolOffer?
    ) throws(EpisodeError) -> AuditReport {
        var problems: [String] = []
        let chain = chainHolds(episode, head: head)
        if !chain { problems.append("the chain of records does not end in the head of the episode") }
        let faults = try factsFaults(episode)
        let facts = faults.isEmpty
        problems += faults
        let commands = audit(commandsOf: episode, tools: tools, offer: offer, problems: &problems)
        var reward: Bool?
        for grade in grades {
            var holds = false
            do {
                holds = try rewardHolds(grade, episode, grading: grading, problems: &problems)
            } catch {
                if case .store = error.code, !error.code.isDamage { throw error }
                problems.append(error.what)
            }
            reward = reward != false && holds
        }
        let commandsHold = !commands.sameRules || commands.divergence == nil && commands.ran
        return AuditReport(
            ok: chain && facts && reward != false && commandsHold, chain: chain, facts: facts, reward: reward,
            commands: commands, via: via, problems: problems
        )
    }

    /// What is wrong with roots, blobs, events and the form of the records.
    private static func factsFaults(_ episode: RecordedEpisode) throws(EpisodeError) -> [String] {
        if let divergence = try FactsReplay(episode).divergence { return [divergence.problem] }
        var faults: [String] = []
        for entry in episode.entries {
            guard let fault = try RecordFormat.fault(in: entry.record, of: episode) else { continue }
            faults.append("record \(entry.record.seq): \(fault)")
        }
        return faults
    }

    private static func chainHolds(_ episode: RecordedEpisode, head: Digest?) -> Bool {
        var previous: Digest?
        for (seq, entry) in episode.entries.enumerated() {
            guard FactsReplay.brokenLink(entry, seq: seq, after: previous) == nil else { return false }
            previous = entry.hash
        }
        return previous == head
    }

    private static func audit(
        commandsOf episode: RecordedEpisode, tools: ToolCatalogue, offer: ToolOffer?, problems: inout [String]
    ) -> AuditReport.Commands {
        let sameRules = episode.opening.rules == rules
        do throws(EpisodeError) {
            // Not `??`: its right side would lose the type of what it throws.
            let offer = if let offer { offer } else { ToolOffer(definitions: try episode.value(episode.opening.tools)) }
            let divergence = try CommandReplay(episode, tools: tools, offer: offer).divergence
            if let divergence {
                problems.append("record \(divergence.seq): running the call again gives another \(divergence.what)")
            }
            return AuditReport.Commands(ran: true, sameRules: sameRules, divergence: divergence)
        } catch {
            problems.append(error.what)
            return AuditReport.Commands(ran: false, sameRules: sameRules, divergence: nil)
        }
    }

    /// A grade to check: its blob, and what a note says of its sums.
    private struct NotedGrade {
        let digest: Digest
        var sums: (satisfied: Int, total: Int)?

        init(digest: Digest) {
            self.digest = digest
        }

        init(_ noted: BranchRow.Grade) {
            digest = noted.digest
            sums = (noted.satisfied, noted.total)
        }
    }

    /// Whether a grade's sums hold and grading again gives the same verdicts.
    private static func rewardHolds(
        _ noted: NotedGrade, _ episode: RecordedEpisode, grading: (any Grading)?, problems: inout [String]
    ) throws(EpisodeError) -> Bool {
        guard let grade = Grade(json: try episode.value(noted.digest)),
            noted.sums.map({ $0 == (grade.satisfied, grade.total) }) ?? true,
            grade.task == episode.opening.task, grade.seq < episode.entries.count,
            episode.entries[grade.seq].hash == grade.head
        else {
            problems.append("the grade does not agree with its note or with the record it names")
            return false
        }
        if let fault = grade.fault(for: try episode.value(grade.task)) {
            problems.append("the grade's \(fault)")
            return false
        }
        for evidence in grade.criteria.compactMap(\.evidence) { _ = try episode.blob(evidence) }
        guard let grading, grade.criteria.contains(where: { $0.decidedBy == "check" }) else { return true }
        let again = try self.grade(episode, through: grade.seq, by: grading)
        let differing = zip(grade.criteria, again.criteria).filter { old, new in
            old.decidedBy == "check" && old != new || old.id != new.id
        }
        for (old, _) in differing {
            problems.append("criterion \(old.id) comes out otherwise when it is checked again")
        }
        return differing.isEmpty && grade.total == again.total
    }

    private func doors(_ row: BranchRow) throws(EpisodeError) -> [(door: String, records: Int)] {
        do {
            var counts: [Via: Int] = [:]
            for stored in try store.records(of: row.id, in: 0...(row.nextSeq - 1)) {
                counts[stored.via, default: 0] += 1
            }
            return Via.allCases.compactMap { via in counts[via].map { ("\(via)", $0) } }
        } catch {
            throw EpisodeError(error)
        }
    }
}

extension AuditReport {
    /// The verdict on an episode whose records cannot even be read.
    init(unreadable problem: String) {
        self.init(
            ok: false, chain: false, facts: false, reward: nil,
            commands: Commands(ran: false, sameRules: false, divergence: nil), via: [], problems: [problem]
        )
    }
}
