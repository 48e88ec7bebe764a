internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P67
    static let backorderWithOneEquivalent = Situation(
        "P67", count: 7,
        meaning: "A backorder order, captured or not, on a sold-out part of the customer's build: of the parts in stock "
            + "of about its price, one fits and two or more do not.",
        falseWhen: "the part is back or cannot be ordered, the equivalent sells out, or the order or its ticket moved on",
        kinds: ["CO05", "WF23"]
    ) { plan, index, generator in
        let isPaid = index.isMultiple(of: 2)
        let limit = try plan.company.figures.cents("H03.limit")
        let swap = try plan.swap(mostCents: isPaid ? limit - 2500 : 200_000, &generator)
        let placed = plan.moment(daysAgo: generator.number(in: 4...24), &generator)
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
            ] + ([swap.fitting] + swap.misfits).map {
                .field(.product, $0.id, "/inventory/inStock", .atLeast(.whole(1)))
            } + swap.misfits.flatMap { [verdict(swap.others + [$0], false), verdict([swap.companion, $0], false)] }
                + (receipt.paymentID.map { plan.captureConditions($0) } ?? []))
    }
}

/// What can take the place of a sold-out part, and what cannot.
private struct Swap {
    let soldOut: CatalogueProduct
    /// The rest of the customer's build.
    let others: [CatalogueProduct]
    /// The one of them that was ordered with it, and that shows which parts do not fit.
    let companion: CatalogueProduct
    let fitting: CatalogueProduct
    let misfits: [CatalogueProduct]
    let alsoFitting: [CatalogueProduct]
}

extension WorldPlan {
    /// A build around a sold-out part that can be back-ordered.
    ///
    /// - Parameter mostCents: What the part and its companion cost at most.
    fileprivate func swap(
        mostCents: Int, _ generator: inout SeededGenerator
    ) throws(ContentError) -> Swap {
        let categories = ["cpu", "motherboard", "gpu", "memory", "psu", "case", "cooling"]
        let soldOut = catalogue.products.filter {
            $0.stock == 0 && $0.backorderable && categories.contains($0.category) && $0.priceCents < mostCents
        }
        guard !soldOut.isEmpty else { throw ContentError("Catalogue", "no sold-out part can be back-ordered") }
        for _ in 0..<600 {
            let part = generator.pick(soldOut)
            let others = try fittingParts(&generator).filter { $0.category != part.category }
            guard BuildVerdict(others + [part]).isCompatible else { continue }
            let rivals = catalogue.of(part.category).filter { $0.stock > 0 && $0.id != part.id }
            let fitting = rivals.filter { BuildVerdict(others + [$0]).isCompatible }
            for percent in stride(from: 15, through: 60, by: 5) {
                let band = part.priceCents * (100 - percent) / 100...part.priceCents * (100 + percent) / 100
                let near = fitting.filter { band.contains($0.priceCents) }
                guard near.count < 2 else { break }
                let misfits = rivals.filter { rival in
                    band.contains(rival.priceCents) && !fitting.contains { $0.id == rival.id }
                }
                guard let one = near.first, !reservedProducts.contains(one.id), misfits.count >= 2 else { continue }
                // Those that do not fit must show it beside what was ordered alone.
                let companion = others.first { other in
                    other.priceCents + part.priceCents <= mostCents
                        && misfits.allSatisfy { !BuildVerdict([other, $0]).isCompatible }
                }
                guard let companion else { continue }
                return Swap(
                    soldOut: part, others: others, companion: companion, fitting: one, misfits: misfits,
                    alsoFitting: fitting.filter { $0.id != one.id })
            }
        }
        throw ContentError("Catalogue", "no sold-out part has one equivalent that fits and two that do not")
    }
}
