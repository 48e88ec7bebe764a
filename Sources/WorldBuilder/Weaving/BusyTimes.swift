internal import CanonicalJSON
internal import Projections

/// Weeks in which more is sold than usual; situations count sales and payments of them (P18, P19).
///
/// Days are counted since 1970.
struct BusyTimes: Sendable {
    /// Six weeks from early November 2024.
    let season: ClosedRange<Int>
    /// Three weeks of the season, and three of spring 2025.
    let windows: [ClosedRange<Int>]
    /// The five best sellers of each window; drawn when ordinary business begins.
    var products: [[String]] = []

    init(seed: Int) {
        var generator = SeededGenerator(seed: seed, purpose: "busy times")
        let autumn = BusyTimes.day(2024, 11, 1) + generator.below(6)
        season = autumn...autumn + 41
        let dense = autumn + generator.number(in: 7...16)
        let spring = BusyTimes.day(2025, 3, 14) + generator.below(28)
        windows = [dense...dense + 20, spring...spring + 20]
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day)?.daysSinceEpoch ?? 0
    }
}

extension WorldPlan {
    /// Whether something happened on one of those days.
    static func happened(_ at: Moment, in days: ClosedRange<Int>) -> Bool { days.contains(at.date.daysSinceEpoch) }

    /// Fills the busy weeks as far as P18 and P19 need it: 60 orders and more in a window, 12 to 25 of them with each of
    /// its best sellers, and over 200 captured payments in the season.
    mutating func addBusyOrders(_ generator: inout SeededGenerator) throws(ContentError) {
        for window in busyTimes.windows {
            let products = try bestSellers(&generator)
            busyTimes.products.append(products)
            // Chance leaves them alone while the window is filled, so that none is sold too often.
            reservedProducts.formUnion(products)
            for (index, product) in products.enumerated() {
                try addOrders(of: product, beside: Array(products.dropFirst(index + 1)), in: window, &generator)
            }
            try addBusyOrders(until: { plan in window.reduce(0) { $0 + plan.ordersPerDay[$1, default: 0] } >= 63 }) {
                $0.addBusyOrder(in: window, lines: $0.ordinaryLines(&generator), &generator)
            }
        }
        // Refunds will take some of them away.
        try addBusyOrders(until: { $0.capturedInSeason >= 209 }) {
            $0.addBusyOrder(in: $0.busyTimes.season, lines: $0.ordinaryLines(&generator), &generator)
        }
        reservedProducts.subtract(busyTimes.products.flatMap { $0 })
    }

    /// Adds one order after the other until there are enough; some may find nobody who may pay for them (H15).
    private mutating func addBusyOrders(
        until areEnough: (WorldPlan) -> Bool, _ addOne: (inout WorldPlan) -> Void
    ) throws(ContentError) {
        for _ in 0..<5_000 {
            if areEnough(self) { return }
            addOne(&self)
        }
        throw ContentError("People", "has too few customers who may buy what the busy weeks sell")
    }

    private var capturedInSeason: Int {
        payments.all.count {
            $0.status == "captured" && WorldPlan.happened($0.processedAt ?? clock, in: busyTimes.season)
        }
    }

    /// Five products of different categories that no situation counts.
    private func bestSellers(_ generator: inout SeededGenerator) throws(ContentError) -> [String] {
        let taken = busyTimes.products.flatMap { $0 }
        let categories = generator.draw(5, from: WorldPlan.parts + WorldPlan.peripherals)
        return try categories.map { category throws(ContentError) in
            try pickProduct([category], cents: 0...70_000, &generator) { !taken.contains($0.id) }.id
        }
    }

    private mutating func addOrders(
        of product: String, beside others: [String], in window: ClosedRange<Int>, _ generator: inout SeededGenerator
    ) throws(ContentError) {
        func sold(_ plan: WorldPlan) -> Int {
            plan.orders.all.count { order in
                WorldPlan.happened(order.createdAt, in: window) && order.lines.contains { $0.productID == product }
            }
        }
        let wanted = generator.number(in: 14...16)
        let code = generator.pickAny(company.content.office.paymentFailures)?.code
        // One of them was cancelled, so that counting all is wrong.
        var fate: OrderFate? = .cancelled(failureCode: code)
        try addBusyOrders(until: { sold($0) >= wanted }) { plan in
            let pieces = generator.pick(weighted: [(1, 70), (2, 22), (3, 8)])
            var lines = [(productID: product, quantity: pieces)]
            // Some take two or three of the best sellers.
            if fate == nil { lines += generator.draw(generator.below(3), from: others).map { ($0, 1) } }
            lines += plan.ordinaryLines(&generator).filter { line in !lines.contains { $0.productID == line.productID }
            }
            .prefix(generator.below(2))
            plan.addBusyOrder(in: window, lines: lines, fate: fate, &generator)
            fate = nil
        }
    }

    private mutating func addBusyOrder(
        in days: ClosedRange<Int>, lines: [(productID: String, quantity: Int)], fate: OrderFate? = nil,
        _ generator: inout SeededGenerator
    ) {
        let day = quietDay(of: Array(days), in: months, &generator)
        addOrdinaryOrder(on: day, lines: lines, fate: fate, &generator)
    }
}
