import CanonicalJSON
import Episodes
import Projections

/// `{"kind": "created", "type", "where", "count", "only"?}`: so many entities that were not there at the start match.
public struct CreatedCheck: Sendable {
    private let type: EntityType
    private let conditions: Conditions
    private let count: Int
    /// Whether no other entity of the type may have been created.
    private let isExclusive: Bool

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["type", "where", "count", "only"])
        type = try members.entityType("type")
        conditions = Conditions(try members.object("where"))
        guard let count = (members.object["count"] ?? 1).number?.integer, count >= 0 else {
            throw RewardsError("count", "must be an integer of 0 or more")
        }
        self.count = count
        isExclusive = try members.flag("only")
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let created = evidence.final.changed.map(\.document)
            .filter { $0.type == type && evidence.opened.document($0.key) == nil }
        let matching = created.filter { conditions.hold(for: $0.object) }
        let holds = matching.count == count && (!isExclusive || created.count == matching.count)
        return Check.Finding(
            holds: holds,
            expected: [
                "count": CreatedCheck.number(count), "only": .bool(isExclusive), "type": .string(Text(type.rawValue)),
                "where": conditions.json,
            ],
            found: .array(created.map { ["id": .string($0.key.id), "where": conditions.found(in: $0.object)] })
        )
    }

    private static func number(_ value: Int) -> JSONValue {
        JSONNumber(exactly: value).map(JSONValue.number) ?? .null
    }
}
