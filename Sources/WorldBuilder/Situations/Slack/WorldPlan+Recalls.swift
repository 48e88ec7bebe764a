internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// A recall: orders of the product around its window, tickets, article, correction.
    ///
    /// - Parameter affectedInOld: How many orders are in the article's window; three are in what was added.
    mutating func addRecall(
        of product: CatalogueProduct, _ matter: RecallMatter, _ dates: RecallDates, affectedInOld: Int,
        _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        func day(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Int {
            // A day from either end, so that no reading of the hour moves an order over it (R-TIME-3).
            generator.number(in: range.lowerBound + 1...range.upperBound - 1)
        }
        var old: [OrderReceipt] = []
        var added: [OrderReceipt] = []
        for _ in 0..<affectedInOld {
            old.append(try addRecalledOrder(product, day(dates.old, &generator), .shipped, &generator))
        }
        for _ in 0..<3 {
            added.append(try addRecalledOrder(product, day(dates.added, &generator), .shipped, &generator))
        }
        let cancelled = try addRecalledOrder(
            product, day(dates.added, &generator), .cancelled(failureCode: nil), &generator)
        let returned = try addRecalledOrder(product, day(dates.old, &generator), .shipped, &generator)
        let refund = addRefund(
            payment: returned.paymentID ?? "", ticket: nil, reason: "customer_remorse", status: "processed",
            lines: allGoods(of: returned.orderID),
            at: arrival(of: returned).adding(hours: generator.number(in: 20...90)), &generator)
        carryOut(refund, whole: true)
        // Bought before the window and delivered inside it, and bought after it.
        let outside = [
            try addRecalledOrder(product, dates.new.lowerBound - 2, .shipped, &generator),
            try addRecalledOrder(
                product, dates.new.upperBound + generator.number(in: 2...6), .shipped, &generator),
        ]
        fillWindow(dates, atLeast: 56, &generator)
        let tickets = [
            try addRecallTicket(old[0].orderID, isWaiting: false, &generator),
            try addRecallTicket(added[0].orderID, isWaiting: true, &generator),
        ]
        let article = try addRecallNotice(product, matter, dates)
        let slots = slots(product: product.id, "").merging(dates.spoken) { _, new in new }
            .merging(["recall": matter.code]) { _, new in new }
        let thread = try texts.thread("P66")
        let messages = try postThread(
            thread, channel: thread.channel ?? "", at: moment(daysAgo: generator.number(in: 6...9), &generator),
            slots: slots, &generator)
        return PlantedInstance(
            entities: [("product", .product, product.id), ("article", .knowledgeBaseArticle, article)]
                + old.map { ("order in the article's window", .order, $0.orderID) }
                + added.map { ("order in the added days", .order, $0.orderID) }
                + outside.map { ("order outside", .order, $0.orderID) }
                + [
                    ("cancelled order", .order, cancelled.orderID), ("refunded order", .order, returned.orderID),
                    ("refund", .refund, refund),
                ]
                + tickets.map { ("ticket", .supportTicket, $0) } + messages.map { ("message", .slackMessage, $0) },
            facts: [
                "recall": .text(matter.code), "article_from": .text(dates.old.lowerBound.asDay),
                "article_to": .text(dates.old.upperBound.asDay), "from": .text(dates.new.lowerBound.asDay),
                "to": .text(dates.new.upperBound.asDay), "affected": .whole(old.count + added.count),
                "with_ticket": .whole(tickets.count), "without_ticket": .whole(old.count + added.count - tickets.count),
            ],
            conditions: recallConditions(
                product, dates, affected: (old + added).map(\.orderID), lost: [cancelled, returned].map(\.orderID),
                outside: outside.map(\.orderID), tickets: tickets, article: article, messages: messages))
    }

    private mutating func addRecalledOrder(
        _ product: CatalogueProduct, _ day: Int, _ fate: OrderFate, _ generator: inout SeededGenerator
    ) throws(ContentError) -> OrderReceipt {
        var lines = [(productID: product.id, quantity: 1)]
        if generator.chance(percent: 45) { lines.append((try pickCompanion(of: [product.id], &generator).id, 1)) }
        let placed = moment(on: CivilDate(daysSinceEpoch: day), &generator)
        let customer = addCustomer(CustomerRequest(before: placed), &generator)
        return addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: generator.shuffle(lines), fate: fate), &generator)
    }

    /// Ordinary orders, so that the window needs more than one page of a search.
    private mutating func fillWindow(
        _ dates: RecallDates, atLeast count: Int, _ generator: inout SeededGenerator
    ) {
        var missing = count - orders.all.count { dates.new.contains($0.createdAt.date.daysSinceEpoch) }
        for _ in 0..<400 where missing > 0 {
            let made = addOrdinaryOrder(
                from: CivilDate(daysSinceEpoch: dates.new.lowerBound),
                to: CivilDate(daysSinceEpoch: dates.new.upperBound), &generator)
            if made != nil { missing -= 1 }
        }
    }

    /// Tickets about recalls start as `high` (H19).
    private mutating func addRecallTicket(
        _ orderID: String, isWaiting: Bool, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let at =
            isWaiting
            ? moment(daysAgo: generator.number(in: 7...12), &generator)
            : unfinishedTicketMoment("high", notBefore: orders[orderID].createdAt, &generator)
        let product = orders[orderID].lines.first { reservedProducts.contains($0.productID) }?.productID
        let ticket = try addPlantedTicket(
            "P66", order: orderID, product: product, type: "other", at: at, &generator
        ) { request in
            request.priority = "high"
            if isWaiting { request.status = "pending_customer" }
        }
        if isWaiting { tickets[ticket.id].updatedAt = moment(daysAgo: generator.number(in: 2...5), &generator) }
        return ticket.id
    }

    private mutating func addRecallNotice(
        _ product: CatalogueProduct, _ matter: RecallMatter, _ dates: RecallDates
    ) throws(ContentError) -> String {
        var values = slots(product: product.id, "").merging(dates.spoken) { _, new in new }
        values.merge([
            "recall": matter.code, "productID": product.id, "sku": product.sku, "brand": product.brand.name,
            "hazard": matter.hazard, "stop": matter.stop, "offer": matter.offer,
            "created": dates.announced.text.string, "updated": dates.announced.text.string,
            "announced": BusinessCalendar.spoken(dates.announced),
        ]) { _, new in new }
        let id = "recall-\(slug(matter.code))"
        articles.append(try company.draft(of: company.content.recallNotice, id: id, values))
        return id
    }
}
