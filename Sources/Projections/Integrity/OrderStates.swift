internal import CanonicalJSON

/// I-STATE-1 to I-STATE-5: what an order's status, payments and shipments say of each other.
extension IntegrityLint {
    /// I-STATE-1: a payment's amount is the order's total by `calculate_price`.
    static func checkPaidAmounts(_ world: WorldState, _ report: inout IntegrityReport) {
        for payment in world.entities(Payment.self) {
            guard let order = world.entity(Order.self, payment.orderID), let quote = quote(order, world),
                let amount = payment.amount
            else { continue }
            guard amount != quote.total.roundedDollars else { continue }
            report.add(
                payment, "is \(amount.canonicalText), the order comes to \(quote.total.roundedDollars.canonicalText)")
        }
    }

    /// nil when a product is missing or has no price to compute with.
    private static func quote(_ order: Order, _ world: WorldState) -> PriceQuote? {
        var lines: [(price: UnitPrice, quantity: Int)] = []
        for line in order.lineItems {
            guard let price = world.entity(Product.self, line.productID)?.unitPrice else { return nil }
            lines.append((price, line.quantity))
        }
        let tier = world.entity(Customer.self, order.customerID)?.loyaltyTier
        return try? PriceQuote(lines: lines, loyaltyTier: tier, shippingService: order.shippingService)
    }

    /// I-STATE-2: which payments go with an order's status; no order is paid twice. What the rule calls usual is not
    /// checked.
    static func checkPaymentsOfOrders(_ world: WorldState, _ report: inout IntegrityReport) {
        for order in world.entities(Order.self) {
            let statuses = world.documents(where: .paymentOrderID, equals: order.id).map { Payment($0).status }
            let captures = statuses.count { $0 == "captured" }
            if captures > 1 { report.add(order, "has \(captures) captured payments; it is paid once") }
            switch order.status {
            case "paid", "fulfilled":
                guard !statuses.contains("captured") else { continue }
                let found = statuses.isEmpty ? "none" : Vocabulary(statuses).list
                report.add(order, "is \(order.status) without a captured payment; there is \(found)")
            case "pending":
                let allowed: Vocabulary = ["pending", "failed", "captured"]
                for status in statuses where !allowed.contains(status) {
                    report.add(order, "is pending with a payment that is \(status)")
                }
            default: break
            }
        }
    }

    /// I-STATE-3: which statuses have a shipment.
    static func checkShipmentsOfOrders(_ world: WorldState, _ report: inout IntegrityReport) {
        for order in world.entities(Order.self) {
            let shipments = world.documents(where: .shipmentOrderID, equals: order.id)
            switch order.status {
            case "fulfilled", "refunded", "partially_refunded":
                if shipments.isEmpty { report.add(order, "is \(order.status) without a shipment") }
            case "paid", "pending", "cancelled", "backorder":
                if let shipment = shipments.first {
                    report.add(order, "is \(order.status) with shipment \(shipment.id)")
                }
            default: break
            }
        }
    }

    /// I-STATE-4: a payment has a failure reason exactly when it failed; a captured one was processed.
    static func checkFailureReasons(_ world: WorldState, _ report: inout IntegrityReport) {
        for payment in world.entities(Payment.self) {
            let hasReason = payment.failureReason != nil || payment.writtenFailureReason != nil
            switch (payment.status == "failed", hasReason) {
            case (true, false): report.add(payment, "failed without a failure reason")
            case (false, true): report.add(payment, "is \(payment.status) with a failure reason")
            default: break
            }
            if payment.status == "captured", payment.processedAt == nil {
                report.add(payment, "is captured without processedAt")
            }
        }
    }

    private static let carriers: [(service: Text, carrier: Text, code: Text)] = [
        ("express", "FedEx Express", "fedex_express"), ("overnight", "FedEx Overnight", "fedex_overnight"),
        ("standard", "UPS Ground", "ups_ground"), ("standard", "USPS Ground", "usps_ground"),
    ]

    /// I-STATE-5: service, the order's carrier and the shipment's carrier code go together.
    static func checkCarriers(_ world: WorldState, _ report: inout IntegrityReport) {
        for order in world.entities(Order.self) {
            guard let carrier = order.shippingCarrier, let entry = carriers.first(where: { $0.carrier == carrier })
            else { continue }
            if let service = order.shippingService, service != entry.service {
                report.add(order, "goes \(service) with \(carrier), which is for \(entry.service)")
            }
            for shipment in world.documents(where: .shipmentOrderID, equals: order.id).map({ Shipment($0) })
            where shipment.carrier != entry.code {
                report.add(shipment, "goes with \(shipment.carrier), its order \(order.id) with \(carrier)")
            }
        }
    }
}
