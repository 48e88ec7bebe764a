public import CanonicalJSON

/// The graders of a server by name.
public struct Graders: Sendable {
    private let named: [Text: any Grading]

    public init(_ graders: [any Grading]) {
        named = Dictionary(graders.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The grader of that name, nil when it is not set up here.
    public subscript(name: Text) -> (any Grading)? { named[name] }

    /// The grader that a task declares, `checks` when it declares none; one that is not set up fails when it is used.
    public func declared(by task: JSONValue?) -> any Grading {
        let name = task?["grader"]?.text ?? "checks"
        return named[name] ?? MissingGrader(name: name)
    }
}

/// Stands for a grader that a task asks for and the server lacks.
private struct MissingGrader: Grading {
    let name: Text

    func grade(_ evidence: GradingEvidence) throws(EpisodeError) -> Grade {
        throw EpisodeError(.graderUnavailable, "the grader \(name) is not set up on this server")
    }
}
