internal import CanonicalJSON
internal import Projections

/// Purchases that may still come back: of the last weeks (R-RETURN-1), or of the July campaign (H05).
extension WorldPlan {
    /// How many days ago one was made, a few days away from the ends of either window.
    func returnableDaysAgo(_ generator: inout SeededGenerator) throws(ContentError) -> Int {
        if generator.chance(percent: 40) { return try campaignDaysAgo(&generator) }
        return generator.number(in: 9...WorldPlan.returnDays - 3)
    }

    /// How many days ago one of the campaign was made.
    func campaignDaysAgo(_ generator: inout SeededGenerator) throws(ContentError) -> Int {
        let campaign = try campaignDays
        return clock.date.daysSinceEpoch - generator.number(in: campaign.lowerBound + 2...campaign.upperBound - 2)
    }

    /// That an order's goods may still come back, with a margin of a day or two.
    func mayComeBack(_ orderID: String) throws(ContentError) -> Condition {
        let campaign = try campaignDays
        guard campaign.contains(orders[orderID].createdAt.date.daysSinceEpoch) else { return inWindow(orderID) }
        return .days(
            from: .at(Moment(CivilDate(daysSinceEpoch: campaign.lowerBound), hour: 0).text),
            to: .member(EntityKey(.order, Text(orderID)), pointer: "/createdAt"), atLeast: 1,
            atMost: campaign.count - 2)
    }

    private var campaignDays: ClosedRange<Int> {
        get throws(ContentError) {
            try company.figures.date("H05.from").daysSinceEpoch...company.figures.date("H05.to").daysSinceEpoch
        }
    }
}
