internal import CanonicalJSON
internal import Projections

/// How a parcel is sent, and by whom (I-STATE-5).
enum Service: String, Sendable, CaseIterable {
    case standard, express, overnight

    /// The carriers of the service, in words and as a shipment's code.
    var carriers: [Carrier] {
        switch self {
        case .standard: [.upsGround, .uspsGround]
        case .express: [.fedexExpress]
        case .overnight: [.fedexOvernight]
        }
    }

    /// R-PRICE-3
    var feeCents: Int {
        switch self {
        case .standard: 999
        case .express: 1999
        case .overnight: 3999
        }
    }
}

enum Carrier: String, Sendable {
    case upsGround = "ups_ground"
    case uspsGround = "usps_ground"
    case fedexExpress = "fedex_express"
    case fedexOvernight = "fedex_overnight"

    /// As orders name it.
    var words: String {
        switch self {
        case .upsGround: "UPS Ground"
        case .uspsGround: "USPS Ground"
        case .fedexExpress: "FedEx Express"
        case .fedexOvernight: "FedEx Overnight"
        }
    }
}

struct LineDraft: Sendable, Hashable {
    var productID: String
    var quantity: Int
    /// Paid for one piece.
    var priceCents: Int
}

struct OrderDraft: EntityDraft {
    static let type = EntityType.order

    let id: String
    let customerID: String
    var lines: [LineDraft]
    var status: String
    var address: AddressDraft
    /// In words; differs from ``service``'s only in planted orders.
    var carrier: String
    var service: Service
    var eta: Moment?
    var buildID: String?
    var failureReason: String?
    let createdAt: Moment
    var updatedAt: Moment

    var members: JSONObject {
        var object = JSONObject()
        object.put("customerId", customerID)
        object["lineItems"] = .array(
            lines.map { line in
                ["productId": .text(line.productID), "qty": .whole(line.quantity), "price": .cents(line.priceCents)]
            })
        object.put("status", status)
        var shipping = JSONObject()
        shipping["address"] = .object(address.members)
        shipping.put("carrier", carrier)
        shipping.put("service", service.rawValue)
        shipping.put("eta", eta)
        object["shipping"] = .object(shipping)
        object.put("buildId", buildID)
        object.put("failureReason", failureReason)
        object.put("createdAt", createdAt)
        object.put("updatedAt", updatedAt)
        return object
    }
}

struct PaymentDraft: EntityDraft {
    static let type = EntityType.payment

    let id: String
    let orderID: String
    var customerID: String?
    var amountCents: Int
    var method: String
    var status: String
    var transactionID: String?
    var processedAt: Moment?
    var failureReason: String?
    let createdAt: Moment

    var ownerID: String? { orderID }

    var members: JSONObject {
        var object = JSONObject()
        object.put("orderId", orderID)
        object.put("customerId", customerID)
        object.put("amount", cents: amountCents)
        object.put("currency", "USD")
        object.put("method", method)
        object.put("status", status)
        object.put("transactionId", transactionID)
        object.put("processedAt", processedAt)
        object.put("failureReason", failureReason)
        object.put("createdAt", createdAt)
        return object
    }
}
