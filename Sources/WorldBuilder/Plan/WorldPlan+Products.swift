internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Products that orders of situations and of ordinary business may hold: in stock and counted by no situation.
    func sellable(_ category: String) -> [CatalogueProduct] {
        catalogue.of(category).filter { $0.stock > 0 && !reservedProducts.contains($0.id) }
    }

    /// One sellable product of one of the categories.
    ///
    /// - Throws: ``ContentError`` when there is none.
    func pickProduct(
        _ categories: [String], cents: ClosedRange<Int> = 0...10_000_000, _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool = { _ in true }
    ) throws(ContentError) -> CatalogueProduct {
        let candidates = categories.flatMap { sellable($0) }.filter { cents.contains($0.priceCents) && fits($0) }
        guard let product = generator.pickAny(candidates) else {
            throw ContentError("Catalogue", "no product of \(categories) in stock fits, priced \(cents) cents")
        }
        return product
    }

    /// Categories of parts that people buy singly.
    static let parts = ["cpu", "motherboard", "gpu", "memory", "storage", "psu", "case", "cooling"]
    /// Categories beside the computer.
    static let peripherals = ["monitor", "keyboard", "mouse", "headset", "networking", "cable", "accessory"]

    /// Lines of an ordinary order: one to four different articles, now and then two pieces of one.
    func ordinaryLines(_ generator: inout SeededGenerator) -> [(productID: String, quantity: Int)] {
        let count = generator.pick(weighted: [(1, 45), (2, 30), (3, 17), (4, 8)])
        var lines: [(productID: String, quantity: Int)] = []
        while lines.count < count {
            let category = generator.pick(weighted: [
                ("cpu", 7), ("motherboard", 7), ("gpu", 9), ("memory", 11), ("storage", 12), ("psu", 7), ("case", 6),
                ("cooling", 8), ("prebuilt", 2), ("workstation", 1), ("monitor", 7), ("keyboard", 5), ("mouse", 5),
                ("headset", 4), ("networking", 4), ("cable", 6), ("accessory", 6), ("bundle", 2),
            ])
            guard let product = generator.pickAny(sellable(category)),
                !lines.contains(where: { contradicts(product, catalogue[$0.productID]) })
            else { continue }
            let isSmall = ["memory", "storage", "cable", "accessory", "cooling"].contains(category)
            lines.append((product.id, isSmall && generator.chance(percent: 18) ? 2 : 1))
        }
        return lines
    }

    /// Whether nobody would buy the two together: the same twice, two of what a computer has one of, another platform.
    private func contradicts(_ one: CatalogueProduct, _ other: CatalogueProduct) -> Bool {
        let single = ["cpu", "motherboard", "case", "psu", "prebuilt", "workstation", "bundle"]
        if one.category == other.category { return one.id == other.id || single.contains(one.category) }
        let whole = ["prebuilt", "workstation"]
        if whole.contains(one.category) { return single.contains(other.category) }
        if whole.contains(other.category) { return single.contains(one.category) }
        for (name, counterpart): (Text, Text) in [("socket", "socket"), ("type", "memoryType"), ("memoryType", "type")]
        {
            guard let own = one.spec(name)?.text, let its = other.spec(counterpart)?.text,
                Set([one.category, other.category]).isSubset(of: ["cpu", "motherboard", "memory"])
            else { continue }
            if own != its { return true }
        }
        return false
    }

    /// What `validateBuildCompatibility` says of a list of parts.
    func compatibility(of parts: [String]) -> BuildVerdict { BuildVerdict(parts.map { catalogue[$0] }) }
}
