internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P51
    static let saidToBeApproved = Situation(
        "P51", count: 4,
        meaning: """
            A build, bought by an order without a link to it, that the site is said to have approved: the check finds \
            an error, or none. Some orders lack a part of the build; some can still be returned.
            """,
        falseWhen: "the build or the order changed, another build of the customer exists, or the ticket was settled",
        kinds: ["RE26"]
    ) { plan, index, generator in
        let variant = index.isMultiple(of: 2) ? "error" : "fine"
        let isWhole = index < 2
        // Neither near the end of the window, nor in the days of the July campaign (H05).
        let isReturnable = index == 0 || index == 3
        let placed = plan.moment(
            daysAgo: isReturnable ? generator.number(in: 13...24) : generator.number(in: 85...120), &generator)
        let list =
            variant == "error"
            ? try SpoiledList.draw(
                error: generator.pick([.socket, .formFactor, .memoryType, .cardLength, .coolerHeight]), warnings: [],
                plan, &generator)
            : try SpoiledList.draw(error: nil, warnings: [], plan, &generator)
        let owned = plan.addOwnedBuild(
            list.parts, at: placed.adding(days: -generator.number(in: 1...6)), past: .closed, &generator)
        let (first, second) = plan.partsBlamed(in: list, &generator)
        let left = isWhole ? nil : list.parts.first { $0.category == "storage" }
        let bought = list.parts.filter { $0.id != left?.id }
        let receipt = plan.addOrder(
            OrderRequest(
                customerID: owned.customerID, placed: placed, lines: plan.lines(of: bought), fate: .shipped), &generator
        )
        let name = plan.builds[owned.buildID].name
        let ticket = try plan.addPlantedTicket(
            "P51", variant: variant, order: receipt.orderID, product: first.id, type: "order_issue",
            at: plan.unfinishedTicketMoment("normal", notBefore: plan.deliveryMoment(of: receipt), &generator),
            extra: ["build": name, "product2": second.name], &generator)
        let lastDay = CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 30)
        return PlantedInstance(
            variant: variant,
            entities: owned.entities + [
                ("order", .order, receipt.orderID), ("ticket", .supportTicket, ticket.id),
                ("part blamed", .product, first.id), ("part blamed", .product, second.id),
            ] + (left.map { [("part not ordered", .product, $0.id)] } ?? []),
            facts: [
                "build_name": .text(name), "errors": .texts(list.verdict.errors), "all_parts_ordered": .bool(isWhole),
                "can_be_returned": .bool(isReturnable), "last_day": .text(lastDay.text.string),
            ],
            conditions: owned.conditions + Condition.verdict(of: list.parts, is: list.verdict)
                + plan.isOnlyStory(ticket.id, of: receipt) + [
                    .field(.order, receipt.orderID, "/buildId", .absent),
                    .field(.order, receipt.orderID, "/lineItems", .counts(plan.lines(of: bought).count)),
                    .exactly([receipt.orderID], .order, where: [("/customerId", .text(owned.customerID))]),
                    .field(.supportTicket, ticket.id, "/buildId", .absent),
                    isReturnable
                        ? .age(.order, receipt.orderID, atMost: 28) : .age(.order, receipt.orderID, atLeast: 32),
                ])
    }
}

extension WorldPlan {
    /// The two parts that a list's error is about; of a sound one any two.
    fileprivate func partsBlamed(
        in list: SpoiledList, _ generator: inout SeededGenerator
    ) -> (CatalogueProduct, CatalogueProduct) {
        let error = list.verdict.errors.first.flatMap { text in BuildError.allCases.first { text.contains($0.mark) } }
        let kinds = error?.culprits ?? generator.draw(2, from: ["motherboard", "memory", "psu", "cooling"])
        let blamed = kinds.compactMap { kind in list.parts.first { $0.category == kind } }
        return blamed.count == 2 ? (blamed[0], blamed[1]) : (list.parts[0], list.parts[1])
    }
}
