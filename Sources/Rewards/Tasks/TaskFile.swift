public import CanonicalJSON

/// A task as its author wrote it (design, section 7): what to do, over which snapshot, and how it is judged.
public struct TaskFile: Sendable {
    /// A tool call of a solution.
    public struct Call: Sendable {
        public let name: Text
        public let arguments: JSONValue
    }

    /// A complete run: calls in order, then the final response.
    public struct Solution: Sendable {
        /// What a near miss gets wrong; empty for the reference.
        public let name: Text
        public let calls: [Call]
        public let response: JSONValue
        /// The criteria that a near miss fails; empty for the reference.
        public let fails: [Text]
    }

    public let id: Text
    public let category: Text
    public let difficulty: Text
    public let split: Text
    /// The snapshot's name, for people, and the digest that decides.
    public let snapshotName: Text
    public let snapshot: Digest
    /// The name of a file in `system-prompts/`, without its ending.
    public let systemPrompt: Text
    /// The employee whose place the agent takes.
    public let actingEmployee: Text
    public let prompt: Text
    /// `checks`, `judge` or `hybrid`.
    public let grader: Text
    public let rubric: Rubric
    public let reference: Solution
    public let nearMisses: [Solution]
    /// The whole file.
    public let value: JSONValue

    /// Reads a task.
    ///
    /// - Throws: ``RewardsError`` naming the member that is wrong.
    public init(_ value: JSONValue) throws(RewardsError) {
        func text(_ name: Text) throws(RewardsError) -> Text {
            guard let text = value[name]?.text, !text.isEmpty else {
                throw RewardsError(name.string, "must be a text that is not empty")
            }
            return text
        }
        self.value = value
        id = try text("id")
        category = try text("category")
        difficulty = try text("difficulty")
        split = try text("split")
        systemPrompt = try text("system_prompt")
        actingEmployee = try text("acting_employee")
        prompt = try text("prompt")
        grader = value["grader"] == nil ? "checks" : try text("grader")
        guard let name = value["snapshot"]?["name"]?.text, let hex = value["snapshot"]?["digest"]?.text,
            let digest = Digest(hex: hex.string)
        else {
            throw RewardsError("snapshot", "must be {\"name\", \"digest\"} with a SHA-256 in lower-case hexadecimal")
        }
        snapshotName = name
        snapshot = digest
        rubric = try Rubric(value["rubric"])
        reference = try Solution(value["reference"], path: "reference")
        var misses: [Solution] = []
        for (index, miss) in (value["near_misses"]?.elements ?? []).enumerated() {
            misses.append(try Solution(miss, path: "near_misses[\(index)]"))
        }
        nearMisses = misses
    }
}

extension TaskFile.Solution {
    init(_ value: JSONValue?, path: String) throws(RewardsError) {
        guard let calls = value?["calls"]?.elements, let response = value?["response"] else {
            throw RewardsError(path, "must be {\"calls\": [...], \"response\": ...}")
        }
        var list: [TaskFile.Call] = []
        for (index, call) in calls.enumerated() {
            guard let name = call["name"]?.text, let arguments = call["arguments"], arguments.object != nil else {
                throw RewardsError("\(path).calls[\(index)]", "must be {\"name\", \"arguments\": {...}}")
            }
            list.append(TaskFile.Call(name: name, arguments: arguments))
        }
        self.init(
            name: value?["name"]?.text ?? "", calls: list, response: response,
            fails: (value?["fails"]?.elements ?? []).compactMap(\.text)
        )
    }
}
