internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P12
    static let deskOnLeave = Situation(
        "P12", count: 4,
        meaning:
            "An employee whose leave and cover stand in Slack alone, with tickets of all states but new on the desk; "
            + "one cover was withdrawn later.",
        falseWhen: "another ticket is assigned to the employee, one of them changes, or the leave is over",
        kinds: ["IR12", "WF20"]
    ) { plan, index, generator in
        let away = try plan.countDesks(&generator).away[index]
        let leave = try plan.announceLeave(of: away, isWithdrawn: index == 3, &generator)
        let desk = try plan.fillDesk(of: away, &generator)
        let lead = try plan.staff.holder(of: "technical-lead")
        var instance = PlantedInstance(
            variant: leave.first == nil ? "leave" : "withdrawn",
            entities: [
                ("employee on leave", .employee, away.id), ("cover", .employee, leave.cover.id),
                ("tech lead", .employee, lead.id), ("leave message", .slackMessage, leave.untilMessage),
                ("cover message", .slackMessage, leave.coverMessage),
            ] + desk.highIDs.map { ("open high ticket", .supportTicket, $0) },
            facts: [
                "first_day": .text(plan.clock.date.text.string), "last_day": .text(leave.until.text.string),
                "cover": .text(leave.cover.id),
                "channel": .text(leave.channel),
                "unfinished": .array((desk.openIDs + desk.waitingIDs).map { .text($0) }),
            ],
            conditions: [
                .field(
                    .slackMessage, leave.untilMessage, "/text", .contains(.text(BusinessCalendar.spoken(leave.until)))),
                .field(.slackMessage, leave.coverMessage, "/text", .contains(.text(leave.coverName))),
                .field(.slackMessage, leave.coverMessage, "/channelId", is: .text(leave.channel)),
                .days(from: .clock, to: .at("\(leave.until.text)T23:00:00Z"), atLeast: 2, atMost: nil),
                .field(.employee, lead.id, "/supportRole", is: "tech_lead"),
            ])
        for id in desk.otherOpenIDs { instance.entities.append(("other open ticket", .supportTicket, id)) }
        for id in desk.waitingIDs { instance.entities.append(("waiting ticket", .supportTicket, id)) }
        for id in desk.resolvedIDs + desk.closedIDs {
            instance.entities.append(("finished ticket", .supportTicket, id))
        }
        if let first = leave.first {
            instance.entities.append(("withdrawn cover", .employee, first.id))
            instance.facts["withdrawn_cover"] = .text(first.id)
        }
        let states = [
            ("open", desk.openIDs), ("pending_customer", desk.waitingIDs), ("resolved", desk.resolvedIDs),
            ("closed", desk.closedIDs), ("new", []),
        ]
        for (status, ids) in states {
            var selection = Condition.Selection(
                type: .supportTicket,
                members: [("/assignedEmployeeId", .text(away.id)), ("/status", .text(status))])
            // What was finished long before the leave is ordinary business.
            if ["resolved", "closed"].contains(status) {
                selection.since = ("/createdAt", plan.clock.adding(days: -WorldPlan.countedDays).text)
            }
            instance.conditions.append(.selection(selection, .ids(ids.sorted())))
        }
        for id in desk.highIDs { instance.conditions.append(.field(.supportTicket, id, "/priority", is: "high")) }
        for id in desk.otherOpenIDs {
            instance.conditions.append(.field(.supportTicket, id, "/priority", .differs("high")))
        }
        return instance
    }
}

/// The tickets of somebody on leave.
struct DeskTickets {
    var highIDs: [String] = []
    var otherOpenIDs: [String] = []
    var waitingIDs: [String] = []
    var resolvedIDs: [String] = []
    var closedIDs: [String] = []

    var openIDs: [String] { highIDs + otherOpenIDs }
}

extension WorldPlan {
    /// Eight to ten tickets from before the leave, the unfinished ones within their times (H14).
    fileprivate mutating func fillDesk(
        of member: StaffMember, _ generator: inout SeededGenerator
    ) throws(ContentError) -> DeskTickets {
        let isSpecialist = member.post.role == "specialist"
        let types =
            isSpecialist ? ["billing", "shipping", "return"] : ["other", "order_issue", "recommendation", "other"]
        func add(
            _ plan: inout WorldPlan, _ hours: ClosedRange<Int>, _ status: String, priority: String = "normal",
            of types: [String] = types
        ) throws(ContentError) -> (id: String, story: OrdinaryStory) {
            let at = plan.moment(hoursAgo: hours, &generator)
            let made = try plan.addCrowdTicket(types, at: at, isPlatinum: priority == "high", &generator) { request in
                request.status = status
                request.assigneeID = member.id
                request.priority = priority
            }
            // Nobody on leave works on it any more.
            let touched = plan.tickets[made.id].updatedAt ?? plan.clock
            plan.tickets[made.id].updatedAt = min(touched, plan.clock.adding(hours: -30, minutes: -generator.below(20)))
            if priority != "high", made.story.type == "recommendation" { plan.tickets[made.id].priority = "low" }
            return made
        }
        var desk = DeskTickets()
        // Within their times, with the hours that lie between two days.
        let high = try company.figures.number("H14.highDays") * 24 - 8
        for _ in 0..<2 { desk.highIDs.append(try add(&self, 31...high, "open", priority: "high").id) }
        for _ in 0..<generator.number(in: 2...3) { desk.otherOpenIDs.append(try add(&self, 33...120, "open").id) }
        for _ in 0..<2 { desk.waitingIDs.append(try add(&self, 70...250, "pending_customer").id) }
        for _ in 0..<generator.number(in: 1...2) {
            let made = try add(&self, 260...1200, "open")
            try settle(made.id, made.story, &generator)
            // Whatever the story's end: another one is closed.
            tickets[made.id].status = "resolved"
            tickets[made.id].closureReason = "resolved_success"
            desk.resolvedIDs.append(made.id)
        }
        // Of a kind that nobody misses who falls silent.
        let closed = try add(&self, 500...1300, "open", of: isSpecialist ? ["shipping"] : ["recommendation"]).id
        let slots = slots(order: tickets[closed].orderID ?? "").merging(["ticket": closed]) { own, _ in own }
        let details = try resolutionText("customer_abandoned", slots, &generator)
        resolve(
            closed, outcome: "no_action", details: details, at: tickets[closed].createdAt.adding(days: 17, minutes: 40),
            closes: "customer_abandoned", &generator)
        desk.closedIDs.append(closed)
        return desk
    }
}
