internal import CanonicalJSON
internal import Projections

/// What many situations begin with: a customer, a delivered order, somebody who may give money back.
extension WorldPlan {
    /// The days in which goods may come back (R-RETURN-1).
    static let returnDays = 30

    /// A new customer's order that was placed so many days ago and has been delivered.
    ///
    /// - Parameter tier: See ``CustomerRequest``.
    mutating func addDeliveredOrder(
        daysAgo: Int, _ lines: [(productID: String, quantity: Int)], tier: String? = nil, service: Service = .express,
        past: CustomerPast? = nil, _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        let placed = moment(daysAgo: daysAgo, &generator)
        let customer = addCustomer(
            CustomerRequest(tier: tier, before: placed, past: past ?? .open(before: clock.adding(days: -210))),
            &generator)
        return addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: lines, service: service, fate: .shipped),
            &generator)
    }

    /// When an order's parcel arrived; the clock while it has not.
    func arrival(of receipt: OrderReceipt) -> Moment {
        receipt.shipmentIDs.first.flatMap { shipments[$0].scans.last }.flatMap {
            $0.status == "delivered" ? $0.at : nil
        }
            ?? clock
    }

    /// A moment of an unfinished `normal` ticket about a delivered order.
    func unfinishedTicketMoment(about receipt: OrderReceipt, _ generator: inout SeededGenerator) -> Moment {
        unfinishedTicketMoment("normal", notBefore: arrival(of: receipt), &generator)
    }

    /// A sellable product that one of the remaining texts of a situation is about.
    ///
    /// - Throws: ``ContentError`` when no text fits a product of that price.
    func pickProduct(
        forTextsOf situation: String, variant: String? = nil, reason: String? = nil,
        cents: ClosedRange<Int> = 0...10_000_000, _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool = { _ in true }
    ) throws(ContentError) -> CatalogueProduct {
        for about in texts.categories(situation, variant: variant, reason: reason) {
            let categories = about.isEmpty ? WorldPlan.parts + WorldPlan.peripherals : about
            if let product = try? pickProduct(categories, cents: cents, &generator, where: fits) { return product }
        }
        // A catalogue has gaps among its dear goods: the nearest above.
        let above = cents.upperBound...cents.upperBound * 2
        for about in texts.categories(situation, variant: variant, reason: reason) where cents.upperBound < 1_000_000 {
            let categories = about.isEmpty ? WorldPlan.parts + WorldPlan.peripherals : about
            if let product = try? pickProduct(categories, cents: above, &generator, where: fits) { return product }
        }
        throw ContentError("Tickets/Planted/\(situation).yaml", "has no text left for a product of \(cents) cents")
    }

    /// A product beside others in an order.
    func pickCompanion(
        of taken: [String], cents: ClosedRange<Int> = 1500...20_000, _ generator: inout SeededGenerator
    ) throws(ContentError) -> CatalogueProduct {
        try pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: cents, &generator, where: { !taken.contains($0.id) })
    }

    /// Somebody of support who may approve refunds and is not on leave (H03).
    func refundHolder(_ generator: inout SeededGenerator) -> StaffMember {
        // The director and the leads always are.
        generator.pick(
            staff.members(of: "support").filter { $0.may("issue_refund") && !isAway($0.id) })
    }

    /// Pieces of an order's product, as a line of a refund.
    func refundLine(_ productID: String, quantity: Int, in orderID: String) -> RefundLineDraft {
        RefundLineDraft(
            productID: productID, quantity: quantity,
            amountCents: goodsCents(productID, quantity: quantity, in: orderID))
    }

    /// The shipping of an order of which all else is paid back: what is left, since the total is rounded once (H02).
    func shippingLine(of receipt: OrderReceipt) -> RefundLineDraft {
        RefundLineDraft(
            productID: nil, quantity: nil, amountCents: receipt.totalCents - goodsCents(of: receipt.orderID))
    }

    /// The current article that settles a house rule.
    ///
    /// - Returns: Its id; the rule itself where the content has none, which no condition passes.
    func articleID(settling rule: String) -> String {
        company.content.articles.first { $0.front.rules?.contains(rule) == true && $0.front.deprecated != true }?.key
            ?? rule
    }
}
