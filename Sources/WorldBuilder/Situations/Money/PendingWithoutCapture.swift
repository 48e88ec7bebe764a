internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P33
    static let pendingWithoutCapture = Situation(
        "P33", count: 7,
        meaning: "A pending order without a captured payment, still within the days for which it is held (H27).",
        falseWhen: "a payment is captured, the order is no longer pending, or its days are over",
        kinds: ["CO04", "WF01"]
    ) { plan, index, generator in
        let held = try plan.company.figures.number("H27.holdDays")
        let placed = plan.moment(daysAgo: generator.number(in: 1...held - 2), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let failure = generator.pick(plan.company.content.office.paymentFailures)
        let isFailed = index.isMultiple(of: 2)
        let payment: OrderFate.OpenPayment = isFailed ? .failed(code: failure.code) : index == 1 ? .waiting : .none
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator), fate: .pending(payment)),
            &generator)
        var facts: JSONObject = [
            "total": .cents(receipt.totalCents),
            "held_until": .text(CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + held).text.string),
        ]
        var conditions: [Condition] = [
            .field(.order, receipt.orderID, "/status", is: "pending"),
            .age(.order, receipt.orderID, atLeast: 0, atMost: held - 1),
            .paymentsOfOrder(receipt.orderID, receipt.paymentIDs),
            .shipmentsOfOrder(receipt.orderID, []),
            .ticketsOfOrder(receipt.orderID, []),
        ]
        if let payment = receipt.paymentID {
            conditions.append(.field(.payment, payment, "/status", is: isFailed ? "failed" : "pending"))
        }
        if isFailed, let payment = receipt.paymentID {
            facts["code"] = .text(failure.code)
            facts["plain"] = .text(failure.plain)
            facts["method"] = .text(plan.payments[payment].method)
            conditions += [
                .field(.payment, payment, "/failureReason", is: .text(failure.code)),
                .field(.order, receipt.orderID, "/failureReason", is: .text(failure.code)),
            ]
        }
        return PlantedInstance(
            variant: isFailed ? "failed" : receipt.paymentID == nil ? "no attempt" : "waiting",
            entities: [("customer", .customer, customer), ("order", .order, receipt.orderID)]
                + receipt.paymentIDs.map { ("payment", .payment, $0) },
            facts: facts, conditions: conditions)
    }
}
