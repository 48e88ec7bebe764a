internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P09
    static let ordersAfterTicket = Situation(
        "P09", count: 4,
        meaning: "A ticket with later orders inside and outside 30 days, in several statuses, and one order before it.",
        falseWhen: "the customer has another order, or one of them is within a day of an end of the window",
        kinds: ["IR09"]
    ) { plan, index, generator in
        let asked = plan.moment(daysAgo: 100 + index * 60 + generator.below(50), &generator)
        let customer = plan.addCustomer(CustomerRequest(before: asked.adding(days: -40)), &generator)
        func order(_ plan: inout WorldPlan, days: Int, _ fate: OrderFate) -> String {
            let placed = plan.moment(on: asked.adding(days: days).date, &generator)
            return plan.addOrder(
                OrderRequest(customerID: customer, placed: placed, lines: plan.ordinaryLines(&generator), fate: fate),
                &generator
            ).orderID
        }
        let categories = plan.texts.categories("P09").first ?? []
        let product = try plan.pickSubject(categories.isEmpty ? nil : categories, &generator)
        let before = plan.addOrder(
            OrderRequest(
                customerID: customer,
                placed: plan.moment(on: asked.adding(days: -generator.number(in: 16...30)).date, &generator),
                lines: [(product.id, 1)], fate: .shipped), &generator
        ).orderID
        let told = try plan.addPlantedTicket("P09", order: before, type: "other", at: asked, &generator)
        let ticket = told.id
        let finished = asked.adding(hours: generator.number(in: 5...50))
        try plan.finish(ticket, telling: told.text.resolution, at: finished, &generator)
        let code = generator.pickAny(plan.company.content.office.paymentFailures)?.code ?? "declined"
        let days = generator.draw(5, from: [2, 5, 9, 12, 15, 18, 21, 24, 27])
        let other = index.isMultiple(of: 2) ? OrderFate.pending(.failed(code: code)) : .pending(.none)
        let inside = [
            order(&plan, days: days[0], .shipped), order(&plan, days: days[1], .cancelled(failureCode: code)),
            order(&plan, days: days[2], .shipped),
        ]
        let otherStatus = order(&plan, days: days[3], other)
        let outside = [
            order(&plan, days: generator.number(in: 32...35), .shipped),
            order(&plan, days: generator.number(in: 37...48), .cancelled(failureCode: code)),
        ]
        let found = inside.sorted { plan.orders[$0].createdAt < plan.orders[$1].createdAt }
        let moment = plan.tickets[ticket].createdAt
        let start = Condition.MomentSource.member(EntityKey(.supportTicket, Text(ticket)), pointer: "/createdAt")
        func gap(_ id: String, from least: Int, to most: Int?) -> Condition {
            .days(
                from: start, to: .member(EntityKey(.order, Text(id)), pointer: "/createdAt"), atLeast: least,
                atMost: most)
        }
        return PlantedInstance(
            entities: [
                ("customer", .customer, customer), ("ticket", .supportTicket, ticket), ("order before", .order, before),
                ("order in other status", .order, otherStatus),
            ] + found.map { ("order", .order, $0) } + outside.map { ("later order", .order, $0) },
            facts: [
                "window_start": .text(moment.text), "window_end": .text(moment.adding(days: 30).text),
                "statuses": ["fulfilled", "cancelled"], "orders": .array(found.map { .text($0) }),
            ],
            conditions: [
                .exactly(
                    [before, otherStatus] + found + outside, .order, where: [("/customerId", .text(customer))]),
                .exactly([ticket], .supportTicket, where: [("/customerId", .text(customer))]),
                .field(.order, otherStatus, "/status", is: "pending"), gap(otherStatus, from: 1, to: 28),
                .field(.order, before, "/status", is: "fulfilled"), gap(before, from: -40, to: -10),
            ] + found.map { gap($0, from: 1, to: 28) } + outside.map { gap($0, from: 31, to: nil) }
                + (found + outside).map { .field(.order, $0, "/status", .oneOf(["fulfilled", "cancelled"])) })
    }
}
