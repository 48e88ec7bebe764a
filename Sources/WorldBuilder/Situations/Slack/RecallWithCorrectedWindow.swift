internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P66
    static let recallWithCorrectedWindow = Situation(
        "P66",
        meaning: "A recall whose article names a window that the coordinator widened in Slack; in the wider one more "
            + "than fifty orders, seven or eight of them with the product, two of which have a ticket, and besides one "
            + "cancelled and one refunded.",
        falseWhen: "an order of the product, a ticket about one, or the article or the correction is added or "
            + "changed",
        kinds: ["CO19", "WF21"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        var taken: Set<String> = []
        for matter in generator.shuffle(plan.company.content.company.recalls) where instances.count < 2 {
            let candidates = plan.recallable(matter).filter { !taken.contains($0.category) }
            guard let product = generator.pickAny(candidates) else { continue }
            taken.insert(product.category)
            plan.reservedProducts.insert(product.id)
            let index = instances.count
            let recall = RecallDates(index: index, clock: plan.clock, &generator)
            instances.append(try plan.addRecall(of: product, matter, recall, affectedInOld: 4 + index, &generator))
        }
        guard instances.count == 2 else {
            throw ContentError("Company/recalls.yaml", "has too few matters that fit the catalogue")
        }
        return instances
    }
}

/// Days of a recall, as days since 1970.
struct RecallDates {
    /// As the article has them.
    let old: ClosedRange<Int>
    /// As corrected in Slack.
    let new: ClosedRange<Int>
    let announced: CivilDate

    /// The first recall is widened towards later days, the second towards earlier ones.
    init(index: Int, clock: Moment, _ generator: inout SeededGenerator) {
        let today = clock.date.daysSinceEpoch
        let start = today - (index == 0 ? generator.number(in: 98...112) : generator.number(in: 195...225))
        let length = generator.number(in: 18...22)
        let widening = generator.number(in: 10...13)
        old = index == 0 ? start...start + length : start + widening...start + widening + length
        new = start...start + widening + length
        announced = CivilDate(daysSinceEpoch: today - generator.number(in: 16...26))
    }

    /// The days that only the correction covers.
    var added: ClosedRange<Int> {
        new.lowerBound == old.lowerBound ? old.upperBound + 1...new.upperBound : new.lowerBound...old.lowerBound - 1
    }
}

extension WorldPlan {
    /// Products that a matter fits, that nobody bought yet and of which no bundle and no computer is made.
    fileprivate func recallable(_ matter: RecallMatter) -> [CatalogueProduct] {
        let parts = Set(
            catalogue.products.flatMap { ($0.line.baseBuild?.parts ?? []) + ($0.line.components ?? []).map(\.key) })
        let sold = Set(orders.all.flatMap { $0.lines.map(\.productID) })
        let mentioned = Set(company.content.articles.flatMap { $0.front.mentions ?? [] })
        return matter.about.flatMap { sellable($0) }.filter {
            !parts.contains($0.key) && !sold.contains($0.id) && !mentioned.contains($0.key)
                && $0.line.twin == nil && $0.priceCents > 2000 && $0.priceCents < 90_000
        }
    }
}
