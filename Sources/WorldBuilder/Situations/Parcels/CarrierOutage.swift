internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P20
    static let carrierOutage = Situation(
        "P20",
        meaning: "A weekend's outage of a carrier's hub: parcels that are due a refund of the fee, decoys (ground, "
            + "delivered on the day, weather), tickets, and a thread with a decision that is widened.",
        falseWhen: "one of the parcels moves on, a fee was paid back, a ticket is finished, or the decision changes",
        kinds: ["IR20", "CO09", "CO11", "WF22"]
    ) { plan, generator in
        let outage = Outage(plan, &generator)
        var parcels: [OutageParcel] = []
        for (side, count) in Outage.sides {
            for index in 0..<count { parcels.append(plan.addOutageParcel(side, index, outage, &generator)) }
        }
        for (side, count) in Outage.tickets {
            let positions = parcels.indices.filter { parcels[$0].side == side }
            for position in generator.draw(count, from: positions) {
                parcels[position].ticketID = try plan.addOutageTicket(parcels[position], outage, &generator)
            }
        }
        let thread = try plan.texts.thread("P20")
        let messages = try plan.postThread(
            thread, channel: "shipping-incidents", at: outage.threadStart,
            slots: [
                "place": outage.place, "start": BusinessCalendar.spoken(outage.first),
                "end": BusinessCalendar.spoken(outage.last),
            ], &generator)
        return [try instance(outage, parcels, messages, plan)]
    }

    private static func instance(
        _ outage: Outage, _ parcels: [OutageParcel], _ messages: [String], _ plan: WorldPlan
    ) throws -> PlantedInstance {
        let posts = messages.map { plan.messages[$0] }
        guard
            let decision = posts.first(where: {
                $0.text.lowercased().contains("fee") && $0.text.contains("xpress parcel")
                    || $0.text.contains("paid for express")
            }),
            let widening = posts.last(where: { $0.authorID == decision.authorID && $0.text.contains("vernight") })
        else { throw ContentError("Slack/Planted/P20.yaml", "has a thread without decision or widening") }
        var entities: [(role: String, type: EntityType, id: String)] = [
            ("decision", .slackMessage, decision.id), ("widening", .slackMessage, widening.id),
            ("who decides", .employee, decision.authorID),
        ]
        entities += messages.map { ("message", .slackMessage, $0) }
        var conditions: [Condition] = [
            .field(.slackMessage, decision.id, "/text", is: .text(decision.text)),
            .field(.slackMessage, widening.id, "/text", is: .text(widening.text)),
            .selection(
                Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: outage.place)),
                .ids(posts.filter { $0.text.contains(outage.place) }.map(\.id))),
        ]
        for carrier in [Carrier.fedexExpress, .fedexOvernight] {
            conditions.append(
                .selection(
                    Condition.Selection(
                        type: .shipment,
                        members: [
                            (pointer: "/carrier", value: .text(carrier.rawValue)),
                            (pointer: "/status", value: "exception"),
                        ],
                        holding: (
                            pointer: "/events",
                            members: [
                                (name: "location", value: .text(outage.place)), (name: "status", value: "exception"),
                            ]
                        )),
                    .ids(parcels.filter { $0.isDue && $0.service.carriers.contains(carrier) }.map(\.shipmentID))))
        }
        var list: [JSONValue] = []
        for parcel in parcels {
            entities += [
                ("\(parcel.side) order", .order, parcel.orderID),
                ("\(parcel.side) shipment", .shipment, parcel.shipmentID),
            ]
            if let ticket = parcel.ticketID { entities.append(("\(parcel.side) ticket", .supportTicket, ticket)) }
            conditions += parcel.conditions(plan)
            list.append(parcel.facts(plan, outage))
        }
        return PlantedInstance(
            entities: entities,
            facts: [
                "place": .text(outage.place), "first_day": .text(outage.first.text.string),
                "last_day": .text(outage.last.text.string), "parcels": .array(list),
                "decided": .text(decision.at.date.text.string), "widened": .text(widening.at.date.text.string),
            ],
            conditions: conditions)
    }
}
