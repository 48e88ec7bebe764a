internal import CanonicalJSON
internal import Projections

/// What an order must be like; the rest is drawn.
struct OrderRequest {
    var customerID: String
    var placed: Moment
    /// Product ids and pieces.
    var lines: [(productID: String, quantity: Int)]
    var service = Service.standard
    var fate: OrderFate
    var buildID: String?
    var method: String?
    /// Attempts to pay that failed before, oldest first: failure code and method.
    var failedAttempts: [(code: String, method: String)] = []
    /// The customer's first address unless given.
    var address: AddressDraft?
    /// When the money is there, which the parcel waits for; nil: within seconds.
    var moneyIn: Moment?
    /// Business days by which a parcel that goes the usual way misses its day; nil: it meets it.
    var lateDays: Int?
}

/// How far an order has come, with the payments and shipments that go with it (I-STATE-2, I-STATE-3).
enum OrderFate {
    /// Nothing captured.
    case pending(OpenPayment)
    case paid
    case backorder(isPaid: Bool)
    /// With a failed payment when there is a code, else without one.
    case cancelled(failureCode: String?)
    /// Dispatched after the order by the usual course, as far as the parcel got by the clock; `fulfilled`.
    case shipped
    /// Dispatched; the parcels went as given.
    case shippedAs([ParcelCourse])

    enum OpenPayment {
        case none
        case waiting
        case failed(code: String)
        /// Rare (I-STATE-2).
        case captured
    }
}

/// What was made for an order.
struct OrderReceipt: Sendable {
    let orderID: String
    /// The payment that counts; nil where there is none.
    let paymentID: String?
    /// All payments, oldest first.
    let paymentIDs: [String]
    let shipmentIDs: [String]
    let totalCents: Int
}

extension WorldPlan {
    /// Makes an order with its payments and shipments.
    mutating func addOrder(_ request: OrderRequest, _ generator: inout SeededGenerator) -> OrderReceipt {
        let customer = customers[request.customerID]
        let address = request.address ?? customer.addresses[0]
        let carrier = generator.pick(request.service.carriers)
        let id = newID("ord", request.placed.date, &generator)
        let lines = request.lines.map {
            LineDraft(productID: $0.productID, quantity: $0.quantity, priceCents: catalogue[$0.productID].priceCents)
        }
        let total = totalCents(request.lines, tier: customer.tier, service: request.service)
        var courses: [ParcelCourse] = []
        switch request.fate {
        case .shipped:
            courses = [
                ParcelCourse.ordinary(
                    placed: request.moneyIn ?? request.placed, service: request.service, carrier: carrier,
                    to: address, texts: company.content.office, now: clock, lateDays: request.lateDays, &generator)
            ]
        case .shippedAs(let given): courses = given
        default: break
        }
        var order = OrderDraft(
            id: id, customerID: customer.id, lines: lines, status: request.fate.status,
            address: Self.unlabelled(address),
            carrier: (courses.first?.carrier ?? carrier).words, service: request.service,
            eta: courses.first?.eta, buildID: request.buildID, failureReason: nil, createdAt: request.placed,
            updatedAt: courses.first?.scans.first?.at ?? request.placed)
        if case .cancelled = request.fate {
            order.updatedAt = min(clock, request.placed.adding(hours: generator.number(in: 2...70)))
        }
        orders.add(order)
        ordersPerDay[request.placed.date.daysSinceEpoch, default: 0] += 1
        let paymentIDs = addPayments(of: request, orderID: id, amountCents: total, &generator)
        orders[id].failureReason = paymentIDs.last.flatMap { payments[$0].failureReason }
        let shipmentIDs = courses.map { addShipment(orderID: id, $0, &generator) }
        return OrderReceipt(
            orderID: id, paymentID: paymentIDs.last, paymentIDs: paymentIDs, shipmentIDs: shipmentIDs,
            totalCents: total)
    }

    /// Makes a shipment of an order.
    ///
    /// - Returns: The id.
    mutating func addShipment(orderID: String, _ course: ParcelCourse, _ generator: inout SeededGenerator) -> String {
        let created = course.scans.first?.at ?? orders[orderID].createdAt
        let id = newID("ship", created.date, &generator)
        shipments.add(
            ShipmentDraft(
                id: id, orderID: orderID, trackingNumber: newTrackingNumber(course.carrier, &generator),
                carrier: course.carrier, scans: course.scans, eta: course.eta, createdAt: created))
        return id
    }

    private static func unlabelled(_ address: AddressDraft) -> AddressDraft {
        var address = address
        address.label = nil
        return address
    }

