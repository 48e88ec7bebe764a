internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P74
    static let silentOnOneDesk = Situation(
        "P74", count: 3,
        meaning:
            "A desk with five tickets that wait for their customers: three silent for too long, two touched since.",
        falseWhen: "another ticket waits on the desk, or one of the five is touched",
        kinds: ["WF31"]
    ) { plan, index, generator in
        let member = try plan.countDesks(&generator).waiting[index]
        let variant =
            switch member.post.key {
            case "technical-senior": "troubleshooting"
            case "shipping-specialist": "shipping"
            // Returns are the returns specialist's; billing takes what the other of the two does not have.
            case "billing-specialist":
                try plan.countDesks(&generator).waiting.contains { $0.post.key == "returns-specialist" }
                    ? "shipping" : "return"
            default: "return"
            }
        let limit = try plan.company.figures.number("H22.days")
        func waiting(_ plan: inout WorldPlan, isSilent: Bool) throws -> String {
            // A day apart from the limit, either way; all were created longer ago than it.
            let silence = isSilent ? generator.number(in: limit + 2...limit + 14) : generator.number(in: 2...limit - 3)
            let age = isSilent ? silence + generator.number(in: 1...8) : generator.number(in: limit + 4...limit + 18)
            let at = plan.moment(daysAgo: age, &generator)
            let days = variant == "shipping" ? 5...7 : variant == "return" ? 9...18 : 15...240
            let placed = plan.moment(on: at.adding(days: -generator.number(in: days)).date, &generator)
            let product = try plan.pickSubject(nil, &generator)
            let order = plan.addCrowdOrder(placed: placed, lines: [(product.id, 1)], &generator).orderID
            let ticket = try plan.addPlantedTicket(
                "P74", variant: variant, order: order, type: variant, at: at, &generator
            ) {
                $0.status = "pending_customer"
                $0.assigneeID = member.id
            }
            let touched = max(
                plan.moment(daysAgo: silence, &generator).adding(hours: -1),
                at.adding(minutes: 30 + generator.below(90)))
            let note = try plan.fill(ticket.text.note ?? "", "P74", plan.slots(order: order))
            plan.tickets[ticket.id].updatedAt = nil
            plan.addNote(ticket.id, by: member.id, at: touched, note, &generator)
            return ticket.id
        }
        var silent: [String] = []
        var touched: [String] = []
        for isSilent in generator.shuffle([true, true, true, false, false]) {
            let id = try waiting(&plan, isSilent: isSilent)
            if isSilent { silent.append(id) } else { touched.append(id) }
        }
        func sinceTouch(_ id: String, atLeast: Int?, atMost: Int?) -> Condition {
            .days(
                from: .member(EntityKey(.supportTicket, Text(id)), pointer: "/updatedAt"), to: .clock, atLeast: atLeast,
                atMost: atMost)
        }
        return PlantedInstance(
            variant: variant,
            entities: [("employee", .employee, member.id)] + silent.map { ("silent ticket", .supportTicket, $0) }
                + touched.map { ("touched ticket", .supportTicket, $0) },
            facts: [
                "limit_days": .whole(limit), "type": .text(variant),
                "days_of_silence": .array(
                    silent.map { id in .whole((plan.tickets[id].updatedAt ?? plan.clock).fullDays(until: plan.clock)) }),
            ],
            conditions: [
                .exactly(
                    silent + touched, .supportTicket,
                    where: [("/assignedEmployeeId", .text(member.id)), ("/status", "pending_customer")])
            ] + silent.map { sinceTouch($0, atLeast: limit + 1, atMost: nil) }
                + touched.map { sinceTouch($0, atLeast: nil, atMost: limit - 2) }
                + touched.map { .age(.supportTicket, $0, atLeast: limit + 1) })
    }
}
