internal import CanonicalJSON
internal import Projections

/// A recall of a world: what, and which days of purchase (P66).
struct Recall: Sendable {
    let matter: RecallMatter
    /// The product's id.
    let product: String
    /// The days that the notice names, and those that the coordinator named later; both ends included.
    let first: (first: CivilDate, last: CivilDate)
    let widened: (first: CivilDate, last: CivilDate)
    /// When the notice was written, and when the days were corrected.
    let noticed: CivilDate
    let corrected: Moment

    var id: String { "recall-\(slug(matter.code))" }

    /// - Parameter busy: Weeks with so many orders that nobody finds the affected ones by looking at a few.
    init(
        _ matter: RecallMatter, _ product: String, busy: ClosedRange<Int>, _ index: Int, _ plan: WorldPlan,
        _ generator: inout SeededGenerator
    ) {
        self.matter = matter
        self.product = product
        let added = generator.number(in: 7...9)
        let start = busy.lowerBound + generator.below(2)
        let end = busy.upperBound - generator.below(2)
        widened = (CivilDate(daysSinceEpoch: start), CivilDate(daysSinceEpoch: end))
        // One grows at its end, the other at its beginning.
        first =
            index == 0
            ? (CivilDate(daysSinceEpoch: start), CivilDate(daysSinceEpoch: end - added))
            : (CivilDate(daysSinceEpoch: start + added), CivilDate(daysSinceEpoch: end))
        noticed = CivilDate(daysSinceEpoch: plan.clock.date.daysSinceEpoch - generator.number(in: 24...44))
        let day = BusinessCalendar.subtracting(
            businessDays: 0,
            from: CivilDate(daysSinceEpoch: plan.clock.date.daysSinceEpoch - generator.number(in: 4...9)))
        corrected = Moment(day, hour: 13).adding(minutes: generator.below(240))
    }

    func article(_ company: Company) throws(ContentError) -> FixedDraft {
        let item = company.catalogue[product]
        return try company.draft(
            of: company.content.recallNotice, id: id,
            [
                "product": item.name, "kind": item.kind, "productID": product, "recall": matter.code,
                "from": Recall.spoken(first.first), "to": Recall.spoken(first.last), "hazard": matter.hazard,
                "stop": matter.stop, "offer": matter.offer, "created": noticed.text.string,
                "updated": noticed.text.string,
            ])
    }

    func slots(_ plan: WorldPlan) -> [String: String] {
        [
            "recall": matter.code, "product": plan.catalogue[product].name, "from": Recall.spoken(first.first),
            "to": Recall.spoken(first.last), "newfrom": Recall.spoken(widened.first),
            "newto": Recall.spoken(widened.last),
        ]
    }

    /// With the year, as the days are long ago.
    private static func spoken(_ date: CivilDate) -> String { "\(BusinessCalendar.spoken(date)), \(date.year)" }
}

/// Somebody's order of a recalled product.
struct RecalledPurchase: Sendable {
    /// `first window`, `added part`, `cancelled`, `refunded`, `outside`
    let side: String
    let orderID: String

    var isAffected: Bool { side == "first window" || side == "added part" }
}

extension WorldPlan {
    /// Keeps a product of which all sales are the recall's: no part of a bundle or computer.
    mutating func reserveRecalledProduct(
        _ matter: RecallMatter, _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let inside =
            catalogue.products.flatMap { product in
                (product.line.baseBuild?.parts ?? []) + (product.line.components ?? []).map(\.key)
            } + catalogue.extremes.map(\.key)
        let sold = Set(orders.all.flatMap(\.lines).map(\.productID))
        let product = try pickProduct(matter.about, &generator) { !inside.contains($0.key) && !sold.contains($0.id) }
        reservedProducts.insert(product.id)
        return product.id
    }

    /// Six to nine that are affected, one cancelled, one given back, three outside the days.
    mutating func addRecalledPurchases(
        _ recall: Recall, _ generator: inout SeededGenerator
    ) throws(ContentError) -> [RecalledPurchase] {
        var sides = ["cancelled", "refunded", "outside", "outside", "outside"]
        let affected = generator.number(in: 6...9)
        for index in 0..<affected { sides.append(index.isMultiple(of: 2) ? "first window" : "added part") }
        let (first, last) = (recall.widened.first.daysSinceEpoch, recall.widened.last.daysSinceEpoch)
        let old = recall.first.first.daysSinceEpoch...recall.first.last.daysSinceEpoch
        var buyers = generator.shuffle(ordinaryCustomers)
        var purchases: [RecalledPurchase] = []
        for side in sides {
            let days: [Int] =
                switch side {
                case "first window", "refunded": Array(old)
                case "added part", "cancelled": (first...last).filter { !old.contains($0) }
                default: Array(first - 16...first - 3) + Array(last + 3...last + 16)
                }
            let placed = moment(on: CivilDate(daysSinceEpoch: generator.pick(days)), &generator)
            guard let position = buyers.firstIndex(where: { customers[$0].createdAt < placed }) else {
                throw ContentError("P66", "finds no customer of that time")
            }
            let order = addRecalledOrder(recall, side, of: buyers.remove(at: position), placed, &generator)
            purchases.append(RecalledPurchase(side: side, orderID: order))
        }
        return purchases
    }

    private mutating func addRecalledOrder(
        _ recall: Recall, _ side: String, of customer: String, _ placed: Moment, _ generator: inout SeededGenerator
    ) -> String {
        let others = ordinaryLines(&generator).prefix(generator.below(2))
        let code = generator.pickAny(company.content.office.paymentFailures)?.code
        let receipt = addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(recall.product, 1)] + others,
                fate: side == "cancelled" ? .cancelled(failureCode: code) : .shipped), &generator)
        if side == "refunded", let payment = receipt.paymentID {
            let refund = addRefund(
                payment: payment, ticket: nil, reason: "customer_remorse", status: "processed",
                lines: allGoods(of: receipt.orderID), at: placed.adding(days: generator.number(in: 14...24)), &generator
            )
            carryOut(refund, whole: true)
        }
        return receipt.orderID
    }

    /// Two owners have asked: one was answered before the days were corrected, one waits.
    ///
    /// - Returns: Tickets by order.
    mutating func addRecallTickets(
        _ recall: Recall, _ purchases: [RecalledPurchase], _ generator: inout SeededGenerator
    ) throws(ContentError) -> [String: String] {
        let old = generator.pick(purchases.filter { $0.side == "first window" }).orderID
        let added = generator.pick(purchases.filter { $0.side == "added part" }).orderID
        let asked = Moment(recall.noticed, hour: 15).adding(
            days: generator.number(in: 2...9), minutes: generator.below(300))
        let answered = try addPlantedTicket(
            "P66", order: old, product: recall.product, type: "other", at: asked, &generator
        ) { $0.priority = "high" }
        let details = try fill(answered.text.resolution ?? "", "P66", slots(order: old, product: recall.product))
        resolve(
            answered.id, outcome: "recommendation_provided", details: details,
            at: asked.adding(hours: generator.number(in: 3...26)).working, &generator)
        let waiting = try addPlantedTicket(
            "P66", order: added, product: recall.product, type: "other",
            at: unfinishedTicketMoment("high", notBefore: recall.corrected.adding(hours: 30), &generator), &generator
        ) { $0.priority = "high" }
        return [old: answered.id, added: waiting.id]
    }
}
