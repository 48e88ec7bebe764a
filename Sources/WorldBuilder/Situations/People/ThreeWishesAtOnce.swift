internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P70
    static let threeWishesAtOnce = Situation(
        "P70", count: 7,
        meaning: "A customer with an order to cancel, an item to return and a third order already refunded, and beside "
            + "them a late parcel, an item near the end of its warranty and a tier below the one believed in.",
        falseWhen: "one of the five orders has moved on, a sixth is added, or more money went back",
        kinds: ["CO06", "WF26"]
    ) { plan, index, generator in
        let recorded = ["none", "silver", "absent", "gold", "none", "silver", "gold"][index]
        let claimed = ["silver", "gold", "silver", "platinum", "gold", "platinum", "platinum"][index]
        let isPaid = index % 3 != 2
        // What is paid back in one case counts together against the limit (H03).
        let half = try plan.company.figures.cents("H03.limit") / 2 - 2000
        let customer = plan.addCustomer(
            CustomerRequest(tier: recorded, before: plan.clock.adding(days: -400)), &generator)
        func order(_ placed: Moment, _ products: [String], _ fate: OrderFate) -> OrderReceipt {
            plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: placed, lines: products.map { ($0, 1) }, service: .express, fate: fate
                ), &generator)
        }
        let aging = try plan.orderNearWarrantyEnd(of: customer, cents: 2500...15_000, &generator)
        let gift = try plan.pickCompanion(of: [], cents: 2500...20_000, &generator).id
        let returned = order(
            plan.moment(daysAgo: generator.number(in: 48...320), &generator), [gift], .shipped)
        let item = try plan.pickCompanion(of: [], cents: 3000...half, &generator).id
        let other = try plan.pickCompanion(of: [item], cents: 1500...15_000, &generator).id
        let holding = order(
            plan.moment(daysAgo: try plan.returnableDaysAgo(&generator), &generator), [item, other], .shipped)
        let awaited = try plan.pickCompanion(of: [], cents: 2000...20_000, &generator).id
        let late = plan.addLateParcel(of: customer, [(awaited, 1)], &generator)
        let regretted = try plan.pickCompanion(of: [], cents: 3000...half, &generator).id
        let toCancel = order(
            plan.unshippedMoment(&generator), [regretted], isPaid ? .paid : .pending(.none))
        let refund = plan.addRefund(
            payment: returned.paymentID ?? "", ticket: nil, reason: "customer_remorse", status: "processed",
            lines: plan.allGoods(of: returned.orderID),
            at: plan.arrival(of: returned).adding(hours: generator.number(in: 30...120)), &generator)
        plan.carryOut(refund, whole: true)
        let receipts = [aging.receipt, returned, holding, late, toCancel]
        let orders: [(role: String, OrderReceipt)] = [
            ("order to cancel", toCancel), ("order with the item", holding), ("refunded order", returned),
            ("order with the late parcel", late), ("old order", aging.receipt),
        ]
        let spend =
            [aging.receipt, holding, late].reduce(0) { $0 + $1.totalCents } + (isPaid ? toCancel.totalCents : 0)
        let threshold = try plan.company.figures.cents("H15.\(claimed)")
        return PlantedInstance(
            variant: isPaid ? "paid" : "pending",
            entities: [("customer", .customer, customer)] + orders.map { ($0.role, .order, $0.1.orderID) } + [
                ("product to return", .product, item), ("old product", .product, aging.productID),
                ("refund", .refund, refund), ("late shipment", .shipment, late.shipmentIDs[0]),
                ("payment of the item", .payment, holding.paymentID ?? ""),
            ] + (toCancel.paymentID.map { [("payment of the order to cancel", .payment, $0)] } ?? []),
            facts: [
                "cancel_amount": .cents(isPaid ? toCancel.totalCents : 0),
                "item_amount": .cents(plan.goodsCents(item, quantity: 1, in: holding.orderID)),
                "refunded": .cents(plan.refunds[refund].amountCents),
                "refunded_on": .text(plan.refunds[refund].createdAt.date.text.string),
                "tier": .text(recorded), "claimed_tier": .text(claimed), "warranty_end": .text(aging.warrantyEnd),
                "charged": .cents(late.totalCents), "eta": .text(plan.shipments[late.shipmentIDs[0]].etaDay),
            ],
            conditions: [
                .exactly(receipts.map(\.orderID), .order, where: [("/customerId", .text(customer))]),
                .exactly(receipts.flatMap(\.paymentIDs), .payment, where: [("/customerId", .text(customer))]),
                .count(0, .supportTicket, where: [("/customerId", .text(customer))]), plan.tierCondition(customer),
                .field(.order, toCancel.orderID, "/status", is: isPaid ? "paid" : "pending"),
                .count(0, .shipment, where: [("/orderId", .text(toCancel.orderID))]),
                .field(.order, returned.orderID, "/status", is: "refunded"),
                .field(.payment, returned.paymentID ?? "", "/status", is: "refunded"),
                .exactly([refund], .refund, where: [("/paymentId", .text(returned.paymentID ?? ""))]),
                try plan.mayComeBack(holding.orderID),
                .sum(
                    Condition.Selection(
                        type: .payment,
                        members: [
                            (pointer: "/customerId", value: .text(customer)), (pointer: "/status", value: "captured"),
                        ]), pointer: "/amount", .equals(.cents(spend))),
                .sum(
                    Condition.Selection(
                        type: .payment,
                        members: [
                            (pointer: "/customerId", value: .text(customer)), (pointer: "/status", value: "captured"),
                        ]), pointer: "/amount", .atMost(.cents(threshold - 1))),
            ] + (toCancel.paymentID.map { plan.captureConditions($0) } ?? []) + plan.settledConditions(holding)
                + plan.lineConditions(holding.orderID) + plan.refundConditions(refund)
                + plan.lateParcelConditions(late) + plan.captureConditions(late.paymentID ?? "")
                + plan.agingConditions(aging))
    }
}

extension ShipmentDraft {
    /// The expected day, `YYYY-MM-DD`.
    fileprivate var etaDay: String { eta?.date.text.string ?? "" }
}
