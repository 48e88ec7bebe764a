import CanonicalJSON
import Episodes

/// `{"kind": "called", "name", "arguments"?, "before"?}`: a successful call of the tool whose arguments contain these members,
/// made before the first call of `before`, when there was one.
public struct CalledCheck: Sendable {
    private let name: Text
    private let arguments: Conditions
    private let before: Text?

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["name", "arguments", "before"])
        name = try members.text("name")
        arguments = Conditions(try members.object("arguments"))
        before = members.object["before"] == nil ? nil : try members.text("before")
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let deadline = evidence.calls.first { $0.name == before }?.seq ?? .max
        let call = evidence.calls.first { call in
            call.name == name && !call.isError && call.seq < deadline
                && arguments.hold(for: call.arguments.object ?? [:])
        }
        var expected: JSONObject = ["arguments": arguments.json, "name": .string(name)]
        expected["before"] = before.map { .string($0) }
        return Check.Finding(
            holds: call != nil, expected: .object(expected),
            found: call.flatMap { JSONNumber(exactly: $0.seq) }.map { ["seq": .number($0)] } ?? .null
        )
    }
}
