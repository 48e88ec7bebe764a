internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P36
    static let spendNearThreshold = Situation(
        "P36", count: 4,
        meaning: "A customer whose year's spend is within ten percent of a tier's threshold, below or above it, with a "
            + "failed payment, a refund and an order of thirteen months ago.",
        falseWhen: "an order, payment or refund of the customer is added or changed, or the recorded tier",
        kinds: ["RE09"]
    ) { plan, index, generator in
        let recorded = ["none", "silver", "gold", "silver"][index]
        let next = ["silver", "gold", "platinum", "gold"][index]
        let isReached = index == 1
        let threshold = try plan.company.figures.cents("H15.\(next)")
        let customer = plan.addCustomer(
            CustomerRequest(tier: recorded, before: plan.clock.adding(days: -440)), &generator)
        let purchases = try plan.purchases(
            worth: isReached ? threshold + 2000...threshold * 108 / 100 : threshold * 92 / 100...threshold - 2000,
            tier: recorded, &generator)
        func order(daysAgo: ClosedRange<Int>, _ lines: [String], _ fate: OrderFate) -> OrderReceipt {
            plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: generator.number(in: daysAgo), &generator),
                    lines: lines.map { ($0, 1) }, fate: fate), &generator)
        }
        // Dear enough that whoever counts it comes out on the other side of the threshold.
        let past = try plan.pickProduct(
            ["gpu", "monitor", "cpu", "prebuilt"], cents: threshold / 5...threshold / 2, &generator)
        let old = order(daysAgo: 395...410, [past.id], .shipped)
        let first = order(daysAgo: 170...250, purchases.first, .shipped)
        let second = order(daysAgo: 78...165, purchases.second, .shipped)
        let failed = order(daysAgo: 48...160, [past.id], .cancelled(failureCode: "insufficient_funds"))
        let refund = plan.addRefund(
            payment: first.paymentID ?? "", ticket: nil, reason: "customer_remorse", status: "processed",
            lines: [plan.refundLine(purchases.first[1], quantity: 1, in: first.orderID)],
            at: plan.arrival(of: first).adding(days: 3), &generator)
        plan.carryOut(refund, whole: false)
        let spend = first.totalCents + second.totalCents - plan.refunds[refund].amountCents
        let receipts = [old, first, second, failed]
        return PlantedInstance(
            variant: isReached ? "reached" : "missing",
            entities: [
                ("customer", .customer, customer), ("old order", .order, old.orderID), ("order", .order, first.orderID),
                ("order", .order, second.orderID), ("order with failed payment", .order, failed.orderID),
                ("payment", .payment, first.paymentID ?? ""), ("payment", .payment, second.paymentID ?? ""),
                ("refund", .refund, refund),
                ("article", .knowledgeBaseArticle, plan.articleID(settling: "H15")),
            ],
            facts: [
                "spend": .cents(spend), "threshold": .cents(threshold), "next_tier": .text(next),
                "missing": .cents(max(0, threshold - spend)), "tier": .text(recorded),
            ],
            conditions: [
                .exactly(receipts.map(\.orderID), .order, where: [("/customerId", .text(customer))]),
                .exactly(receipts.flatMap(\.paymentIDs), .payment, where: [("/customerId", .text(customer))]),
                plan.tierCondition(customer),
                .field(.payment, old.paymentID ?? "", "/status", is: "captured"),
                .field(.payment, failed.paymentID ?? "", "/status", is: "failed"),
                .field(.payment, first.paymentID ?? "", "/status", is: "partially_refunded"),
                .field(.payment, first.paymentID ?? "", "/amount", is: .cents(first.totalCents)),
                .age(.order, old.orderID, atLeast: 380), .age(.order, first.orderID, atMost: 350),
                .exactly([refund], .refund, where: [("/paymentId", .text(first.paymentID ?? ""))]),
                .count(0, .refund, where: [("/paymentId", .text(old.paymentID ?? ""))]),
            ] + plan.refundConditions(refund) + plan.captureConditions(second.paymentID ?? ""))
    }
}

extension WorldPlan {
    /// Two orders' products whose totals, less the second product of the first, come to an amount of that range.
    ///
    /// - Throws: ``ContentError`` when the catalogue has none.
    fileprivate func purchases(
        worth range: ClosedRange<Int>, tier: String, _ generator: inout SeededGenerator
    ) throws(ContentError) -> (first: [String], second: [String]) {
        let categories = WorldPlan.parts + WorldPlan.peripherals + ["prebuilt", "workstation"]
        let products = categories.flatMap { sellable($0) }.filter { $0.priceCents > range.upperBound / 12 }
        for _ in 0..<4000 {
            let drawn = generator.draw(5, from: products)
            let returned = Money(micros: drawn[1].priceCents * 100 * (100 - discountPercent(tier))).roundedCents
            let first = totalCents(drawn[0...1].map { ($0.id, 1) }, tier: tier, service: .standard) - returned
            // The refund alone must not decide, so that leaving it out is an error that shows.
            guard returned > range.upperBound / 20, returned < range.upperBound / 3 else { continue }
            for count in 1...3 {
                let second = drawn[2..<2 + count].map(\.id)
                if range.contains(first + totalCents(second.map { ($0, 1) }, tier: tier, service: .standard)) {
                    return ([drawn[0].id, drawn[1].id], second)
                }
            }
        }
        throw ContentError("Catalogue", "has no products that come to \(range) cents")
    }
}
