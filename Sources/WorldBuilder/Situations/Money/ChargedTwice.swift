internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P46
    static let chargedTwice = Situation(
        "P46", count: 6,
        meaning: "Two captures on one order, two orders alike, or a failed attempt beside a captured one.",
        falseWhen: "another payment or order exists, or one of the amounts was given back",
        kinds: ["RE20"]
    ) { plan, index, generator in
        let variant = ["captured twice", "two orders", "failed beside captured"][index % 3]
        let placed = plan.moment(daysAgo: generator.number(in: 4...150), &generator)
        let customer = plan.addCustomer(CustomerRequest(before: placed), &generator)
        let method = generator.pick(weighted: WorldPlan.methods)
        var request = OrderRequest(
            customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator), fate: .shipped, method: method)
        if variant == "failed beside captured" {
            let failure = generator.pick(plan.company.content.office.paymentFailures)
            request.failedAttempts = [(code: failure.code, method: method)]
        }
        let first = plan.addOrder(request, &generator)
        var receipts = [first]
        var payments = first.paymentIDs
        switch variant {
        case "captured twice":
            let at = placed.adding(minutes: generator.number(in: 8...14))
            payments.append(plan.addPayment(first.orderID, first.totalCents, method, .captured, at, &generator))
        case "two orders":
            request.placed = placed.adding(minutes: generator.number(in: 2...12))
            let second = plan.addOrder(request, &generator)
            receipts.append(second)
            payments += second.paymentIDs
        default: break
        }
        var conditions: [Condition] = [.ordersOfCustomer(customer, receipts.map(\.orderID))]
        for receipt in receipts {
            conditions += [
                .paymentsOfOrder(receipt.orderID, payments.filter { plan.payments[$0].orderID == receipt.orderID }),
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
            ]
        }
        for payment in payments {
            conditions += [
                .field(.payment, payment, "/status", is: .text(plan.payments[payment].status)),
                .field(.payment, payment, "/amount", is: .cents(first.totalCents)),
                .field(.payment, payment, "/method", is: .text(method)),
                .noRefund(ofPayment: payment),
            ]
        }
        let captured = payments.filter { plan.payments[$0].status == "captured" }
        return PlantedInstance(
            variant: variant,
            entities: [("customer", .customer, customer)] + receipts.map { ("order", .order, $0.orderID) }
                + payments.map { (captured.contains($0) ? "captured payment" : "failed payment", .payment, $0) },
            facts: [
                "amount": .cents(first.totalCents), "captures": .whole(captured.count),
                "orders": .whole(receipts.count), "day": .text(placed.date.text.string),
            ],
            conditions: conditions,
            breaks: variant == "captured twice" ? [("I-STATE-2", .order, first.orderID)] : [])
    }
}
