internal import CanonicalJSON
internal import Projections

/// What can take the place of a sold-out part, and what cannot.
struct Swap {
    let soldOut: CatalogueProduct
    /// The rest of the customer's build.
    let others: [CatalogueProduct]
    /// The one of them that is ordered with the sold-out part, and that shows which parts do not fit.
    let companion: CatalogueProduct
    /// The nearest in price that fits.
    let fitting: CatalogueProduct
    /// About as near in price; two to four.
    let misfits: [CatalogueProduct]
    /// Whatever else is in stock and fits.
    let alsoFitting: [CatalogueProduct]
}

extension WorldPlan {
    /// Which categories show whether a part fits.
    private static let companions: [String: [String]] = [
        "cpu": ["motherboard"], "motherboard": ["cpu", "memory", "case"], "memory": ["motherboard"],
        "gpu": ["psu", "case"], "psu": ["gpu"], "case": ["motherboard", "gpu"], "cooling": ["case"],
    ]

    /// A build around a sold-out part that can be back-ordered.
    ///
    /// - Parameter mostCents: What the part and its companion should cost at most.
    /// - Throws: ``ContentError`` when no part has an equivalent that fits and two that do not.
    func swap(mostCents: Int, _ generator: inout SeededGenerator) throws(ContentError) -> Swap {
        let soldOut = catalogue.products.filter {
            $0.stock == 0 && $0.backorderable && WorldPlan.companions[$0.category] != nil
        }
        // Those that fewest wait for come first, so that customers do not all wait for the same.
        let waiting = orders.all.filter { $0.status == "backorder" }.flatMap { $0.lines.map(\.productID) }
        func rank(_ part: CatalogueProduct) -> Int { waiting.count { $0 == part.id } }
        let ranked = generator.shuffle(soldOut).enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
        // Dearer ones, then those with several equivalents, where the world has no others.
        for (most, equivalents) in [(mostCents, 1), (400_000, 1), (400_000, 20)] {
            for part in ranked {
                let companions = (WorldPlan.companions[part.category] ?? []).flatMap { sellable($0) }
                for companion in generator.shuffle(companions)
                where companion.priceCents + part.priceCents <= most {
                    if let swap = try? swap(of: part, beside: companion, equivalents: equivalents, &generator) {
                        return swap
                    }
                }
            }
        }
        throw ContentError("Catalogue", "no sold-out part has one equivalent that fits and two that do not")
    }

    /// nil when they do not go together, or when the parts near the price of the sold-out one all fit.
    ///
    /// - Parameter equivalents: How many of the parts that are as near in price as the misfits may fit.
    private func swap(
        of part: CatalogueProduct, beside companion: CatalogueProduct, equivalents: Int,
        _ generator: inout SeededGenerator
    ) throws(ContentError) -> Swap? {
        guard BuildVerdict([companion, part]).isCompatible else { return nil }
        let rivals = catalogue.of(part.category).filter { $0.stock > 0 && $0.id != part.id }
            .sorted { distance($0, part) < distance($1, part) }
        var near: [CatalogueProduct] = []
        var misfits: [CatalogueProduct] = []
        for rival in rivals where near.isEmpty || near.count <= equivalents && misfits.count < 4 {
            if BuildVerdict([companion, rival]).isCompatible {
                near.append(rival)
            } else if distance(rival, part) < part.priceCents {
                misfits.append(rival)
            }
        }
        guard let fitting = near.first, !reservedProducts.contains(fitting.id), misfits.count >= 2 else {
            return nil
        }
        for _ in 0..<12 {
            let others = try fittingParts(
                &generator, where: { $0.category != companion.category || $0.id == companion.id }
            ).filter { $0.category != part.category }
            guard BuildVerdict(others + [part]).isCompatible, BuildVerdict(others + [fitting]).isCompatible else {
                continue
            }
            return Swap(
                soldOut: part, others: others, companion: companion, fitting: fitting, misfits: misfits,
                alsoFitting: rivals.filter { $0.id != fitting.id && BuildVerdict(others + [$0]).isCompatible })
        }
        return nil
    }

    private func distance(_ product: CatalogueProduct, _ other: CatalogueProduct) -> Int {
        abs(product.priceCents - other.priceCents)
    }
}
