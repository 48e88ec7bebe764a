internal import Projections

extension WorldPlan {
    /// Claims of buyers on single articles of some worth that arrived some weeks before, each with a story of its own.
    ///
    /// - Throws: ``ContentError`` when a note has a slot without a value.
    mutating func addOrdinaryClaims(
        upTo total: Int, about orders: [String], _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let told = Set(tickets.all.compactMap(\.orderID))
        let texts = generator.shuffle(company.content.office.claims)
        var unused = texts
        for orderID in generator.shuffle(orders) where claims.count < total {
            let order = self.orders[orderID]
            guard order.status == "fulfilled", !told.contains(orderID), order.createdAt.fullDays(until: clock) > 70
            else { continue }
            if unused.isEmpty { unused = texts }
            guard let fit = unused.indices.first(where: { claimedLine(of: order, unused[$0]) != nil }) else { continue }
            let text = unused.remove(at: fit)
            guard let line = claimedLine(of: order, text) else { continue }
            let at = order.createdAt.adding(days: generator.number(in: 35...64)).working
            let isRecent = at.fullDays(until: clock) < 15
            let decided = at.adding(days: generator.number(in: 2...5)).working
            let slots = slots(order: orderID, product: line.productID)
            claims.add(
                ClaimDraft(
                    id: newID("claim", at.date, &generator), productID: line.productID, orderID: orderID,
                    customerID: order.customerID, reason: text.reason,
                    status: isRecent ? "pending_review" : text.denial == nil ? "accepted" : "denied",
                    denialReason: isRecent ? nil : text.denial,
                    notes: try fill(
                        isRecent ? text.told : "\(text.told) \(text.verdict)", "Texts/claims.yaml", slots),
                    createdAt: at, updatedAt: isRecent ? at : decided))
        }
    }

    /// What a claim may be about: an article of the text's categories that is worth the trouble.
    private func claimedLine(of order: OrderDraft, _ text: OfficeTexts.ClaimText) -> LineDraft? {
        order.lines.first { $0.priceCents >= 3000 && text.about.contains(catalogue[$0.productID].category) }
    }
}
