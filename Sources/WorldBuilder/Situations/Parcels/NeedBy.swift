internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P48
    static let needBy = Situation(
        "P48", count: 6,
        meaning: "Somebody needs an article by a day: today's cut-off, weekend, region and stock decide which service "
            + "brings it.",
        falseWhen: "the article's stock, the customer's region or tier changes",
        kinds: ["RE22"]
    ) { plan, index, generator in
        let variant = ["overnight", "cut-off", "express", "region", "express over the weekend", "stock"][index]
        let people = plan.company.content.people
        let city =
            variant == "region"
            ? generator.pick(people.cities.filter { $0.country == "CA" || $0.region == "AK" || $0.region == "HI" })
            : generator.pick(plan.usualCities)
        let tier = generator.pick(["none", "silver", "gold", "platinum"])
        let customer = plan.addCustomer(
            CustomerRequest(tier: tier, city: city, before: plan.clock.adding(days: -320)), &generator)
        plan.customers[customer].addresses = [plan.customers[customer].addresses[0]]
        _ = plan.addPastOrders(1, of: customer, daysAgo: 130...300, &generator)
        let product: CatalogueProduct
        if variant == "stock" {
            product = generator.pick(plan.catalogue.products.filter { $0.stock == 0 })
        } else {
            product = try plan.pickProduct(WorldPlan.parts + WorldPlan.peripherals, cents: 3000...90_000, &generator)
        }
        let dispatched = ParcelCourse.dispatchDay(plan.clock)
        func arrival(_ service: Service) -> CivilDate { ParcelCourse.eta(dispatched: dispatched, service).date }
        let day = dispatched.daysSinceEpoch
        let needed: Int =
            switch variant {
            case "overnight", "region": day + 1
            case "cut-off": day
            case "express over the weekend": day + 6
            default: day + 3
            }
        let service = [Service.standard, .express, .overnight].first {
            arrival($0).daysSinceEpoch <= needed && (variant != "region" || $0 != .overnight) && variant != "stock"
        }
        var facts: JSONObject = [
            "needed_by": .text(CivilDate(daysSinceEpoch: needed).text.string),
            "weekday": .text(BusinessCalendar.weekdayName(CivilDate(daysSinceEpoch: needed))),
            "possible": .bool(service != nil), "tier": .text(tier), "in_stock": .whole(product.stock),
            "dispatch": .text(dispatched.text.string), "country": .text(city.country), "region": .text(city.region),
        ]
        var conditions: [Condition] = [
            .field(.customer, customer, "/addresses", .counts(1)),
            .field(.customer, customer, "/addresses/0/region", is: .text(city.region)),
            .field(.customer, customer, "/loyaltyTier", is: .text(tier)),
            .field(.product, product.id, "/inventory/inStock", variant == "stock" ? .equals(0) : .atLeast(1)),
        ]
        if let service {
            let total = plan.totalCents([(product.id, 1)], tier: tier, service: service)
            facts["service"] = .text(service.rawValue)
            facts["expected"] = .text(arrival(service).text.string)
            facts["total"] = .cents(total)
            conditions.append(.total(of: [product.id], tier: tier, service, is: total))
        } else {
            facts["reason"] = .text(variant)
        }
        return PlantedInstance(
            variant: "\(service == nil ? "impossible" : "possible"): \(variant)",
            entities: [("customer", .customer, customer), ("product", .product, product.id)],
            facts: facts, conditions: conditions)
    }
}
