internal import CanonicalJSON
internal import Projections

/// A list of parts with errors, and the cheapest exchange of one part that cures it.
struct FaultyList: Sendable {
    let parts: [CatalogueProduct]
    let verdict: BuildVerdict
    let cheapest: PartSwap
    /// All exchanges that cure it, cheapest first.
    let cures: [PartSwap]
    /// Exchanges of the same part for something cheaper, which leave it faulty.
    let vain: [PartSwap]
    /// An exchange of another part that cures some of the errors and not all.
    let half: PartSwap?

    /// Draws one.
    ///
    /// - Parameter errors: How many; of two, one part's exchange cures both, another's only one.
    static func draw(
        errors: Int, _ plan: WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> FaultyList {
        for _ in 0..<3000 {
            let sound = try plan.fittingParts(around: [], &generator)
            // Which part went wrong decides what the errors are; these are the ones that can bring two at once.
            let category = generator.pick(weighted: [("case", 4), ("motherboard", 4), ("psu", 2), ("memory", 1)])
            let others = plan.sellable(category).filter { other in !sound.contains { $0.id == other.id } }
            guard let wrong = generator.pickAny(others) else { continue }
            let parts = sound.map { $0.category == category ? wrong : $0 }
            if let found = FaultyList(parts, errors: errors, plan) { return found }
        }
        throw ContentError("Catalogue", "has no list of parts that one exchange cures")
    }

    private init?(_ parts: [CatalogueProduct], errors: Int, _ plan: WorldPlan) {
        let verdict = BuildVerdict(parts)
        guard verdict.errors.count == errors else { return nil }
        let swaps = plan.swaps(of: parts)
        let cures = swaps.filter(\.verdict.isCompatible).sorted { $0.added.priceCents < $1.added.priceCents }
        // One kind of part alone cures it, so that cheapest is cheapest by price and by difference.
        guard let cheapest = cures.first, cures.allSatisfy({ $0.removed.id == cheapest.removed.id }),
            cures.count == 1 || cures[1].added.priceCents > cheapest.added.priceCents
        else { return nil }
        let half = swaps.first { swap in
            swap.removed.id != cheapest.removed.id && swap.verdict.errors.count < errors
        }
        guard errors == 1 || half != nil else { return nil }
        self.parts = parts
        self.verdict = verdict
        self.cheapest = cheapest
        self.cures = cures
        self.half = half
        vain = swaps.filter {
            $0.removed.id == cheapest.removed.id && $0.added.priceCents < cheapest.added.priceCents
        }
    }

    var entities: [(role: String, type: EntityType, id: String)] {
        [
            ("part to change", .product, cheapest.removed.id), ("replacement", .product, cheapest.added.id),
        ] + (half.map { [("part whose change cures one error", .product, $0.removed.id)] } ?? [])
    }

    var facts: JSONObject {
        [
            "errors": .array(verdict.errors.map { .text($0) }),
            "price_difference": .cents(cheapest.differenceCents),
            "remaining_warnings": .array(cheapest.verdict.warnings.map { .text($0) }),
            "replacements_that_pass": .array(cures.map { .text($0.added.id) }),
        ]
    }

    var conditions: [Condition] {
        Condition.verdict(of: parts, is: verdict) + Condition.verdict(of: cheapest.parts, is: cheapest.verdict)
            + vain.map { .isCompatible($0.parts, false) }
            + (half.map { Condition.verdict(of: $0.parts, is: $0.verdict) } ?? [])
            + [
                .isInStock(cheapest.added),
                .field(.product, cheapest.removed.id, "/price", is: .cents(cheapest.removed.priceCents)),
                .field(.product, cheapest.added.id, "/price", is: .cents(cheapest.added.priceCents)),
            ]
    }
}
