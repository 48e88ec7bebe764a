public import CanonicalJSON
public import Episodes

/// The grader `checks`: decides every criterion by its deterministic check.
public struct ChecksGrader: Grading {
    public let name: Text = "checks"

    public init() {}

    /// Grades by the rubric of the task document named in the records, so that editing a file changes no past grade.
    ///
    /// A prohibition counts only when at least half of the other criteria hold: doing nothing earns nothing.
    public func grade(_ evidence: GradingEvidence) throws(EpisodeError) -> Grade {
        let rubric: Rubric
        do {
            rubric = try Rubric(evidence.task["rubric"])
        } catch {
            throw EpisodeError(.badRequest, "the task's rubric cannot be read: \(error)")
        }
        let findings = rubric.criteria.map { $0.check.finding(evidence) }
        let deeds = zip(rubric.criteria, findings).filter { !$0.0.isProhibition }
        let prohibitionsCount = deeds.count(where: \.1.holds) * 2 >= deeds.count
        return Grade(
            head: evidence.head, seq: evidence.seq, task: evidence.taskDigest, grader: name,
            criteria: zip(rubric.criteria, findings).map { criterion, finding in
                Grade.Criterion(
                    id: criterion.id,
                    satisfied: finding.holds && (!criterion.isProhibition || prohibitionsCount),
                    decidedBy: "check", expected: finding.expected, found: finding.found
                )
            }
        )
    }
}
