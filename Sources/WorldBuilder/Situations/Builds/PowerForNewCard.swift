internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P41
    static let powerForNewCard = Situation(
        "P41", count: 4,
        meaning: "A build without a graphics card whose power supply is too weak for one named card.",
        falseWhen:
            "the card passes with the build, the cheapest supply that would do is sold out, or the build changed",
        kinds: ["RE12"]
    ) { plan, index, generator in
        for _ in 0..<3000 {
            let parts = try plan.fittingParts(around: [], graphics: false, &generator)
            guard let supply = parts.first(where: { $0.category == "psu" }),
                let card = generator.pickAny(plan.sellable("gpu").filter { plan.isShortOfPower(parts, for: $0) })
            else { continue }
            let list = parts + [card]
            let swaps = plan.swaps(of: list, ["psu"]).sorted { $0.added.priceCents < $1.added.priceCents }
            let passing = swaps.filter(\.verdict.isCompatible)
            guard let best = passing.first, passing.dropFirst().first?.added.priceCents != best.added.priceCents else {
                continue
            }
            let owned = plan.addOwnedBuild(parts, &generator)
            let cheaper = swaps.filter { $0.added.priceCents < best.added.priceCents }
            return PlantedInstance(
                entities: owned.entities + [
                    ("named card", .product, card.id), ("weak supply", .product, supply.id),
                    ("cheapest supply", .product, best.added.id),
                ],
                facts: [
                    "watts_present": .whole(supply.number("wattage") ?? 0),
                    "watts_needed": .whole(card.number("recommendedPsuWatts") ?? 0),
                    "supply_price": .cents(best.added.priceCents),
                    "supplies_that_pass": .array(passing.map { .text($0.added.id) }),
                ],
                conditions: owned.conditions
                    + Condition.verdict(of: parts, is: BuildVerdict(parts))
                    + Condition.verdict(of: list, is: BuildVerdict(list))
                    + Condition.verdict(of: best.parts, is: best.verdict)
                    + cheaper.map { .isCompatible($0.parts, false) } + passing.map { .isInStock($0.added) }
                    + [
                        .isInStock(card),
                        .field(.product, best.added.id, "/price", is: .cents(best.added.priceCents)),
                    ])
        }
        throw ContentError("Catalogue", "has no build that lacks power for one card")
    }
}

extension WorldPlan {
    /// Whether the supply's watts for the card are the one thing that is wrong with a list.
    fileprivate func isShortOfPower(_ parts: [CatalogueProduct], for card: CatalogueProduct) -> Bool {
        let verdict = BuildVerdict(parts + [card])
        return verdict.warnings.isEmpty && verdict.errors.count == 1
            && verdict.errors[0].hasPrefix("PSU wattage") && verdict.errors[0].contains("GPU")
    }
}
