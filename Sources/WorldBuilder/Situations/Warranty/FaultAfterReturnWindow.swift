internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P59
    static let faultAfterReturnWindow = Situation(
        "P59", count: 7,
        meaning: "A fault after day 30 whose owner wants the money back; the warranty runs, or has ended.",
        falseWhen: "a claim or refund was made, the ticket was settled, or the warranty state differs",
        kinds: ["CO03", "WF08"]
    ) { plan, index, generator in
        let isRunning = index.isMultiple(of: 2)
        // Stories that speak of some weeks are no stories of a year.
        let ofWeeks = ["psu", "mouse", "storage"]
        let product = try plan.pickStoryProduct("P59", &generator) { product in
            isRunning || product.warrantyMonths <= 12 && !ofWeeks.contains(product.category)
        }
        // All outside the days of the July campaign, whose orders may come back for longer (H05).
        let days =
            !isRunning
            ? generator.number(in: 385...540)
            : ofWeeks.contains(product.category) ? generator.number(in: 36...43) : generator.number(in: 85...300)
        let story = try plan.addDeliveredStory("P59", product: product, daysAgo: days, type: "return", &generator)
        let placed = plan.orders[story.receipt.orderID].createdAt
        return PlantedInstance(
            variant: isRunning ? "running" : "ended", entities: story.entities,
            facts: story.facts.adding([
                "last_day_of_return": .text(CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 30).text.string)
            ]),
            conditions: plan.conditions(of: story) + [.age(.order, story.receipt.orderID, atLeast: 34)])
    }
}
