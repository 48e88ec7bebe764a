internal import CanonicalJSON
internal import Projections

// What belongs to an order or a customer, exactly: one more or one less makes an instance false.
extension Condition {
    static func ordersOfCustomer(_ customer: String, _ ids: [String]) -> Condition {
        .exactly(ids, .order, where: [("/customerId", .text(customer))])
    }

    static func paymentsOfOrder(_ order: String, _ ids: [String]) -> Condition {
        .exactly(ids, .payment, where: [("/orderId", .text(order))])
    }

    static func shipmentsOfOrder(_ order: String, _ ids: [String]) -> Condition {
        .exactly(ids, .shipment, where: [("/orderId", .text(order))])
    }

    static func ticketsOfOrder(_ order: String, _ ids: [String]) -> Condition {
        .exactly(ids, .supportTicket, where: [("/orderId", .text(order))])
    }

    static func noRefund(ofPayment payment: String) -> Condition {
        .count(0, .refund, where: [("/paymentId", .text(payment))])
    }
}
