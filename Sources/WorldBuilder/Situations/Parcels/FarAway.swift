internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P82
    static let farAway = Situation(
        "P82", count: 8,
        meaning: "A customer in Canada, Alaska or Hawaii, where nothing goes overnight, or next to them, where it "
            + "does.",
        falseWhen: "the customer moves, the tier changes, or the article is sold out",
        kinds: ["CO21", "RE22"]
    ) { plan, index, generator in
        let region = index.isMultiple(of: 2) ? ["Canada", "Alaska", "Hawaii", "Canada"][index / 2] : "next to it"
        let city = generator.pick(plan.company.content.people.cities.filter { lies($0, in: region) })
        let customer = plan.addCustomer(
            CustomerRequest(
                tier: ["none", "silver", "gold", "platinum"][generator.below(4)], city: city,
                before: plan.clock.adding(days: -300)), &generator)
        plan.customers[customer].addresses = [plan.customers[customer].addresses[0]]
        let orders = plan.addPastOrders(1, of: customer, daysAgo: 130...290, &generator)
        let product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...90_000, &generator)
        let isOvernight = region == "next to it"
        let services: [Service] = isOvernight ? [.standard, .express, .overnight] : [.standard, .express]
        let tier = plan.customers[customer].tier ?? "none"
        var totals = JSONObject()
        var conditions: [Condition] = [
            .ordersOfCustomer(customer, orders),
            .field(.customer, customer, "/loyaltyTier", is: .text(tier)),
            .field(.customer, customer, "/addresses", .counts(1)),
            .field(.customer, customer, "/addresses/0/region", is: .text(city.region)),
            .field(.customer, customer, "/addresses/0/country", is: .text(city.country)),
            .field(.product, product.id, "/inventory/inStock", .atLeast(1)),
        ]
        for service in services {
            let total = plan.totalCents([(product.id, 1)], tier: tier, service: service)
            totals[Text(service.rawValue)] = .cents(total)
            conditions.append(.total(of: [product.id], tier: tier, service, is: total))
        }
        return PlantedInstance(
            variant: isOvernight ? "overnight goes" : "no overnight",
            entities: [("customer", .customer, customer), ("product", .product, product.id)],
            facts: [
                "place": .text("\(city.city), \(city.region)"), "country": .text(city.country), "tier": .text(tier),
                "overnight": .bool(isOvernight), "services": .array(services.map { .text($0.rawValue) }),
                "totals": .object(totals),
            ],
            conditions: conditions)
    }

    private static func lies(_ city: City, in region: String) -> Bool {
        switch region {
        case "Canada": city.country == "CA"
        case "Alaska": city.region == "AK"
        case "Hawaii": city.region == "HI"
        default:
            city.country == "US"
                && (["WA", "ND", "VT"].contains(city.region)
                    || ["Buffalo", "Detroit", "Duluth", "Bangor", "Marquette", "Missoula"].contains(city.city))
        }
    }
}

extension Condition {
    /// What `calculate_price` says of one piece each.
    static func total(of products: [String], tier: String, _ service: Service, is cents: Int) -> Condition {
        var arguments: JSONObject = [
            "product_ids": .array(products.map { .text($0) }), "shipping_service": .text(service.rawValue),
        ]
        if tier != "none" { arguments["loyalty_tier"] = .text(tier) }
        return .tool(name: "calculate_price", arguments: .object(arguments), pointer: "/total", .equals(.cents(cents)))
    }
}
