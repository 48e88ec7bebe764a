internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P31
    static let paidNotShipped = Situation(
        "P31", count: 7,
        meaning: "A paid order that has not shipped, with a ticket that calls it a return or a cancellation.",
        falseWhen: "the order has a shipment, or its payment is not captured",
        kinds: ["RE02", "WF11"]
    ) { plan, index, generator in
        let variant = index.isMultiple(of: 2) ? "return" : "cancellation"
        let placed = plan.unshippedMoment(hoursAgo: 16, &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: placed, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let limit = try plan.company.figures.cents("H03.limit")
        let product = try plan.pickProduct(
            WorldPlan.parts + WorldPlan.peripherals, cents: 4000...limit * 6 / 10, &generator)
        // The texts speak of all of it.
        let rest = limit - 5000 - product.priceCents
        let second = try plan.pickCompanion(of: [product.id], cents: 600...rest, &generator)
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product.id, 1), (second.id, 1)], fate: .paid),
            &generator)
        let ticket = try plan.addPlantedTicket(
            "P31", variant: variant, order: receipt.orderID, type: variant == "return" ? "return" : "order_issue",
            at: placed.adding(hours: generator.number(in: 2...14)), &generator)
        return PlantedInstance(
            variant: variant,
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("payment", .payment, receipt.paymentID ?? ""), ("ticket", .supportTicket, ticket.id),
                ("product", .product, product.id),
            ],
            facts: ["captured": .cents(receipt.totalCents)],
            conditions: [
                .field(.order, receipt.orderID, "/status", is: "paid"),
                .field(.payment, receipt.paymentID ?? "", "/status", is: "captured"),
                .field(.payment, receipt.paymentID ?? "", "/amount", is: .cents(receipt.totalCents)),
                .field(.payment, receipt.paymentID ?? "", "/amount", .atMost(.cents(limit))),
                .count(0, .shipment, where: [("/orderId", .text(receipt.orderID))]),
                .exactly([ticket.id], .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
                .field(.supportTicket, ticket.id, "/status", is: "open"),
            ])
    }
}
