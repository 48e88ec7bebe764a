internal import CanonicalJSON

/// The stock of products and what orders hold of it, as the events read and write them.
enum Stock {
    /// `inventory.inStock`; nil when the product is missing or has no such integer.
    static func inStock(_ product: Text, in world: borrowing WorldDraft) -> Int? {
        world.entity(.product, product)?["inventory"]?["inStock"]?.number?.integer
    }

    /// Sets `inventory.inStock`; a number that JSON cannot hold exactly changes nothing.
    static func setInStock(_ count: Int, of product: Text, in world: inout WorldDraft) {
        guard let number = JSONNumber(exactly: count) else { return }
        world.update(.product, product) { members in
            guard var inventory = members["inventory"]?.object else { return }
            inventory["inStock"] = .number(number)
            members["inventory"] = .object(inventory)
        }
    }

    /// What the order holds; nil when it never took anything.
    static func held(by order: Text, in world: borrowing WorldDraft) -> [Text: Int]? {
        world.entity(.hold, order).map { quantities($0["lines"]?.object) }
    }

    static func setHeld(_ lines: [Text: Int], by order: Text, in world: inout WorldDraft) {
        world.put(.hold, order, ["id": .string(order), "lines": .object(object(lines))])
    }

    /// Positive quantities by product id as a JSON object; others are left out.
    static func object(_ lines: [Text: Int]) -> JSONObject {
        var members: [JSONObject.Member] = []
        for (product, quantity) in lines where quantity > 0 {
            guard let number = JSONNumber(exactly: quantity) else { continue }
            members.append(JSONObject.Member(name: product, value: .number(number)))
        }
        return JSONObject(uniqueMembers: members)
    }

    private static func quantities(_ object: JSONObject?) -> [Text: Int] {
        var quantities: [Text: Int] = [:]
        for member in object?.members ?? [] {
            if let quantity = member.value.number?.integer { quantities[member.name] = quantity }
        }
        return quantities
    }
}
