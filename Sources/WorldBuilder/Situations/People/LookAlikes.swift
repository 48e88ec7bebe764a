internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P16
    static let lookAlikes = Situation(
        "P16", count: 2,
        meaning: "Two people of one surname at one address, a generation apart, each with an account.",
        falseWhen: "their birth dates or telephones agree, or the address is no longer the same",
        kinds: ["IR16"]
    ) { plan, _, generator in
        let city = generator.pick(plan.usualCities)
        let parent = plan.addCustomer(
            CustomerRequest(city: city, before: plan.clock.adding(days: -200)), &generator)
        let last = plan.customers[parent].last
        var first = ""
        // The initial is that of the parent, as it is in many families.
        let initial = plan.customers[parent].first.prefix(1)
        let similar = plan.company.content.people.firstNames.filter { $0.hasPrefix(initial) }
        repeat {
            first = generator.pick(similar.count > 3 ? similar : plan.company.content.people.firstNames)
        } while !plan.names.take(first: first, last: last)
        let child = plan.addCustomer(
            CustomerRequest(city: city, before: plan.clock.adding(days: -200), first: first, last: last), &generator)
        let address = plan.customers[parent].addresses[0]
        plan.customers[child].addresses[0] = address
        for (customer, years) in [(parent, 1955...1968), (child, 1986...2001)] {
            let day = CivilDate(year: generator.number(in: years), month: 1, day: 1)?.daysSinceEpoch ?? 0
            plan.customers[customer].dateOfBirth = CivilDate(daysSinceEpoch: day + generator.below(365))
            if plan.customers[customer].phone == nil {
                plan.customers[customer].phone = plan.names.newPhone(area: city.area, &generator)
            }
        }
        let orders = [parent, child].map { customer in
            plan.addPastOrders(generator.number(in: 1...2), of: customer, daysAgo: 20...190, &generator)
        }
        let people = [plan.customers[parent], plan.customers[child]]
        return PlantedInstance(
            variant: "two people",
            entities: [("parent", .customer, parent), ("child", .customer, child)]
                + orders[0].map { ("order of the parent", .order, $0) }
                + orders[1].map { ("order of the child", .order, $0) },
            facts: [
                "agreeing": ["last_name", "street", "postal_code"],
                "differing": ["date_of_birth", "phone", "first_name"],
                "birth_of_parent": .text(people[0].dateOfBirth.text.string),
                "birth_of_child": .text(people[1].dateOfBirth.text.string), "street": .text(address.line1),
                "orders_of_parent": .whole(orders[0].count), "orders_of_child": .whole(orders[1].count),
            ],
            conditions: [
                .exactly([parent, child], .customer, where: [("/addresses/0/line1", .text(address.line1))]),
                .field(.customer, parent, "/dateOfBirth", is: .text(people[0].dateOfBirth.text.string)),
                .field(.customer, child, "/dateOfBirth", is: .text(people[1].dateOfBirth.text.string)),
                .field(.customer, parent, "/name", is: .text(people[0].name)),
                .field(.customer, child, "/name", is: .text(people[1].name)),
                .field(.customer, child, "/phone", .present),
                .field(.customer, child, "/phone", .differs(.text(people[0].phone ?? ""))),
                .ordersOfCustomer(parent, orders[0]), .ordersOfCustomer(child, orders[1]),
            ])
    }
}
