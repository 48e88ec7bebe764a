public import CanonicalJSON

/// A parcel on its way (contract 3.11).
public struct Shipment: EntityView {
    public static let type = EntityType.shipment
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var orderID: Text { required("orderId") }

    public var trackingNumber: Text { required("trackingNumber") }

    public var carrier: Text { required("carrier") }

    public var status: Text { required("status") }

    /// Oldest first.
    public var events: [JSONObject] { objects("events") ?? [] }

    public var eta: Text? { text("eta") }

    public var createdAt: Text { required("createdAt") }
}

extension EntitySchema {
    static let shipment = EntitySchema(
        .shipment,
        [
            .required("orderId", .reference(.order)),
            .required("trackingNumber", .string),
            .required("carrier", .enumeration(.carrierCode)),
            .required("status", .enumeration(.shipmentStatus)),
            .optional(
                "events",
                .array(
                    .object([
                        .required("at", .timestamp),
                        .required("location", .string),
                        .required("status", .enumeration(.shipmentStatus)),
                        .optional("details", .string),
                    ]))),
            .optional("eta", .timestamp),
            .required("createdAt", .timestamp),
        ])
}

extension Vocabulary {
    /// The carriers as shipments name them.
    public static let carrierCode: Vocabulary = ["usps_ground", "ups_ground", "fedex_express", "fedex_overnight"]

    /// The statuses of a shipment and of its events.
    public static let shipmentStatus: Vocabulary = [
        "label_created", "in_transit", "out_for_delivery", "delivered", "exception", "lost",
    ]
}
