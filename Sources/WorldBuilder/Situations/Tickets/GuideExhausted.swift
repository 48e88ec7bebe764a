internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P62
    static let guideExhausted = Situation(
        "P62", count: 7,
        meaning:
            "A ticket whose customer has done every step of the guide, of a cause that the new escalation matrix moved "
            + "to another department.",
        falseWhen: "it was passed on already, it was opened before 1 August 2025, or another ticket is on the order",
        kinds: ["WF13", "CO08"]
    ) { plan, index, generator in
        let variant = ["firmware", "firmware", "firmware", "address", "firmware", "billing", "firmware"][index]
        let categories = plan.texts.categories("P62", variant: variant).first ?? []
        let product = try plan.pickSubject(categories.isEmpty ? nil : categories, &generator)
        let days = variant == "firmware" ? 25...140 : variant == "billing" ? 14...60 : WorldPlan.movingDaysAgo
        let placed = plan.moment(daysAgo: generator.number(in: days), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: WorldPlan.plainTier(&generator), before: placed,
                past: .open(before: plan.clock.adding(days: -200))), &generator)
        let receipt = plan.addMovingOrDelivered(
            customer, product.id, placed, isMoving: variant == "address", &generator)
        let priority = variant == "billing" ? "high" : "normal"
        let ticket = try plan.addPlantedTicket(
            "P62", variant: variant, order: receipt.orderID,
            type: variant == "firmware" ? "troubleshooting" : variant == "billing" ? "billing" : "other",
            at: plan.unfinishedTicketMoment("normal", notBefore: placed.adding(days: 1), &generator), &generator
        ).id
        let destination = ["firmware": "engineering", "address": "it_systems", "billing": "finance"][variant] ?? ""
        let old = ["firmware": "it_systems", "address": "help_desk", "billing": "support"][variant] ?? ""
        let members = plan.staff.members(of: destination)
        return PlantedInstance(
            variant: variant,
            entities: [
                ("ticket", .supportTicket, ticket), ("customer", .customer, customer),
                ("order", .order, receipt.orderID),
                ("product", .product, product.id), ("payment", .payment, receipt.paymentID ?? ""),
                ("shipment", .shipment, receipt.shipmentIDs[0]),
            ],
            facts: [
                "escalation_type": .text(variant == "firmware" ? "technical" : "insufficient_permission"),
                "department": .text(destination), "old_department": .text(old), "priority": .text(priority),
                "members": .array(members.map { .text($0.id) }),
            ],
            conditions: [
                .field(.supportTicket, ticket, "/status", is: "open"),
                .field(.supportTicket, ticket, "/priority", is: "normal"),
                .field(.supportTicket, ticket, "/notes", .absent),
                .field(.supportTicket, ticket, "/body", is: .text(plan.tickets[ticket].body)),
                .days(
                    from: .at("2025-08-01T00:00:00Z"),
                    to: .member(EntityKey(.supportTicket, Text(ticket)), pointer: "/createdAt"), atLeast: 1, atMost: nil
                ),
                .count(0, .escalation, where: [("/ticketId", .text(ticket))]),
                .exactly([ticket], .supportTicket, where: [("/orderId", .text(receipt.orderID))]),
                .field(.customer, customer, "/loyaltyTier", .differs("platinum")),
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                variant == "address"
                    ? .field(.shipment, receipt.shipmentIDs[0], "/status", .differs("delivered"))
                    : .field(.shipment, receipt.shipmentIDs[0], "/status", is: "delivered"),
                .count(0, .refund, where: [("/paymentId", .text(receipt.paymentID ?? ""))]),
            ])
    }
}

extension WorldPlan {
    /// An order that has arrived, or a standard one that is still on its way, in time and with a scan after the pickup.
    mutating func addMovingOrDelivered(
        _ customer: String, _ product: String, _ placed: Moment, isMoving: Bool, _ generator: inout SeededGenerator
    ) -> OrderReceipt {
        var fate = OrderFate.shipped
        if isMoving {
            let address = customers[customer].addresses[0]
            var course: ParcelCourse
            repeat {
                course = ParcelCourse.ordinary(
                    placed: placed, service: .standard, carrier: generator.pick(Service.standard.carriers), to: address,
                    texts: company.content.office, now: clock, lateDays: 0, &generator)
            } while course.scans.count < 3 || course.deliveredAt != nil
            fate = .shippedAs([course])
        }
        return addOrder(
            OrderRequest(
                customerID: customer, placed: placed, lines: [(product, 1)], service: isMoving ? .standard : .express,
                fate: fate), &generator)
    }
}
