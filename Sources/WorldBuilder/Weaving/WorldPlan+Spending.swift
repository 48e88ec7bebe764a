internal import CanonicalJSON
internal import Projections

// Tiers come from what a customer paid in the last 365 days (H15), so those who have one have bought for it.
extension WorldPlan {
    private func threshold(of tier: String) -> Int {
        company.figures["H15.\(tier)"].flatMap { DollarText.parse($0) } ?? 0
    }

    /// What a customer of that tier pays less than in a year, in cents.
    func spendCeiling(of tier: String?) -> Int {
        switch tier {
        case "platinum": Int.max
        case "gold": threshold(of: "platinum")
        case "silver": threshold(of: "gold")
        default: threshold(of: "silver")
        }
    }

    /// Lets customers who have a tier, and a past to fill, buy what it takes.
    mutating func addTierOrders(_ generator: inout SeededGenerator) {
        for customer in ordinaryCustomers { addTierOrders(of: customer, before: clock, &generator) }
        for (customer, before) in openPasts { addTierOrders(of: customer, before: before, &generator) }
    }

    /// Dear orders of one customer until the year's spend fits the tier: before a moment and two months ago, and outside
    /// the windows of P18, which have more than enough.
    mutating func addTierOrders(of customer: String, before: Moment, _ generator: inout SeededGenerator) {
        guard let tier = customers[customer].tier, tier != "none" else { return }
        // Refunds may take some of it away.
        let wanted = threshold(of: tier) * 112 / 100
        let today = clock.date.daysSinceEpoch
        let signedUp = customers[customer].createdAt.date.daysSinceEpoch
        let days = (today - 360...today - 62).filter { day in
            day > signedUp && day < before.date.daysSinceEpoch && !busyTimes.windows.contains { $0.contains(day) }
        }
        guard !days.isEmpty else { return }
        let months = months
        for _ in 0..<12 where yearSpend[customer, default: 0] < wanted {
            let missing = wanted - yearSpend[customer, default: 0]
            let cents = max(8000, min(missing / 2, 120_000))...max(30_000, missing * 5 / 4)
            let dear = try? pickProduct(
                ["gpu", "cpu", "monitor", "storage", "motherboard", "prebuilt", "workstation"], cents: cents,
                &generator)
            let lines = dear.map { [(productID: $0.id, quantity: 1)] } ?? ordinaryLines(&generator)
            _ = addOrder(
                OrderRequest(
                    customerID: customer, placed: moment(on: quietDay(of: days, in: months, &generator), &generator),
                    lines: lines,
                    fate: .shipped), &generator)
        }
    }
}
