internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P11
    static let failedBeforeCaptured = Situation(
        "P11", count: 8,
        meaning: "An order with one or two failed payments before the captured one, each by another method.",
        falseWhen: "another attempt exists, more or less than one is captured, or money was given back",
        kinds: ["IR11"]
    ) { plan, index, generator in
        let days = index < 2 ? generator.number(in: 4...30) : generator.number(in: 52...300)
        let placed = plan.moment(daysAgo: days, &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let methods = generator.draw(3, from: WorldPlan.methods.map { $0.0 })
        let codes = generator.draw(1 + index % 2, from: plan.company.content.office.paymentFailures)
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator), fate: .shipped,
                method: methods[2], failedAttempts: zip(codes, methods).map { (code: $0.code, method: $1) }),
            &generator)
        let failed = Array(receipt.paymentIDs.dropLast())
        let captured = receipt.paymentID ?? ""
        var conditions: [Condition] = [
            .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            .paymentsOfOrder(receipt.orderID, receipt.paymentIDs),
            .field(.payment, captured, "/status", is: "captured"),
            .field(.payment, captured, "/amount", is: .cents(receipt.totalCents)),
            .field(.payment, captured, "/method", is: .text(methods[2])),
            .noRefund(ofPayment: captured),
        ]
        for (position, payment) in failed.enumerated() {
            conditions += [
                .field(.payment, payment, "/status", is: "failed"),
                .field(.payment, payment, "/method", is: .text(methods[position])),
                .field(.payment, payment, "/failureReason", is: .text(codes[position].code)),
            ]
        }
        return PlantedInstance(
            variant: failed.count == 1 ? "one attempt failed" : "two attempts failed",
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("captured payment", .payment, captured),
            ] + failed.map { ("failed payment", .payment, $0) },
            facts: [
                "captured": .cents(receipt.totalCents), "method": .text(methods[2]),
                "attempts": .whole(receipt.paymentIDs.count),
                "failures": .array(
                    zip(codes, methods).map {
                        ["method": .text($1), "code": .text($0.code), "plain": .text($0.plain)]
                    }),
            ],
            conditions: conditions)
    }
}