    /// What the goods and their shipping cost a customer of that tier (I-STATE-1), in cents.
    func totalCents(_ lines: [(productID: String, quantity: Int)], tier: String?, service: Service) -> Int {
        let goods = lines.reduce(0) { $0 + catalogue[$1.productID].priceCents * $1.quantity }
        // One rounding at the end (C-12), so the shipping goes in before it.
        return Money(micros: goods * 100 * (100 - discountPercent(tier)) + service.feeCents * 10_000).roundedCents
    }

    /// What so many pieces of an order give back: price paid less the tier's share, half cents to even (H02).
    func goodsCents(_ productID: String, quantity: Int, in orderID: String) -> Int {
        let order = orders[orderID]
        let price = order.lines.first { $0.productID == productID }?.priceCents ?? 0
        return Self.cents(price * quantity, less: discountPercent(customers[order.customerID].tier))
    }

    /// All goods of an order, without shipping.
    func goodsCents(of orderID: String) -> Int {
        let order = orders[orderID]
        let goods = order.lines.reduce(0) { $0 + $1.priceCents * $1.quantity }
        return Self.cents(goods, less: discountPercent(customers[order.customerID].tier))
    }

    /// R-PRICE-2
    func discountPercent(_ tier: String?) -> Int { PriceQuote.discountPercent(loyaltyTier: tier.map { Text($0) }) }

    private static func cents(_ cents: Int, less percent: Int) -> Int {
        Money(micros: cents * 100 * (100 - percent)).roundedCents
    }

    /// Means of payment that take seconds, most common first.
    static let methods: [(String, weight: Int)] = [
        ("card", 61), ("paypal", 26), ("apple_pay", 8), ("google_pay", 5),
    ]

    private mutating func addPayments(
        of request: OrderRequest, orderID: String, amountCents: Int, _ generator: inout SeededGenerator
    ) -> [String] {
        var ids: [String] = []
        var at = request.placed.adding(seconds: generator.number(in: 20...400))
        for attempt in request.failedAttempts {
            ids.append(addPayment(orderID, amountCents, attempt.method, .failed(code: attempt.code), at, &generator))
            at = at.adding(minutes: generator.number(in: 4...50))
        }
        let method = request.method ?? generator.pick(weighted: WorldPlan.methods)
        let state: PaymentState? =
            switch request.fate {
            case .pending(.none), .backorder(isPaid: false), .cancelled(failureCode: nil): nil
            case .pending(.waiting): .pending
            case .pending(.failed(let code)), .cancelled(failureCode: let code?): .failed(code: code)
            case .pending(.captured), .paid, .backorder(isPaid: true), .shipped, .shippedAs: .captured
            }
        if let state { ids.append(addPayment(orderID, amountCents, method, state, at, &generator)) }
        if let moneyIn = request.moneyIn, case .captured? = state, let id = ids.last {
            payments[id].processedAt = moneyIn
        }
        return ids
    }

    enum PaymentState {
        case pending
        case captured
        case failed(code: String)
    }

    /// Makes a payment.
    ///
    /// - Returns: The id.
    mutating func addPayment(
        _ orderID: String, _ amountCents: Int, _ method: String, _ state: PaymentState, _ at: Moment,
        _ generator: inout SeededGenerator
    ) -> String {
        let at = min(at, clock)
        var id = newID("pay", at.date, &generator)
        var payment = PaymentDraft(
            id: id, orderID: orderID, customerID: nil, amountCents: amountCents, method: method, status: "pending",
            transactionID: nil, processedAt: nil, failureReason: nil, createdAt: at)
        switch state {
        case .pending: break
        case .captured:
            payment.status = "captured"
            payment.transactionID = newTransactionID(&generator)
            payment.processedAt = min(clock, at.adding(seconds: generator.number(in: 2...90)))
        case .failed(let code):
            id += "-failed"
            payment = PaymentDraft(
                id: id, orderID: orderID, customerID: nil, amountCents: amountCents, method: method, status: "failed",
                transactionID: nil, processedAt: nil, failureReason: code, createdAt: at)
        }
        payment.customerID = orders.find(orderID)?.customerID
        if payment.status == "captured", let customer = payment.customerID, at >= clock.adding(days: -365) {
            yearSpend[customer, default: 0] += amountCents
        }
        payments.add(payment)
        return id
    }
}

extension OrderFate {
    var status: String {
        switch self {
        case .pending: "pending"
        case .paid: "paid"
        case .backorder: "backorder"
        case .cancelled: "cancelled"
        case .shipped, .shippedAs: "fulfilled"
        }
    }
}
