internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// What makes a recall as it was planted.
    func recallConditions(
        _ product: CatalogueProduct, _ dates: RecallDates, affected: [String], lost: [String], outside: [String],
        tickets: [String], article: String, messages: [String]
    ) -> [Condition] {
        let bought = [(name: "productId", value: JSONValue.text(product.id))]
        let since = (pointer: "/createdAt", at: "\(dates.new.lowerBound.asDay)T00:00:00Z")
        let until = (pointer: "/createdAt", at: "\(dates.new.upperBound.asDay)T23:59:59Z")
        func sold(_ status: String) -> Condition.Selection {
            Condition.Selection(
                type: .order, members: [(pointer: "/status", value: .text(status))], since: since, until: until,
                holding: (pointer: "/lineItems", members: bought))
        }
        let all = Condition.Selection(type: .order, holding: (pointer: "/lineItems", members: bought))
        let window = Condition.Selection(type: .order, since: since, until: until)
        let words = dates.spoken
        let body: [Condition] = ["from", "to"].map {
            .field(.knowledgeBaseArticle, article, "/body", .contains(.text(words[$0] ?? "")))
        }
        let corrected: [Condition] = ["newfrom", "newto"].map {
            .selection(
                Condition.Selection(type: .slackMessage, mentioning: (pointer: "/text", text: words[$0] ?? "")),
                .countsAtLeast(1))
        }
        return [
            .selection(sold("fulfilled"), .ids(affected)), .selection(all, .ids(affected + lost + outside)),
            .selection(window, .countsAtLeast(51)), .selection(window, .countsAtMost(190)),
            .field(.order, lost[0], "/status", is: "cancelled"), .field(.order, lost[1], "/status", is: "refunded"),
            .field(.knowledgeBaseArticle, article, "/productsMentioned", .contains(.text(product.id))),
        ] + body + corrected
            + affected.map { order in
                .exactly(
                    tickets.filter { self.tickets[$0].orderID == order }, .supportTicket,
                    where: [("/orderId", .text(order))])
            }
            + tickets.map { .field(.supportTicket, $0, "/priority", is: "high") }
            + messages.map { .field(.slackMessage, $0, "/text", is: .text(self.messages[$0].text)) }
    }
}

extension RecallDates {
    /// The window as the article has it, and as it was corrected, as slots of texts.
    var spoken: [String: String] {
        func spoken(_ day: Int) -> String { BusinessCalendar.spoken(CivilDate(daysSinceEpoch: day)) }
        return [
            "from": spoken(old.lowerBound), "to": spoken(old.upperBound), "newfrom": spoken(new.lowerBound),
            "newto": spoken(new.upperBound),
        ]
    }
}

extension Int {
    /// A day since 1970 as `YYYY-MM-DD`.
    var asDay: String { CivilDate(daysSinceEpoch: self).text.string }
}
