import CanonicalJSON
import Episodes
import Projections

/// `{"kind": "only_changed", "keys", "created", "stock"?}`: nothing differs from the start but what is named.
///
/// Internal entities are ignored; with `stock`, so are products that differ in `inventory.inStock` alone.
public struct OnlyChangedCheck: Sendable {
    private let keys: [Text]
    private let created: [EntityType]
    private let allowsStock: Bool

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["keys", "created", "stock"])
        keys = try members.texts("keys")
        for key in keys where EntityKey(key) == nil {
            throw RewardsError("keys", "\(key) is no key of the form type/id")
        }
        created = try members.texts("created").map { (name) throws(RewardsError) -> EntityType in
            guard let type = EntityType(rawValue: name.string), type != .hold else {
                throw RewardsError("created", "no entity type is called \(name)")
            }
            return type
        }
        allowsStock = try members.flag("stock")
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let unexpected = evidence.final.changes(since: evidence.opened).map(\.key).filter { key in
            key.type != .hold && !keys.contains(key.text) && !isAllowed(key, evidence)
        }
        return Check.Finding(
            holds: unexpected.isEmpty,
            expected: [
                "created": .array(created.map { .string(Text($0.rawValue)) }), "keys": .array(keys.map { .string($0) }),
                "stock": .bool(allowsStock),
            ],
            found: .array(unexpected.map { .string($0.text) })
        )
    }

    private func isAllowed(_ key: EntityKey, _ evidence: GradingEvidence) -> Bool {
        guard let before = evidence.opened.document(key.type, key.id) else { return created.contains(key.type) }
        guard allowsStock, key.type == .product, let after = evidence.final.document(key.type, key.id) else {
            return false
        }
        return OnlyChangedCheck.withoutStock(before.object) == OnlyChangedCheck.withoutStock(after.object)
    }

    private static func withoutStock(_ product: JSONObject) -> JSONObject {
        var product = product
        if case .object(var inventory)? = product["inventory"] {
            inventory["inStock"] = nil
            product["inventory"] = .object(inventory)
        }
        return product
    }
}
