import CanonicalJSON

/// What `docs/format.md`, section 8, says of a grade beyond its sums.
extension Grade {
    /// The first thing that cannot be in a grade of this task, and what would be right; nil when there is none.
    ///
    /// - Parameter task: The task document; where it has no rubric, only what needs none is checked.
    func fault(for task: JSONValue) -> String? {
        guard ["checks", "judge", "hybrid"].contains(grader) else {
            return "grader must be checks, judge or hybrid, not \(grader)"
        }
        guard !criteria.isEmpty else { return "criteria must not be empty" }
        let rubric = task["rubric"]?.elements
        if let fault = idFault(rubric?.map { $0["id"]?.text ?? "" }) { return fault }
        for (index, criterion) in criteria.enumerated() {
            let hasCheck = rubric.map { $0[index]["check"] != nil } ?? false
            if let fault = fault(in: criterion, hasCheck: hasCheck) { return "criterion \(criterion.id): \(fault)" }
        }
        return nil
    }

    /// Each criterion of the rubric once, in its order.
    private func idFault(_ expected: [Text]?) -> String? {
        let found = criteria.map(\.id)
        if let twice = found.enumerated().first(where: { found[..<$0.offset].contains($0.element) })?.element {
            return "criterion \(twice) is there twice"
        }
        guard let expected, found != expected else { return nil }
        if let missing = expected.first(where: { !found.contains($0) }) { return "criterion \(missing) is missing" }
        if let stray = found.first(where: { !expected.contains($0) }) {
            return "criterion \(stray) is not in the rubric"
        }
        return "criteria must be in the order of the rubric"
    }

    private func fault(in criterion: Criterion, hasCheck: Bool) -> String? {
        switch criterion.decidedBy {
        case "check": return criterion.evidence == nil ? nil : "evidence must be absent where a check decided"
        case "judge" where grader == "checks": return "decided_by must be check under the grader checks"
        case "judge" where grader == "hybrid" && hasCheck:
            return "decided_by must be check: the rubric has a check for it"
        case "judge": return criterion.evidence == nil ? "evidence must be there where a judge decided" : nil
        case let other: return "decided_by must be check or judge, not \(other)"
        }
    }
}
