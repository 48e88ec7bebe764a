internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P50
    static let soldOutDeadOnArrival = Situation(
        "P50", count: 4,
        meaning: "An article that arrived dead and has sold out since: one that can be ordered on back order, or "
            + "not.",
        falseWhen: "the article is in stock, can or cannot be back-ordered otherwise, or the case was settled",
        kinds: ["RE25"]
    ) { plan, index, generator in
        let isBackorderable = index.isMultiple(of: 2)
        let soldOut = plan.catalogue.products.filter { product in
            product.stock == 0 && product.backorderable == isBackorderable
                && plan.texts.categories("P50").contains { $0.isEmpty || $0.contains(product.category) }
        }
        guard let product = generator.pickAny(soldOut) else {
            throw ContentError("Catalogue", "no sold-out product of which a text of P50 could tell")
        }
        // The first of each kind was the whole order, so that its shipping comes back as well.
        let isWhole = index < 2
        var lines = [(productID: product.id, quantity: 1)]
        if !isWhole { lines.append((try plan.pickCompanion(of: [product.id], &generator).id, 1)) }
        let receipt = plan.addDeliveredOrder(daysAgo: generator.number(in: 9...25), lines, &generator)
        let orderID = receipt.orderID
        let ticket = try plan.addPlantedTicket(
            "P50", order: orderID, product: product.id, type: "order_issue",
            at: plan.unfinishedTicketMoment(about: receipt, &generator), &generator)
        let customer = plan.orders[orderID].customerID
        let amount = isWhole ? receipt.totalCents : plan.goodsCents(product.id, quantity: 1, in: orderID)
        return PlantedInstance(
            variant: isBackorderable ? "backorderable" : "not backorderable",
            entities: [
                ("customer", .customer, customer), ("order", .order, orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: [
                "amount": .cents(amount), "whole_order": .bool(isWhole), "reason": "defective", "status": "approved",
            ],
            conditions: plan.settledConditions(receipt) + plan.lineConditions(orderID)
                + plan.ticketConditions(ticket.id, order: orderID)
                + [
                    plan.inWindow(orderID), plan.tierCondition(customer),
                    .field(.product, product.id, "/inventory/inStock", is: .whole(0)),
                    .field(.product, product.id, "/inventory/backorderable", is: .bool(isBackorderable)),
                ])
    }
}
