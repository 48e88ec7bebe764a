internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P13
    static let shippingRegion = Situation(
        "P13",
        meaning: "Gold and platinum customers of a state whose code also stands elsewhere in addresses (as a country, "
            + "in a street), and those who only seem to be: other field, billing address, old order, lower tier.",
        falseWhen: "an address, tier or latest order changes, or another such customer appears",
        kinds: ["IR14", "WF32"]
    ) { plan, generator in
        // All of them before any is counted, since one of a region may live in the other.
        let made = regions.map { addCustomers(of: $0, &plan, &generator) }
        return try zip(regions, made).flatMap { try instances(of: $0, $1, plan, &generator) }
    }

    private static let regions = ["CA", "NE"]

    private static let sides = ["counts", "counts", "other field", "billing alone", "old order", "lower tier"]

    private struct Resident {
        let side: String
        let customer: String
        let orders: [String]
    }

    private static func addCustomers(
        of region: String, _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) -> [Resident] {
        sides.enumerated().map { index, side in
            let customer = plan.addRegionCustomer(region, side, index, &generator)
            let days = side == "old order" ? 172...190 : 54...104
            let orders = plan.addPastOrders(1, of: customer, daysAgo: days, &generator)
            return Resident(side: side, customer: customer, orders: orders)
        }
    }

    private static func instances(
        of region: String, _ made: [Resident], _ plan: WorldPlan, _ generator: inout SeededGenerator
    ) throws -> [PlantedInstance] {
        let loyal = plan.customers.all.filter { $0.tier == "gold" || $0.tier == "platinum" }
        let inside = loyal.filter { $0.addresses[0].region == region && $0.addresses[0].country == "US" }
        var latest: [String: OrderDraft] = [:]
        for order in plan.orders.all where order.createdAt > latest[order.customerID]?.createdAt ?? plan.beginning {
            latest[order.customerID] = order
        }
        // A day around which none of them ordered, so that nothing hangs on the hours of a day.
        let busy = Set(inside.compactMap { latest[$0.id]?.createdAt.date.daysSinceEpoch })
        let today = plan.clock.date.daysSinceEpoch
        let quiet = (today - 165...today - 108).filter { day in !(day - 2...day + 2).contains { busy.contains($0) } }
        guard let since = generator.pickAny(quiet).map({ CivilDate(daysSinceEpoch: $0) }) else {
            throw ContentError("P13", "finds no quiet day for \(region)")
        }
        let counted = inside.filter { (latest[$0.id]?.createdAt.date.daysSinceEpoch ?? 0) > since.daysSinceEpoch }
        return made.map { resident in
            let (side, customer, orders) = (resident.side, resident.customer, resident.orders)
            let draft = plan.customers[customer]
            var facts: JSONObject = [
                "region": .text(region), "since": .text(since.text.string), "tier": .text(draft.tier ?? "none"),
                "counts": .bool(side == "counts"), "shipping_city": .text(draft.addresses[0].city),
                "last_order": .text(plan.orders[orders[0]].createdAt.date.text.string),
            ]
            var conditions: [Condition] = [
                .ordersOfCustomer(customer, orders),
                .field(.customer, customer, "/loyaltyTier", is: .text(draft.tier ?? "")),
                .field(.customer, customer, "/addresses", .counts(2)),
            ]
            for (index, address) in draft.addresses.enumerated() {
                conditions += [
                    .field(.customer, customer, "/addresses/\(index)/region", is: .text(address.region)),
                    .field(.customer, customer, "/addresses/\(index)/country", is: .text(address.country)),
                    .field(.customer, customer, "/addresses/\(index)/line1", is: .text(address.line1)),
                ]
            }
            if side == "counts" {
                facts["all"] = .array(
                    counted.map { customer in
                        [
                            "customer": .text(customer.id), "tier": .text(customer.tier ?? ""),
                            "last_order": .text(latest[customer.id]?.createdAt.date.text.string ?? ""),
                        ]
                    })
                conditions += wholeRegion(region, inside, latest)
            }
            return PlantedInstance(
                variant: side, entities: [("customer", .customer, customer), ("last order", .order, orders[0])],
                facts: facts, conditions: conditions)
        }
    }

    /// Who lives there, and that nobody's latest order is another.
    private static func wholeRegion(
        _ region: String, _ inside: [CustomerDraft], _ latest: [String: OrderDraft]
    ) -> [Condition] {
        var conditions = ["gold", "platinum"].map { tier in
            Condition.exactly(
                inside.filter { $0.tier == tier }.map(\.id), .customer,
                where: [
                    ("/loyaltyTier", .text(tier)), ("/addresses/0/region", .text(region)),
                    ("/addresses/0/country", "US"),
                ])
        }
        for customer in inside {
            guard let order = latest[customer.id] else {
                conditions.append(.ordersOfCustomer(customer.id, []))
                continue
            }
            conditions.append(
                .selection(
                    Condition.Selection(
                        type: .order, members: [(pointer: "/customerId", value: .text(customer.id))],
                        since: (pointer: "/createdAt", at: order.createdAt.text)), .ids([order.id])))
        }
        return conditions
    }
}

extension WorldPlan {
    /// A customer on one side of a question about a region; always with a billing address of another place.
    fileprivate mutating func addRegionCustomer(
        _ region: String, _ side: String, _ index: Int, _ generator: inout SeededGenerator
    ) -> String {
        let people = company.content.people
        let home = generator.pick(people.cities.filter { $0.country == "US" && $0.region == region })
        let away = generator.pick(usualCities.filter { $0.region != region })
        let abroad = generator.pick(people.cities.filter { $0.country == "CA" })
        let quadrant = generator.pick(
            usualCities.filter { ["Seattle", "Albuquerque", "Atlanta", "Minneapolis"].contains($0.city) })
        let shipping: City =
            switch side {
            case "other field": region == "CA" ? abroad : quadrant
            case "billing alone": away
            default: home
            }
        let tier = side == "lower tier" ? "silver" : index.isMultiple(of: 2) ? "gold" : "platinum"
        let id = addCustomer(
            CustomerRequest(
                tier: tier, city: shipping, before: clock.adding(days: -230), after: clock.adding(days: -500)),
            &generator)
        var addresses = [customers[id].addresses[0]]
        addresses.append(address(in: side == "billing alone" ? home : away, label: "billing", &generator))
        if side == "other field", region != "CA" {
            // As many towns write the quarter of a street.
            addresses[0].line1 += " \(region)"
        }
        customers[id].addresses = addresses
        return id
    }
}
