internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P35
    static let claimedTier = Situation(
        "P35", count: 8,
        meaning: "A customer who claims a tier above the recorded one and was charged rightly; some records have no "
            + "tier. Half of them wait for a late parcel and own an item near the end of its warranty.",
        falseWhen: "the tier or the year's spend changes, the charge is another, or the parcel has moved",
        kinds: ["RE08", "RE30", "CO06"]
    ) { plan, index, generator in
        let recorded = ["absent", "none", "silver", "gold", "none", "silver", "gold", "absent"][index]
        let claimed = ["silver", "gold", "gold", "platinum", "silver", "platinum", "platinum", "gold"][index]
        let isAngry = index >= 4
        let threshold = try plan.company.figures.cents("H15.\(claimed)")
        let customer = plan.addCustomer(
            CustomerRequest(tier: recorded, before: plan.clock.adding(days: -400)), &generator)
        let aging = try plan.orderNearWarrantyEnd(
            of: customer, cents: 3000...threshold / 3, &generator)
        var lines: [(productID: String, quantity: Int)] = []
        let most = threshold / 4
        lines.append((try plan.pickProduct(WorldPlan.parts, cents: 6000...most, &generator).id, 1))
        lines.append((try plan.pickCompanion(of: [lines[0].productID], &generator).id, generator.number(in: 1...2)))
        let newest =
            isAngry
            ? plan.addLateParcel(of: customer, lines, &generator)
            : plan.addOrder(
                OrderRequest(
                    customerID: customer, placed: plan.moment(daysAgo: generator.number(in: 48...300), &generator),
                    lines: lines, service: .express, fate: .shipped), &generator)
        let spend = aging.receipt.totalCents + newest.totalCents
        guard spend < threshold else {
            throw ContentError("Catalogue", "P35: the orders come to a tier that is claimed wrongly")
        }
        let orderID = newest.orderID
        let subtotal = lines.reduce(0) { $0 + plan.catalogue[$1.productID].priceCents * $1.quantity }
        return PlantedInstance(
            variant: isAngry ? "late parcel" : "delivered",
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, newest.paymentID ?? ""),
                ("shipment", .shipment, newest.shipmentIDs[0]), ("old order", .order, aging.receipt.orderID),
                ("old product", .product, aging.productID),
                ("article", .knowledgeBaseArticle, plan.articleID(settling: "H15")),
            ],
            facts: [
                "tier": .text(recorded), "claimed_tier": .text(claimed), "charged": .cents(newest.totalCents),
                "subtotal": .cents(subtotal), "shipping": .cents(plan.orders[orderID].service.feeCents),
                "discount": .cents(subtotal - plan.goodsCents(of: orderID)), "threshold": .cents(threshold),
                "year_spend": .cents(spend), "warranty_end": .text(aging.warrantyEnd),
            ],
            conditions: plan.lineConditions(orderID) + plan.captureConditions(newest.paymentID ?? "")
                + plan.agingConditions(aging)
                + [
                    plan.tierCondition(customer),
                    .exactly([aging.receipt.orderID, orderID], .order, where: [("/customerId", .text(customer))]),
                    .exactly(
                        [aging.receipt.paymentID ?? "", newest.paymentID ?? ""], .payment,
                        where: [("/customerId", .text(customer))]),
                    .count(0, .supportTicket, where: [("/customerId", .text(customer))]),
                ]
                + (isAngry ? plan.lateParcelConditions(newest) : plan.settledConditions(newest)))
    }
}
