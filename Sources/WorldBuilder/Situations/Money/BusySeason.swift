internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P19
    static let busySeason = Situation(
        "P19",
        meaning: "Six weeks with over 200 captured payments, a dozen or so of them large and by PayPal.",
        falseWhen: "a payment of the six weeks changes its status, or fewer than 201 are captured",
        kinds: ["IR19"]
    ) { plan, _ in
        let season = plan.busyTimes.season
        let from = CivilDate(daysSinceEpoch: season.lowerBound)
        let to = CivilDate(daysSinceEpoch: season.upperBound)
        let captured = plan.payments.all.filter { payment in
            payment.status == "captured" && payment.processedAt.map { WorldPlan.happened($0, in: season) } == true
        }
        let paypal = captured.filter { $0.method == "paypal" }.sorted {
            $0.amountCents == $1.amountCents ? $0.id < $1.id : $0.amountCents > $1.amountCents
        }
        // A round amount below which the next payment is clearly smaller, so that 8 to 16 are above it.
        let amounts = paypal.map(\.amountCents)
        let step = 2500
        let thresholds = (8...max(8, min(16, amounts.count - 1))).compactMap { count -> Int? in
            guard count < amounts.count else { return nil }
            let threshold = (amounts[count] / step + 1) * step
            return threshold < amounts[count - 1] ? threshold : nil
        }
        guard let threshold = thresholds.first else {
            throw ContentError("P19", "has too few payments by PayPal")
        }
        let large = paypal.filter { $0.amountCents > threshold }
        var selection = Condition.Selection(type: .payment, members: [(pointer: "/status", value: "captured")])
        selection.since = (pointer: "/processedAt", at: Moment(from, hour: 0).text)
        selection.until = (pointer: "/processedAt", at: Moment(to, hour: 23, minute: 59, second: 59).text)
        var conditions: [Condition] = [
            .selection(selection, .counts(captured.count)), .selection(selection, .countsAtLeast(201)),
        ]
        selection.members.append((pointer: "/method", value: "paypal"))
        conditions.append(.selection(selection, .ids(paypal.map(\.id))))
        for payment in paypal {
            conditions.append(.field(.payment, payment.id, "/amount", is: .cents(payment.amountCents)))
        }
        return [
            PlantedInstance(
                entities: large.map { ("large payment", .payment, $0.id) },
                facts: [
                    "from": .text(from.text.string), "to": .text(to.text.string), "captured": .whole(captured.count),
                    "method": "paypal", "above": .cents(threshold),
                    "payments": .array(
                        large.map { payment in
                            [
                                "payment": .text(payment.id), "amount": .cents(payment.amountCents),
                                "order": .text(payment.orderID), "customer": .text(payment.customerID ?? ""),
                            ]
                        }),
                ],
                conditions: conditions)
        ]
    }
}
