internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P15
    static let secondAccount = Situation(
        "P15", count: 3,
        meaning: "Two accounts of one person: same street, birth date and telephone in another notation, name varied.",
        falseWhen: "a third account is there, or one of the fields that agree is changed",
        kinds: ["IR16"]
    ) { plan, _, generator in
        let name = plan.newNameWithNickname(&generator)
        let city = generator.pick(plan.usualCities)
        let older = plan.addCustomer(
            CustomerRequest(
                city: city, before: plan.clock.adding(days: -330), after: plan.clock.adding(days: -540),
                first: name.formal, last: name.last), &generator)
        let newer = plan.addCustomer(
            CustomerRequest(
                city: city, before: plan.clock.adding(days: -160), after: plan.clock.adding(days: -300),
                first: name.short, last: name.last), &generator)
        let phone = plan.customers[older].phone ?? plan.names.newPhone(area: city.area, &generator)
        plan.customers[older].phone = phone
        plan.customers[newer].phone = otherNotation(of: phone)
        plan.customers[newer].dateOfBirth = plan.customers[older].dateOfBirth
        let street = plan.customers[older].addresses[0]
        plan.customers[newer].addresses[0] = street
        let orders = [older, newer].map { customer in
            plan.addPastOrders(
                generator.number(in: 1...3), of: customer, daysAgo: customer == older ? 190...320 : 12...155, &generator
            )
        }
        let first = plan.customers[older]
        let second = plan.customers[newer]
        return PlantedInstance(
            variant: "same person",
            entities: [("older account", .customer, older), ("newer account", .customer, newer)]
                + orders[0].map { ("order of the older", .order, $0) }
                + orders[1].map { ("order of the newer", .order, $0) },
            facts: [
                "agreeing": ["phone", "street", "postal_code", "date_of_birth", "last_name"],
                "phone": .text(first.phone ?? ""), "same_phone": .text(second.phone ?? ""),
                "street": .text(street.line1), "date_of_birth": .text(first.dateOfBirth.text.string),
                "orders_of_older": .whole(orders[0].count), "orders_of_newer": .whole(orders[1].count),
            ],
            conditions: [
                .exactly([older, newer], .customer, where: [("/addresses/0/line1", .text(street.line1))]),
                .field(.customer, older, "/name", is: .text(first.name)),
                .field(.customer, newer, "/name", is: .text(second.name)),
                .field(.customer, older, "/phone", is: .text(first.phone ?? "")),
                .field(.customer, newer, "/phone", is: .text(second.phone ?? "")),
                .field(.customer, older, "/dateOfBirth", is: .text(first.dateOfBirth.text.string)),
                .field(.customer, newer, "/dateOfBirth", is: .text(first.dateOfBirth.text.string)),
                .ordersOfCustomer(older, orders[0]), .ordersOfCustomer(newer, orders[1]),
                .days(
                    from: .member(EntityKey(.customer, Text(older)), pointer: "/createdAt"),
                    to: .member(EntityKey(.customer, Text(newer)), pointer: "/createdAt"), atLeast: 30, atMost: nil),
            ])
    }

    /// The same digits as somebody else would type them.
    private static func otherNotation(of phone: String) -> String {
        let digits = Array(String(phone.filter(\.isNumber)).suffix(10))
        let (area, exchange, line) = (String(digits[0..<3]), String(digits[3..<6]), String(digits[6...]))
        return phone.hasPrefix("(") ? "+1 \(area) \(exchange) \(line)" : "(\(area)) \(exchange)-\(line)"
    }
}

extension WorldPlan {
    /// A surname with a first name in its formal and its short form, both free.
    mutating func newNameWithNickname(
        _ generator: inout SeededGenerator
    ) -> (formal: String, short: String, last: String) {
        let people = company.content.people
        while true {
            let name = generator.pick(people.nicknames)
            let last = generator.pick(people.lastNames)
            if names.take(first: name.formal, last: last), names.take(first: name.short, last: last) {
                return (name.formal, name.short, last)
            }
        }
    }

    /// Orders of a customer that were delivered.
    ///
    /// - Returns: Their ids.
    mutating func addPastOrders(
        _ count: Int, of customer: String, daysAgo days: ClosedRange<Int>, _ generator: inout SeededGenerator
    ) -> [String] {
        var ids: [String] = []
        for _ in 0..<count {
            let placed = moment(daysAgo: generator.number(in: days), &generator)
            let request = OrderRequest(
                customerID: customer, placed: placed, lines: ordinaryLines(&generator), fate: .shipped)
            ids.append(addOrder(request, &generator).orderID)
        }
        return ids
    }
}
