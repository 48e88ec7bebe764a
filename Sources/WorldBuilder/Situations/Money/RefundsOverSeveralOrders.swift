internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P06
    static let refundsOverSeveralOrders = Situation(
        "P06", count: 4,
        meaning: "A customer with refunds of all statuses over several orders, one of them on an earlier payment of "
            + "its order, and every other time one of more than half a year ago.",
        falseWhen: "a refund is added or changes its status, or the refunded payment is the latest of its order",
        kinds: ["IR05"]
    ) { plan, index, generator in
        let customer = plan.addCustomer(CustomerRequest(before: plan.clock.adding(days: -270)), &generator)
        var refunds: [(role: String, id: String)] = []
        var receipts: [OrderReceipt] = []
        func order(daysAgo: ClosedRange<Int>) throws -> OrderReceipt {
            let first = try plan.pickProduct(
                WorldPlan.parts + WorldPlan.peripherals, cents: 4000...60_000, &generator)
            let second = try plan.pickCompanion(of: [first.id], &generator)
            let receipt = plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: generator.number(in: daysAgo), &generator),
                    lines: [(first.id, 1), (second.id, 1)], fate: .shipped), &generator)
            receipts.append(receipt)
            return receipt
        }
        func refund(_ receipt: OrderReceipt, _ status: String, line: Int?, afterDays days: Int) {
            let order = plan.orders[receipt.orderID]
            let at = plan.arrival(of: receipt).adding(days: days, hours: generator.number(in: 1...9))
            let lines = line.map { [plan.refundLine(order.lines[$0].productID, quantity: 1, in: order.id)] }
            let id = plan.addRefund(
                payment: receipt.paymentIDs[0], ticket: nil,
                reason: status == "failed" || line == nil ? "customer_remorse" : "other", status: status,
                lines: lines ?? plan.allGoods(of: order.id), at: at, &generator)
            plan.carryOut(id, whole: line == nil)
            refunds.append((status, id))
        }
        if index.isMultiple(of: 2) {
            refund(try order(daysAgo: 225...250), "processed", line: 0, afterDays: 2)
            refunds[0].role = "refund outside the half year"
        }
        let early = try order(daysAgo: 95...165)
        // A second attempt that the customer made by mistake, so that the latest payment is not the refunded one.
        let attempt = plan.addPayment(
            early.orderID, early.totalCents, generator.pick(["card", "paypal"]), .failed(code: "session_timeout"),
            plan.payments[early.paymentIDs[0]].createdAt.adding(minutes: generator.number(in: 6...50)), &generator)
        refund(early, "processed", line: 0, afterDays: 2)
        refund(early, "denied", line: 1, afterDays: 6)
        let middle = try order(daysAgo: 45...85)
        if !index.isMultiple(of: 2) { refund(middle, "failed", line: nil, afterDays: 1) }
        refund(middle, "approved", line: nil, afterDays: 5)
        refund(try order(daysAgo: 24...28), "pending", line: 1, afterDays: 1)
        let sums = ["processed", "approved", "pending"].map { status in
            refunds.filter { $0.role == status }.reduce(0) { $0 + plan.refunds[$1.id].amountCents }
        }
        let half = plan.clock.adding(days: -183)
        return PlantedInstance(
            entities: [("customer", .customer, customer)] + receipts.map { ("order", .order, $0.orderID) }
                + [("refunded payment", .payment, early.paymentIDs[0]), ("later payment", .payment, attempt)]
                + refunds.map { ($0.role.hasPrefix("refund") ? $0.role : "\($0.role) refund", .refund, $0.id) },
            facts: [
                "since": .text(half.date.text.string), "processed": .cents(sums[0]),
                "waiting": .cents(sums[1] + sums[2]),
            ],
            conditions: [.exactly(receipts.map(\.orderID), .order, where: [("/customerId", .text(customer))])]
                + receipts.map { receipt in
                    let ids = refunds.map(\.id).filter { plan.refunds[$0].paymentID == receipt.paymentIDs[0] }
                    return .exactly(ids, .refund, where: [("/paymentId", .text(receipt.paymentIDs[0]))])
                }
                + receipts.map { receipt in
                    let ids = receipt.paymentIDs + (receipt.orderID == early.orderID ? [attempt] : [])
                    return .exactly(ids, .payment, where: [("/orderId", .text(receipt.orderID))])
                }
                + refunds.flatMap { plan.refundConditions($0.id) }
                + refunds.map { refund in
                    let isOld = refund.role.hasPrefix("refund")
                    return .age(.refund, refund.id, atLeast: isOld ? 190 : nil, atMost: isOld ? nil : 178)
                }
                + [
                    .days(
                        from: .member(EntityKey(.payment, Text(early.paymentIDs[0])), pointer: "/createdAt"),
                        to: .member(EntityKey(.payment, Text(attempt)), pointer: "/createdAt"), atLeast: 0, atMost: 0)
                ])
    }
}
