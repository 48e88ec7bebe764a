internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P42
    static let cardForBudget = Situation(
        "P42", count: 7,
        meaning: """
            A build without a graphics card, a budget and a tier: the card with most memory for the money does not fit \
            the case, wants more power, or costs too much with shipping; another is right.
            """,
        falseWhen: "the build or the tier changed, or one of the cards is sold out",
        kinds: ["CO18", "RE16"]
    ) { plan, index, generator in
        let reason = ["size", "power", "total"][index % 3]
        // A high tier's discount outweighs the shipping, so that a total is over budget with a low one alone.
        let tier = ["gold", "platinum", "none", "silver", "gold", "silver", "none"][index]
        for _ in 0..<3000 {
            // Length alone decides in the shortest case with watts enough for any card.
            let given = reason == "size" ? plan.shortestCaseAndStrongSupply(&generator) : []
            let parts = try plan.fittingParts(around: given, graphics: false, &generator)
            let offers = plan.cardOffers(for: parts, tier: tier)
            let budgets = stride(from: 15_000, through: 130_000, by: 500).filter { budget in
                CardChoice(offers, budgetCents: budget)?.reason == reason
            }
            guard let budget = generator.pickAny(Array(budgets)),
                let choice = CardChoice(offers, budgetCents: budget)
            else { continue }
            let owned = plan.addOwnedBuild(parts, tier: tier, &generator)
            let one: (CatalogueProduct) -> [(productID: String, quantity: Int)] = { [($0.id, 1)] }
            return PlantedInstance(
                variant: reason,
                entities: owned.entities + [
                    ("right card", .product, choice.best.card.id), ("first choice", .product, choice.first.card.id),
                ] + choice.standard.map { ("candidate", .product, $0.card.id) },
                facts: [
                    "budget": .cents(budget), "tier": .text(tier), "best_total": .cents(choice.best.expressCents),
                    "larger_cards_within_list_price": .array(
                        choice.larger.map { offer in
                            [
                                "product": .text(offer.card.id), "errors": .texts(offer.verdict.errors),
                                "total_by_express": .cents(offer.expressCents),
                            ]
                        }),
                    "first_choice_total": .cents(choice.first.expressCents), "fails_on": .text(reason),
                    "fit_and_in_budget_by_standard": .texts(choice.standard.map(\.card.id)),
                    "fit_and_in_budget_by_express": .texts(choice.express.map(\.card.id)),
                ],
                conditions: owned.conditions + Condition.verdict(of: parts, is: BuildVerdict(parts))
                    + Condition.verdict(of: parts + [choice.first.card], is: choice.first.verdict)
                    + offers.flatMap { offer -> [Condition] in
                        [
                            .isCompatible(parts + [offer.card], offer.verdict.isCompatible), .isInStock(offer.card),
                            .field(.product, offer.card.id, "/price", is: .cents(offer.card.priceCents)),
                        ]
                    }
                    + [choice.best, choice.first].map {
                        .total(one($0.card), tier: tier, service: .express, is: $0.expressCents)
                    }
                    + choice.standard.map {
                        .total(one($0.card), tier: tier, service: .standard, is: $0.standardCents)
                    }
                    + [.field(.customer, owned.customerID, "/loyaltyTier", is: .text(tier))])
        }
        throw ContentError("Catalogue", "has no build with a card that fails on that")
    }
}

/// A graphics card for a build: whether it goes in, and what it costs the owner.
private struct CardOffer {
    let card: CatalogueProduct
    let verdict: BuildVerdict
    let expressCents: Int
    let standardCents: Int
    var memory: Int { card.number("vramGb") ?? 0 }
}

/// The card with most memory within a budget, and the one that seemed to be it.
private struct CardChoice {
    let best: CardOffer
    let first: CardOffer
    /// On what the first choice fails: `size`, `power` or `total`.
    let reason: String
    let standard: [CardOffer]
    let express: [CardOffer]
    /// All with more memory than the best whose list price is within the budget.
    let larger: [CardOffer]

    init?(_ offers: [CardOffer], budgetCents: Int) {
        let fitting = offers.filter(\.verdict.isCompatible)
        express = fitting.filter { $0.expressCents <= budgetCents }
        standard = fitting.filter { $0.standardCents <= budgetCents }
        let listed = offers.filter { $0.card.priceCents <= budgetCents }
        let most = express.map(\.memory).max() ?? 0
        let equals = express.filter { $0.memory == most }.sorted { $0.expressCents < $1.expressCents }
        // Of equals the cheapest is meant.
        guard let best = equals.first, equals.count == 1 || equals[1].expressCents > best.expressCents,
            standard.count >= 2,
            let first = listed.filter({ $0.memory > best.memory }).max(by: { $0.memory < $1.memory }),
            listed.count(where: { $0.memory == first.memory }) == 1
        else { return nil }
        self.best = best
        self.first = first
        larger = listed.filter { $0.memory > best.memory }
        // A card that fails on two counts would leave open which one is meant.
        switch (first.verdict.errors.count, first.expressCents <= budgetCents) {
        case (0, false): reason = "total"
        case (1, true): reason = first.verdict.errors[0].contains("length") ? "size" : "power"
        default: return nil
        }
    }
}

extension WorldPlan {
    /// A build may hold a case that is sold out by now.
    fileprivate func shortestCaseAndStrongSupply(_ generator: inout SeededGenerator) -> [CatalogueProduct] {
        let length = { (enclosure: CatalogueProduct) in enclosure.number("gpuMaxLengthMm") ?? 1000 }
        let shortest = catalogue.of("case").min { length($0) < length($1) }
        let supply = generator.pickAny(sellable("psu").filter { ($0.number("wattage") ?? 0) >= 850 })
        return [shortest, supply].compactMap { $0 }
    }

    /// What all cards in stock would be for a build.
    fileprivate func cardOffers(for parts: [CatalogueProduct], tier: String) -> [CardOffer] {
        inStock("gpu").map { card in
            CardOffer(
                card: card, verdict: BuildVerdict(parts + [card]),
                expressCents: totalCents([(card.id, 1)], tier: tier, service: .express),
                standardCents: totalCents([(card.id, 1)], tier: tier, service: .standard))
        }
    }
}
