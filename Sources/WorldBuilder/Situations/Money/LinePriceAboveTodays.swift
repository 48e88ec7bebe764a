internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P34
    static let linePriceAboveTodays = Situation(
        "P34", count: 5,
        meaning: "An order whose line price is above today's price: inside the days for paying the difference and in "
            + "stock, too late for it, or sold out.",
        falseWhen: "price, stock or the day are otherwise, or a difference was paid already",
        kinds: ["RE07"]
    ) { plan, index, generator in
        let variant = ["due", "too late", "sold out", "due", "too late"][index]
        let days = try plan.company.figures.number("H07.days")
        let product =
            variant == "sold out"
            ? try plan.soldOut(cents: 3000...70_000, &generator)
            : try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...70_000, &generator)
        let daysAgo = variant == "too late" ? days + generator.number(in: 3...60) : generator.number(in: 3...days - 2)
        let placed = plan.moment(daysAgo: daysAgo, &generator)
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: ["gold", "none", "silver", "absent", "platinum"][index], before: placed,
                past: .open(before: plan.clock.adding(days: -210))), &generator)
        let pieces = product.priceCents < 20_000 && generator.chance(percent: 60) ? 2 : 1
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product.id, pieces)], service: .express, fate: .shipped),
            &generator)
        let drop = max(300, product.priceCents * generator.number(in: 6...14) / 100 / 100 * 100)
        plan.raiseLinePrice(of: receipt, by: drop)
        let payment = receipt.paymentID ?? ""
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID), ("payment", .payment, payment),
                ("product", .product, product.id),
                ("article", .knowledgeBaseArticle, plan.articleID(settling: "H07")),
            ],
            facts: [
                "paid": .cents(product.priceCents + drop), "today": .cents(product.priceCents),
                "pieces": .whole(pieces), "amount": .cents(plan.cents(drop * pieces, lessTierOf: customer)),
                "days_since": .whole(placed.fullDays(until: plan.clock)), "days_allowed": .whole(days),
            ],
            conditions: plan.captureConditions(payment) + plan.lineConditions(receipt.orderID) + [
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .exactly([payment], .payment, where: [("/orderId", .text(receipt.orderID))]),
                .field(.product, product.id, "/price", is: .cents(product.priceCents)),
                .field(
                    .product, product.id, "/inventory/inStock",
                    variant == "sold out" ? .equals(.whole(0)) : .atLeast(.whole(1))),
                variant == "too late"
                    ? .age(.order, receipt.orderID, atLeast: days + 2)
                    : .age(.order, receipt.orderID, atMost: days - 2),
                plan.tierCondition(customer),
                .count(0, .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
            ],
            breaks: [("I-STATE-1", .payment, payment)])
    }
}

extension WorldPlan {
    /// A sold-out product that no situation counts.
    func soldOut(
        cents: ClosedRange<Int> = 0...10_000_000, _ generator: inout SeededGenerator
    ) throws(ContentError) -> CatalogueProduct {
        let candidates = catalogue.products.filter {
            $0.stock == 0 && cents.contains($0.priceCents) && !reservedProducts.contains($0.id)
        }
        guard let product = generator.pickAny(candidates) else {
            throw ContentError("Catalogue", "no sold-out product fits, priced \(cents) cents")
        }
        return product
    }

    /// Lets an order of one line have cost more than the product costs today; the payment follows.
    fileprivate mutating func raiseLinePrice(of receipt: OrderReceipt, by cents: Int) {
        orders[receipt.orderID].lines[0].priceCents += cents
        let order = orders[receipt.orderID]
        let goods = order.lines[0].priceCents * order.lines[0].quantity
        let percent = discountPercent(customers[order.customerID].tier)
        for id in receipt.paymentIDs {
            payments[id].amountCents =
                Money(micros: goods * 100 * (100 - percent) + order.service.feeCents * 10_000).roundedCents
        }
    }

    /// An amount less the share of a customer's tier, half cents to even (H02).
    fileprivate func cents(_ cents: Int, lessTierOf customerID: String) -> Int {
        Money(micros: cents * 100 * (100 - discountPercent(customers[customerID].tier))).roundedCents
    }
}
