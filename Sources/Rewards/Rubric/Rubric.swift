public import CanonicalJSON

/// The criteria of a task (design, section 7).
public struct Rubric: Sendable {
    /// One verifiable assertion and the check that decides it.
    public struct Criterion: Sendable {
        public let id: Text
        /// `completeness`, `correctness`, `constraint` or `format`.
        public let dimension: Text
        /// In plain words.
        public let assertion: Text
        /// Whether an agent that does nothing would satisfy it; it then counts only when at least half of the others hold.
        public let isProhibition: Bool
        public let check: Check
    }

    public let criteria: [Criterion]

    static let dimensions: [Text] = ["completeness", "correctness", "constraint", "format"]

    /// Reads the `rubric` of a task.
    ///
    /// - Throws: ``RewardsError`` naming the criterion and member that is wrong.
    public init(_ value: JSONValue?) throws(RewardsError) {
        guard let elements = value?.elements, !elements.isEmpty else {
            throw RewardsError("rubric", "must be an array of at least one criterion")
        }
        var criteria: [Criterion] = []
        for (index, element) in elements.enumerated() {
            let criterion: Criterion
            do {
                criterion = try Criterion(element)
            } catch {
                throw error.inside("rubric[\(index)]")
            }
            guard !criteria.contains(where: { $0.id == criterion.id }) else {
                throw RewardsError("rubric[\(index)].id", "two criteria have the id \(criterion.id)")
            }
            criteria.append(criterion)
        }
        self.criteria = criteria
    }
}

extension Rubric.Criterion {
    init(_ value: JSONValue) throws(RewardsError) {
        guard let id = value["id"]?.text, !id.isEmpty else {
            throw RewardsError("id", "must be a text that is not empty")
        }
        guard let dimension = value["dimension"]?.text, Rubric.dimensions.contains(dimension) else {
            throw RewardsError(
                "dimension", "must be one of \(Rubric.dimensions.map(\.string).joined(separator: ", "))"
            )
        }
        guard let assertion = value["assertion"]?.text, !assertion.isEmpty else {
            throw RewardsError("assertion", "must be a text that is not empty")
        }
        self.id = id
        self.dimension = dimension
        self.assertion = assertion
        isProhibition = value["prohibition"]?.bool ?? false
        do {
            check = try Check(value["check"])
        } catch {
            throw error.inside("check")
        }
    }
}
