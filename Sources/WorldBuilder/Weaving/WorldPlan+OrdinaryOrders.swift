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

    /// An ordinary order placed in a span of days.
    ///
    /// - Parameters:
    ///   - product: One that it must hold; the rest is drawn.
    ///   - fate: nil draws one that fits the order's age.
    /// - Returns: What was made, or nil when no customer may place it.
    @discardableResult
    mutating func addOrdinaryOrder(
        from first: CivilDate, to last: CivilDate, product: String? = nil, fate: OrderFate? = nil,
        _ generator: inout SeededGenerator
    ) -> OrderReceipt? {
        let date = CivilDate(
            daysSinceEpoch: generator.number(in: first.daysSinceEpoch...max(first.daysSinceEpoch, last.daysSinceEpoch)))
        var lines = ordinaryLines(&generator)
        if let product {
            lines = [(product, 1)] + lines.filter { $0.productID != product }.prefix(generator.below(2))
        }
        return addOrdinaryOrder(on: date, lines: lines, fate: fate, &generator)
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
            if !openPasts.isEmpty, generator.chance(percent: 35) {
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

    /// How often a customer of that tier buys, against a platinum one: tiers come from spending (H15).
    private static func eagerness(_ tier: String?) -> Int {
        switch tier {
        case "platinum": 100
        case "gold": 70
        case "silver": 40
        default: 12
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
            (.shipped, 91), (.cancelled(failureCode: code), isHeld ? 2 : 7), (.cancelled(failureCode: nil), 1),
            (.pending(.failed(code: code)), isHeld ? 4 : 0), (.pending(.none), isHeld ? 2 : 0),
        ])
    }

    /// Fills up to so many orders: the late-summer peak and the busy weeks first, the rest over the seasons.
    ///
    /// - Throws: ``ContentError`` when the catalogue is too small.
    mutating func addOrdinaryOrders(
        upTo total: Int, peak: Int, _ progress: BuildProgress, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        let peakStart = CivilDate(daysSinceEpoch: clock.date.daysSinceEpoch - 45)
        let planted = orders.count
        var missing = peak - orders.all.count { $0.createdAt.date.daysSinceEpoch >= peakStart.daysSinceEpoch }
        while missing > 0, orders.count < total {
            progress.show(.orders, orders.count, of: total)
            addOrdinaryOrder(from: peakStart, to: clock.date, &generator)
            missing -= 1
        }
        try addBusyOrders(&generator)
        var months = seasonalMonths(until: peakStart, planted: planted)
        while orders.count < total, let least = months.indices.min(by: { months[$0].lags(behind: months[$1]) }) {
            progress.show(.orders, orders.count, of: total)
            let day = generator.pick(weighted: months[least].days)
            addOrdinaryOrder(from: day, to: day, &generator)
            months[least].orders += 1
        }
    }

    /// The months before the peak with the orders that they have beside what situations planted.
    private func seasonalMonths(until end: CivilDate, planted: Int) -> [SeasonalMonth] {
        var months: [SeasonalMonth] = []
        for (day, weight) in seasonalDays(until: end) {
            if months.last?.days.last?.0.month != day.month { months.append(SeasonalMonth(growth: 24 + months.count)) }
            months[months.count - 1].days.append((day, weight))
        }
        let found = Dictionary(grouping: orders.all.dropFirst(planted)) { $0.createdAt.monthNumber }.mapValues(\.count)
        for index in months.indices {
            months[index].orders = found[Moment(months[index].days[0].0, hour: 0).monthNumber] ?? 0
        }
        return months
    }

    /// The days before the peak, heavier before the holidays and lighter on weekends.
    private func seasonalDays(until end: CivilDate) -> [(CivilDate, weight: Int)] {
        (beginning.date.daysSinceEpoch..<end.daysSinceEpoch).map { day in
            let date = CivilDate(daysSinceEpoch: day)
            let season =
                switch date.month {
                case 11, 12: 20
                case 1, 8: 12
                case 2, 3, 9: 10
                default: 8
                }
            return (date, weight: BusinessCalendar.weekday(date) >= 5 ? season * 3 / 4 : season)
        }
    }
}

/// A month of ordinary orders.
private struct SeasonalMonth {
    /// The business grows: what counts is what a month has for its days, their season and its place in time.
    let growth: Int
    var days: [(CivilDate, weight: Int)] = []
    var orders = 0

    private var wanted: Int { growth * days.reduce(0) { $0 + $1.weight } }

    func lags(behind other: SeasonalMonth) -> Bool { orders * other.wanted < other.orders * wanted }
}
