internal import CanonicalJSON
internal import Projections

/// The ordinary course of business: customers who belong to no situation, and their orders over 18 months.
extension WorldPlan {
    mutating func addOrdinaryCustomers(_ count: Int, _ generator: inout SeededGenerator) {
        for _ in 0..<count {
            // Most have been customers for long, so that early orders find somebody who may place them.
            let age = generator.chance(percent: 60) ? generator.number(in: 500...900) : generator.number(in: 60...500)
            let before = clock.adding(days: -age)
            let tier = generator.pick(weighted: [("none", 78), ("silver", 13), ("gold", 6), ("platinum", 3)])
            ordinaryCustomers.append(
                addCustomer(CustomerRequest(tier: tier, before: before, after: before.adding(days: -60)), &generator))
        }
    }

    /// An ordinary order of a day with these lines.
    @discardableResult
    mutating func addOrdinaryOrder(
        on date: CivilDate, lines: [(productID: String, quantity: Int)], fate: OrderFate? = nil,
        _ generator: inout SeededGenerator
    ) -> OrderReceipt? {
        let placed = moment(on: date, &generator)
        let service = generator.pick(weighted: [(Service.standard, 68), (.express, 24), (.overnight, 8)])
        let cents = totalCents(lines, tier: nil, service: service)
        guard placed < clock, let customer = somebody(at: placed, paying: cents, &generator) else { return nil }
        let age = placed.fullDays(until: clock)
        var request = OrderRequest(
            customerID: customer, placed: placed, lines: lines, service: service,
            fate: fate ?? ordinaryFate(age: age, &generator))
        // What is planted counts on money that is there at once.
        if fate == nil, age > 12, generator.chance(percent: 6) { payByTransfer(&request, &generator) }
        // Even without a storm a parcel by ground is late now and then.
        if fate == nil, age > 40, service == .standard, generator.chance(percent: 3) {
            request.lateDays = generator.number(in: 1...3)
        }
        return addOrder(request, &generator)
    }

    /// A bank transfer takes one to three business days, and fails for reasons of its own.
    private func payByTransfer(_ request: inout OrderRequest, _ generator: inout SeededGenerator) {
        request.method = "bank_transfer"
        if case .cancelled(failureCode: .some) = request.fate {
            request.fate = .cancelled(failureCode: generator.pick(["processing_error", "insufficient_funds"]))
        }
        let next = CivilDate(daysSinceEpoch: request.placed.date.daysSinceEpoch + 1)
        let day = BusinessCalendar.adding(businessDays: generator.below(3), to: next)
        request.moneyIn = Moment(day, hour: 8).adding(seconds: generator.below(30_000))
    }

    /// A customer who may have placed an ordinary order then, and whom it does not take to the next tier (H15).
    private func somebody(at placed: Moment, paying cents: Int, _ generator: inout SeededGenerator) -> String? {
        func mayPay(_ customer: String) -> Bool {
            customers[customer].createdAt < placed
                && (placed < clock.adding(days: -365)
                    || yearSpend[customer, default: 0] + cents < spendCeiling(of: customers[customer].tier))
        }
        for _ in 0..<200 {
            // The past of those who belong to situations does not grow with the scale.
            if !openPasts.isEmpty, generator.below(100 * scale) < 45 {
                let (customer, before) = generator.pick(openPasts)
                if placed < before, mayPay(customer) { return customer }
            } else if let customer = generator.pickAny(ordinaryCustomers), mayPay(customer),
                generator.chance(percent: Self.eagerness(customers[customer].tier))
            {
                return customer
            }
        }
        return nil
    }

    /// How often a customer of that tier buys, in percent of the occasions: tiers come from spending (H15).
    private static func eagerness(_ tier: String?) -> Int {
        switch tier {
        case "platinum": 60
        case "gold": 45
        case "silver": 30
        default: 15
        }
    }

    private func ordinaryFate(age days: Int, _ generator: inout SeededGenerator) -> OrderFate {
        let code = generator.pickAny(company.content.office.paymentFailures)?.code ?? "declined"
        if days <= 2 {
            return generator.pick(weighted: [
                (.paid, 50), (.pending(.waiting), 14), (.pending(.failed(code: code)), 10), (.shipped, 20),
                (.cancelled(failureCode: code), 6),
            ])
        }
        // An unpaid order is held for some days (H27), then cancelled.
        let hold = company.figures["H27.holdDays"].flatMap { Int($0) } ?? 0
        let isHeld = days < hold - 1
        return generator.pick(weighted: [
            (.shipped, 90), (.cancelled(failureCode: code), isHeld ? 2 : 8), (.cancelled(failureCode: nil), 2),
            (.pending(.failed(code: code)), isHeld ? 4 : 0), (.pending(.none), isHeld ? 2 : 0),
        ])
    }

    /// Orders of the ordinary course for each month, then what the busy weeks need, then what the months still lack.
    ///
    /// - Throws: ``ContentError`` when the catalogue is too small.
    mutating func addOrdinaryOrders(
        _ progress: BuildProgress, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let months = months
        let total = months.reduce(0) { $0 + $1.orders }
        func add(_ count: Int, in month: BusinessMonth, _ plan: inout WorldPlan) {
            for _ in 0..<max(0, count) {
                progress.show(.orders, plan.orders.count, of: total)
                let day = plan.quietDay(of: Array(month.days), in: months, &generator)
                plan.addOrdinaryOrder(on: day, lines: plan.ordinaryLines(&generator), &generator)
            }
        }
        for month in months { add(month.orders / 12, in: month, &self) }
        try addBusyOrders(&generator)
        for month in months {
            add(month.orders - month.days.reduce(0) { $0 + ordersPerDay[$1, default: 0] }, in: month, &self)
        }
    }
}
