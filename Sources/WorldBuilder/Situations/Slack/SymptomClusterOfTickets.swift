internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P47
    static let symptomCluster = Situation(
        "P47",
        meaning:
            "Six to nine tickets about one product's symptom in several wordings, three look-alikes, and a wrong guess "
            + "in Slack that one of the tickets refutes.",
        falseWhen: "somebody else buys the product, or another ticket tells of the symptom",
        kinds: ["RE21"]
    ) { plan, generator in
        // Desks are counted before anything is assigned, and the products are taken before anybody buys them.
        _ = try plan.countDesks(&generator)
        var taken: [(cluster: SymptomCluster, product: CatalogueProduct)] = []
        for _ in 0..<3 {
            let cluster = try plan.texts.cluster()
            // Its name tells it from all others, since tickets are counted by it.
            let products = plan.catalogue.products
            let extremes = plan.catalogue.extremes.map(\.id)
            let product = try plan.pickProduct(cluster.about, &generator) { candidate in
                !extremes.contains(candidate.id)
                    && !products.contains { $0.id != candidate.id && $0.name.contains(candidate.name) }
            }
            plan.reservedProducts.insert(product.id)
            taken.append((cluster, product))
        }
        var instances: [PlantedInstance] = []
        for (cluster, product) in taken {
            instances.append(try plan.addCluster(cluster, product, &generator))
        }
        return instances
    }
}

extension WorldPlan {
    fileprivate mutating func addCluster(
        _ cluster: SymptomCluster, _ product: CatalogueProduct, _ generator: inout SeededGenerator
    ) throws -> PlantedInstance {
        let reports = try addReports(cluster, product, &generator)
        var lookalikes: [String] = []
        for text in generator.draw(3, from: cluster.lookalikes) {
            let other = try pickSubject(text.about, without: [product.id], &generator)
            let hours = generator.number(in: 110...700)
            lookalikes.append(try addReport(text, other.id, bought: 30...170, hours, &generator).ticket)
        }
        let thread = try texts.thread("P47", key: "p47-\(cluster.cluster)")
        let third = tickets[reports[2].ticket].createdAt
        let posted = try postThread(
            thread, channel: thread.channel ?? "", at: third.adding(hours: generator.number(in: 3...9)),
            slots: slots(product: product.id, ""), &generator)
        let bought = reports.map { orders[$0.order].createdAt }.sorted()
        let first = reports[0].ticket
        guard let refuting = reports.first(where: \.contradicts)?.ticket else {
            throw ContentError("Tickets/Planted/P47.yaml", "\(cluster.cluster) has no text that contradicts the guess")
        }
        var instance = PlantedInstance(
            variant: cluster.cluster, entities: [("product", .product, product.id)],
            facts: [
                "symptom": .text(cluster.symptom), "guess": .text(cluster.guess), "tickets": .whole(reports.count),
                "first_report": .text(tickets[first].createdAt.date.text.string),
                "first_purchase": .text(bought[0].date.text.string),
                "last_purchase": .text(bought[bought.count - 1].date.text.string), "refuted_by": .text(refuting),
            ],
            conditions: [
                .selection(
                    Condition.Selection(
                        type: .order, holding: (pointer: "/lineItems", members: [("productId", .text(product.id))])),
                    .ids(reports.map(\.order))),
                .selection(
                    Condition.Selection(type: .supportTicket, mentioning: (pointer: "/body", text: product.name)),
                    .countsAtMost(reports.count)),
                .field(.supportTicket, refuting, "/body", is: .text(tickets[refuting].body)),
            ])
        for report in reports {
            instance.entities.append(("ticket", .supportTicket, report.ticket))
            instance.entities.append(("order", .order, report.order))
            instance.conditions.append(
                .exactly([report.ticket], .supportTicket, where: [("/orderId", .text(report.order))]))
        }
        for id in lookalikes { instance.entities.append(("look-alike", .supportTicket, id)) }
        for id in posted { instance.entities.append(("message", .slackMessage, id)) }
        for id in posted {
            instance.conditions.append(.field(.slackMessage, id, "/channelId", is: .text(thread.channel ?? "")))
        }
        return instance
    }

    /// The tickets of a cluster, oldest first.
    fileprivate mutating func addReports(
        _ cluster: SymptomCluster, _ product: CatalogueProduct, _ generator: inout SeededGenerator
    ) throws(ContentError) -> [(ticket: String, order: String, contradicts: Bool)] {
        let count = generator.number(in: 6...9)
        let texts = generator.draw(count - 1, from: cluster.texts.filter { $0.contradicts != true })
        let told = generator.shuffle(texts + cluster.texts.filter { $0.contradicts == true }.prefix(1))
        var reports: [(ticket: String, order: String, contradicts: Bool)] = []
        // From about a month ago to yesterday, a few days apart.
        for (index, text) in told.enumerated() {
            let hours = 60 + (told.count - 1 - index) * 80 + generator.below(50) - (index == told.count - 1 ? 30 : 0)
            let report = try addReport(text, product.id, bought: 40...260, hours, &generator)
            reports.append((report.ticket, report.order, text.contradicts == true))
        }
        return reports
    }

    /// A ticket about a delivered product: open while it is young, else answered or finished.
    fileprivate mutating func addReport(
        _ text: PlantedText, _ product: String, bought: ClosedRange<Int>, _ hours: Int,
        _ generator: inout SeededGenerator
    ) throws(ContentError) -> (ticket: String, order: String) {
        let placed = moment(daysAgo: generator.number(in: bought) + hours / 24, &generator)
        let customer = addCustomer(
            CustomerRequest(before: placed, past: .open(before: clock.adding(days: -200))), &generator)
        let receipt = addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product, 1)], fate: .shipped), &generator)
        let at = clock.adding(hours: -hours, minutes: -generator.below(50))
        let state = hours < 100 ? "open" : generator.pick(["resolved", "pending_customer", "resolved"])
        let ticket = try addTicket(
            telling: text, of: "P47", order: receipt.orderID, type: "troubleshooting", at: at, &generator
        ) { $0.status = state == "pending_customer" ? state : "open" }
        if state == "resolved" {
            let finished = at.adding(hours: generator.number(in: 4...70))
            try finish(ticket, telling: text.resolution, at: finished, &generator)
        }
        return (ticket, receipt.orderID)
    }
}
