internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P67
    static let backorderWithOneEquivalent = Situation(
        "P67", count: 7,
        meaning: "A backorder order, captured or not, on a sold-out part of the customer's build: the part in stock "
            + "nearest in price that fits, and two or more as near that do not.",
        falseWhen: "the part is back or cannot be ordered, the equivalent sells out, or the order or its ticket "
            + "moved on",
        kinds: ["CO05", "WF23"]
    ) { plan, index, generator in
        let isPaid = index.isMultiple(of: 2)
        let limit = try plan.company.figures.cents("H03.limit")
        let swap = try plan.swap(mostCents: isPaid ? limit - 2500 : 400_000, &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 4...90), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed.adding(days: -8), past: .open(before: plan.clock.adding(days: -210))),
            &generator)
        let build = plan.addBuild(
            customer: customer, name: plan.buildName(customer, &generator),
            parts: (swap.others + [swap.soldOut]).map(\.id), at: placed.adding(days: -2), &generator)
        let lines = generator.shuffle([swap.soldOut, swap.companion]).map { (productID: $0.id, quantity: 1) }
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: lines, fate: .backorder(isPaid: isPaid)), &generator)
        let orderID = receipt.orderID
        let ticket = try plan.addPlantedTicket(
            "P67", order: orderID, product: swap.soldOut.id, type: "order_issue",
            at: plan.unfinishedTicketMoment("normal", notBefore: placed.adding(hours: 20), &generator), &generator)
        let tier = plan.customers[customer].tier
        let newLines = lines.map { $0.productID == swap.soldOut.id ? (productID: swap.fitting.id, quantity: 1) : $0 }
        func verdict(_ parts: [CatalogueProduct], _ isCompatible: Bool) -> Condition {
            .tool(
                name: "validateBuildCompatibility", arguments: ["product_ids": .array(parts.map { .text($0.id) })],
                pointer: "/is_compatible", .equals(.bool(isCompatible)))
        }
        return PlantedInstance(
            variant: isPaid ? "captured" : "not captured",
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID), ("build", .build, build),
                ("ticket", .supportTicket, ticket.id), ("sold-out product", .product, swap.soldOut.id),
                ("product that stays", .product, swap.companion.id), ("fitting product", .product, swap.fitting.id),
            ] + swap.misfits.map { ("product that does not fit", .product, $0.id) }
                + (receipt.paymentID.map { [("payment", .payment, $0)] } ?? []),
            facts: [
                "captured": .cents(isPaid ? receipt.totalCents : 0),
                "express_total": .cents(plan.totalCents(newLines, tier: tier, service: .express)),
                "difference": .cents(
                    plan.totalCents(newLines, tier: tier, service: .standard) - receipt.totalCents),
                // Whatever else in stock would fit, at a price further off.
                "also_fitting": .array(swap.alsoFitting.map { .text($0.id) }),
            ],
            conditions: plan.lineConditions(orderID) + plan.ticketConditions(ticket.id, order: orderID) + [
                .field(.order, orderID, "/status", is: "backorder"),
                .count(0, .shipment, where: [("/orderId", .text(orderID))]),
                .exactly(receipt.paymentIDs, .payment, where: [("/orderId", .text(orderID))]),
                .exactly([build], .build, where: [("/customerId", .text(customer))]),
                .field(.product, swap.soldOut.id, "/inventory/inStock", is: .whole(0)),
                .field(.product, swap.soldOut.id, "/inventory/backorderable", is: true), plan.tierCondition(customer),
                verdict(swap.others + [swap.soldOut], true), verdict(swap.others + [swap.fitting], true),
                verdict([swap.companion, swap.fitting], true),
            ]
                + ([swap.fitting] + swap.misfits).map {
                    .field(.product, $0.id, "/inventory/inStock", .atLeast(.whole(1)))
                }
                + swap.misfits.flatMap { [verdict(swap.others + [$0], false), verdict([swap.companion, $0], false)] }
                + (receipt.paymentID.map { plan.captureConditions($0) } ?? []))
    }
}
