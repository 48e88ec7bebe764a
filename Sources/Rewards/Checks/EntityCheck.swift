import CanonicalJSON
import Episodes
import Projections

/// `{"kind": "entity", "type", "id", "where"}`: the entity exists at the end, and the named members equal.
public struct EntityCheck: Sendable {
    private let type: EntityType
    private let id: Text
    private let conditions: Conditions

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["type", "id", "where"])
        type = try members.entityType("type")
        id = try members.text("id")
        conditions = Conditions(try members.object("where"))
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let document = evidence.final.document(type, id)
        return Check.Finding(
            holds: document.map { conditions.hold(for: $0.object) } ?? false,
            expected: ["id": .string(id), "type": .string(Text(type.rawValue)), "where": conditions.json],
            found: document.map { conditions.found(in: $0.object) } ?? .null
        )
    }
}

extension CheckMembers {
    /// A type that tools show; internal ones are no matter of a rubric.
    func entityType(_ name: Text) throws(RewardsError) -> EntityType {
        let text = try text(name)
        guard let type = EntityType(rawValue: text.string), type != .hold else {
            throw RewardsError(name.string, "no entity type is called \(text)")
        }
        return type
    }
}
