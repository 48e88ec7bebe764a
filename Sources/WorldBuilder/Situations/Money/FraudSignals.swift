internal import CanonicalJSON
internal import Projections

/// What may speak against an order (H28).
private enum FraudSignal: String, CaseIterable {
    case attempts, countries, overnight, amount
}

extension Situation {
    /// P52
    static let fraudSignals = Situation(
        "P52",
        meaning: "A paid order with two of the signals that hold it back (H28); decoys have one.",
        falseWhen: "the order has another number of signals, or was shipped or cancelled",
        kinds: ["RE27"]
    ) { plan, generator in
        let all = FraudSignal.allCases
        let pairs = (0..<all.count).flatMap { first in (0..<first).map { [all[$0], all[first]] } }
        let sets = generator.draw(3, from: pairs) + generator.draw(3, from: all).map { [$0] }
        return try sets.map { try orderWith($0, &plan, &generator) }
    }

    private static func orderWith(
        _ signals: [FraudSignal], _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws -> PlantedInstance {
        let placed = plan.unshippedMoment(&generator)
        let isNew = signals.contains(.overnight)
        var request = CustomerRequest(tier: "none", before: placed.adding(hours: isNew ? -1 : -24 * 40))
        if isNew { request.after = placed.adding(hours: -16) }
        request.separateBilling = true
        let customer = plan.addCustomer(request, &generator)
        if signals.contains(.countries) {
            let abroad = plan.company.content.people.cities.filter { $0.country == "CA" }
            let billing = plan.address(in: generator.pick(abroad), label: "billing", &generator)
            plan.customers[customer].addresses[1] = billing
        }
        let threshold = try plan.company.figures.cents("H28.amount")
        let isLarge = signals.contains(.amount)
        let goods = isLarge ? threshold + 10_000...threshold * 2 : 5000...threshold - 50_000
        let lines = try priced(goods, plan, &generator)
        let methods = generator.draw(2, from: WorldPlan.methods.map { $0.0 })
        let codes = plan.company.content.office.paymentFailures.map(\.code)
        // One failed attempt alone is no signal; three by two methods are.
        let failures = signals.contains(.attempts) ? [0, 1, 0] : generator.chance(percent: 40) ? [0] : []
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: lines, service: isNew ? .overnight : .express,
                fate: .paid, method: methods[1],
                failedAttempts: failures.map { (code: generator.pick(codes), method: methods[$0]) }), &generator)
        let captured = receipt.paymentID ?? ""
        let billing = plan.customers[customer].addresses[1].country
        let conditions: [Condition] = [
            .field(.order, receipt.orderID, "/status", is: "paid"),
            .shipmentsOfOrder(receipt.orderID, []), .ordersOfCustomer(customer, [receipt.orderID]),
            .paymentsOfOrder(receipt.orderID, receipt.paymentIDs),
            .count(
                failures.count, .payment, where: [("/orderId", .text(receipt.orderID)), ("/status", "failed")]),
            .field(.payment, captured, "/status", is: "captured"),
            .field(
                .payment, captured, "/amount",
                isLarge ? .atLeast(.cents(threshold + 5000)) : .atMost(.cents(threshold - 20_000))),
            .field(.order, receipt.orderID, "/shipping/address/country", is: "US"),
            .field(.customer, customer, "/addresses/0/country", is: "US"),
            .field(.customer, customer, "/addresses/1/country", is: .text(billing)),
            .field(.order, receipt.orderID, "/shipping/service", is: isNew ? "overnight" : "express"),
            .days(
                from: .member(EntityKey(.customer, Text(customer)), pointer: "/createdAt"),
                to: .member(EntityKey(.order, Text(receipt.orderID)), pointer: "/createdAt"),
                atLeast: isNew ? nil : 30, atMost: isNew ? 0 : nil),
        ]
        return PlantedInstance(
            variant: signals.count > 1 ? "hold" : "decoy",
            entities: [("customer", .customer, customer), ("order", .order, receipt.orderID)]
                + receipt.paymentIDs.map { ($0 == captured ? "captured payment" : "failed payment", .payment, $0) },
            facts: [
                "signals": .array(signals.map { .text($0.rawValue) }), "total": .cents(receipt.totalCents),
                "failed_attempts": .whole(failures.count), "shipping_country": "US", "billing_country": .text(billing),
                "signed_up": .text(plan.customers[customer].createdAt.date.text.string),
                "service": isNew ? "overnight" : "express",
            ],
            conditions: conditions)
    }

    /// Lines whose goods come to an amount within a range.
    private static func priced(
        _ cents: ClosedRange<Int>, _ plan: WorldPlan, _ generator: inout SeededGenerator
    ) throws -> [(productID: String, quantity: Int)] {
        for _ in 0..<500 {
            var lines = plan.ordinaryLines(&generator)
            var goods = lines.reduce(0) { $0 + plan.catalogue[$1.productID].priceCents * $1.quantity }
            while goods < cents.lowerBound {
                let more = try plan.pickProduct(["gpu", "cpu", "monitor"], &generator) { product in
                    !lines.contains { $0.productID == product.id }
                }
                lines.append((more.id, 1))
                goods += more.priceCents
            }
            if cents.contains(goods) { return lines }
        }
        throw ContentError("Catalogue", "has no goods for \(cents) cents")
    }
}
