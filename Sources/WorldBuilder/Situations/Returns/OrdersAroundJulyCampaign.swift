internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P29
    static let ordersAroundJulyCampaign = Situation(
        "P29", count: 5,
        meaning: "Delivered orders of the July campaign, which may still come back, and orders of two days before "
            + "and after.",
        falseWhen: "the purchase is not in July, or for the others not on 29 June or 2 August, or something came "
            + "back",
        kinds: ["RE19"]
    ) { plan, index, generator in
        let first = try plan.company.figures.date("H05.from").daysSinceEpoch
        let last = try plan.company.figures.date("H05.to").daysSinceEpoch
        let until = try plan.company.figures.date("H05.until")
        let variants = ["campaign", "before", "campaign", "after", "campaign"]
        let day =
            switch variants[index] {
            case "before": first - 2
            case "after": last + 2
            default: generator.number(in: first + 2...last - 2)
            }
        let daysAgo = plan.clock.date.daysSinceEpoch - day
        let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...60_000, &generator)
        let receipt = plan.addDeliveredOrder(
            daysAgo: daysAgo, [(product.id, 1)], service: generator.pick([.standard, .express]), &generator)
        let isCampaign = variants[index] == "campaign"
        let lastDay = isCampaign ? until : CivilDate(daysSinceEpoch: day + WorldPlan.returnDays)
        return PlantedInstance(
            variant: variants[index],
            entities: [
                ("customer", .customer, plan.orders[receipt.orderID].customerID), ("order", .order, receipt.orderID),
                ("product", .product, product.id), ("article", .knowledgeBaseArticle, plan.articleID(settling: "H05")),
            ],
            facts: [
                "purchased": .text(CivilDate(daysSinceEpoch: day).text.string), "last_day": .text(lastDay.text.string),
                "returnable": .bool(isCampaign),
            ],
            conditions: plan.settledConditions(receipt) + [
                .age(.order, receipt.orderID, atLeast: daysAgo - 1, atMost: daysAgo),
                .days(from: .clock, to: .at("\(until.text)T00:00:00Z"), atLeast: 2, atMost: nil),
                .field(.knowledgeBaseArticle, plan.articleID(settling: "H05"), "/isDeprecated", is: false),
                .count(0, .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
            ])
    }
}
