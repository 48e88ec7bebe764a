public import CanonicalJSON

/// An order of a customer (contract 3.6).
public struct Order: EntityView {
    public static let type = EntityType.order
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var customerID: Text { required("customerId") }

    /// In the order in which they came.
    public var lineItems: [LineItem] { (objects("lineItems") ?? []).map { LineItem(object: $0) } }

    public var status: Text { required("status") }

    public var shipping: JSONObject? { document["shipping"]?.object }

    /// `shipping.service`
    public var shippingService: Text? { shipping?["service"]?.text }

    /// `shipping.carrier`
    public var shippingCarrier: Text? { shipping?["carrier"]?.text }

    public var buildID: Text? { text("buildId") }

    /// The purchase date.
    public var createdAt: Text { required("createdAt") }

    public var updatedAt: Text { required("updatedAt") }
}

extension EntitySchema {
    static let order = EntitySchema(
        .order,
        [
            .required("customerId", .reference(.customer)),
            .required(
                "lineItems",
                .array(
                    .object([
                        .required("productId", .reference(.product)),
                        .required("qty", .integer(minimum: 1)),
                        .optional("price", .money),
                    ]))),
            .required("status", .enumeration(.orderStatus)),
            .optional(
                "shipping",
                .object([
                    .optional("address", .object(FieldSchema.partialAddress)),
                    .optional("carrier", .enumeration(.shippingCarrier)),
                    .optional("service", .enumeration(.shippingService)),
                    .optional("eta", .timestamp),
                ])),
            .optional("buildId", .reference(.build)),
            .optional("failureReason", .string),
            .optional("total", .money),
            .required("createdAt", .timestamp),
            .required("updatedAt", .timestamp),
        ])
}

extension Vocabulary {
    /// The statuses of an order.
    public static let orderStatus: Vocabulary = [
        "pending", "paid", "fulfilled", "cancelled", "backorder", "refunded", "partially_refunded",
        "refund_requested",
    ]

    /// The carriers as orders name them.
    public static let shippingCarrier: Vocabulary = ["UPS Ground", "USPS Ground", "FedEx Express", "FedEx Overnight"]

    /// The services that a customer can choose.
    public static let shippingService: Vocabulary = ["standard", "express", "overnight"]
}

/// One line of an order.
public struct LineItem: Sendable, Hashable {
    /// The line as it is stored; other keys are kept.
    public let object: JSONObject

    public init(object: JSONObject) {
        self.object = object
    }

    public var productID: Text { object["productId"]?.text ?? "" }

    /// The number of pieces; 0 when it is missing or no whole number.
    public var quantity: Int { object["qty"]?.number?.integer ?? 0 }

    /// The unit price that was paid, if it was noted.
    public var price: JSONNumber? { object["price"]?.number }
}
