import CanonicalJSON
import EventStore
import Projections
public import ToolLayer

extension EpisodeHost {
    /// Replays an episode: of facts, of commands, or both.
    ///
    /// - Throws: ``EpisodeError`` when the episode cannot be read at all; differences are in the report.
    public func replay(_ id: EpisodeID, kind: ReplayKind = .both) throws(EpisodeError) -> ReplayReport {
        let episode = try recorded(try row(id))
        return try EpisodeHost.replay(episode, kind: kind, tools: tools, offer: offer(episode.opening.tools))
    }

    /// Replays records out of a trajectory file.
    public static func replay(
        _ episode: RecordedEpisode, kind: ReplayKind, tools: ToolCatalogue
    ) throws(EpisodeError) -> ReplayReport {
        let offer = ToolOffer(definitions: try episode.value(episode.opening.tools))
        return try replay(episode, kind: kind, tools: tools, offer: offer)
    }

    private static func replay(
        _ episode: RecordedEpisode, kind: ReplayKind, tools: ToolCatalogue, offer: ToolOffer
    ) throws(EpisodeError) -> ReplayReport {
        var records = episode.entries.count
        var divergence: Divergence?
        if kind != .commands {
            let facts = try FactsReplay(episode)
            records = min(records, facts.records)
            divergence = facts.divergence
        }
        if kind != .facts, divergence == nil {
            let commands = try CommandReplay(episode, tools: tools, offer: offer)
            records = min(records, commands.records)
            divergence = commands.divergence
        }
        return ReplayReport(ok: divergence == nil, records: records, divergence: divergence)
    }

    /// Recomputes and compares everything: chain, facts, commands and reward.
    ///
    /// - Parameter grading: The grader to grade again with; nil checks the grade's sums alone.
    public func audit(_ id: EpisodeID, grading: (any Grading)? = nil) throws(EpisodeError) -> AuditReport {
        let row = try row(id)
        var problems: [String] = []
        let episode: RecordedEpisode
        do {
            episode = try recorded(row)
        } catch {
            guard case .damaged = error.code else { throw error }
            return AuditReport(unreadable: error.description)
        }
        let chain = EpisodeHost.chainHolds(episode, head: row.head)
        if !chain { problems.append("the chain of records does not end in the head of the branch's row") }
        var facts = false
        do {
            let divergence = try FactsReplay(episode).divergence
            facts = divergence == nil
            if let divergence { problems.append("record \(divergence.seq): recorded \(divergence.what) differ from the fold") }
        } catch {
            problems.append(error.description)
        }
        let commands = audit(commandsOf: episode, problems: &problems)
        let reward = try rewardHolds(row, episode, grading: grading, problems: &problems)
        let commandsHold = !commands.sameRules || commands.divergence == nil && commands.ran
        return AuditReport(
            ok: chain && facts && reward != false && commandsHold, chain: chain, facts: facts, reward: reward,
            commands: commands, via: try doors(row), problems: problems
        )
    }

    private static func chainHolds(_ episode: RecordedEpisode, head: Digest?) -> Bool {
        var previous: Digest?
        for (seq, entry) in episode.entries.enumerated() {
            guard FactsReplay.brokenLink(entry, seq: seq, after: previous) == nil else { return false }
            previous = entry.hash
        }
        return previous == head
    }

    private func audit(commandsOf episode: RecordedEpisode, problems: inout [String]) -> AuditReport.Commands {
        let sameRules = episode.opening.rules == EpisodeHost.rules
        do {
            let offer = try offer(episode.opening.tools)
            let divergence = try CommandReplay(episode, tools: tools, offer: offer).divergence
            if let divergence {
                problems.append("record \(divergence.seq): running the call again gives another \(divergence.what)")
            }
            return AuditReport.Commands(ran: true, sameRules: sameRules, divergence: divergence)
        } catch {
            problems.append(error.description)
            return AuditReport.Commands(ran: false, sameRules: sameRules, divergence: nil)
        }
    }

    /// Whether the latest grade's sums hold and grading again gives the same verdicts; nil when there is no grade.
    private func rewardHolds(
        _ row: BranchRow, _ episode: RecordedEpisode, grading: (any Grading)?, problems: inout [String]
    ) throws(EpisodeError) -> Bool? {
        guard let noted = row.grade else { return nil }
        guard let grade = Grade(json: try episode.value(noted.digest)), grade.satisfied == noted.satisfied,
            grade.total == noted.total, grade.task == episode.opening.task, grade.seq < episode.entries.count,
            episode.entries[grade.seq].hash == grade.head
        else {
            problems.append("the grade does not agree with its note or with the record it names")
            return false
        }
        guard let grading, grading.name == grade.grader else { return true }
        let again = try self.grade(episode, through: grade.seq, by: grading)
        let differing = zip(grade.criteria, again.criteria).filter { old, new in
            old.decidedBy == "check" && old != new || old.id != new.id
        }
        for (old, _) in differing { problems.append("criterion \(old.id) comes out otherwise when it is checked again") }
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
