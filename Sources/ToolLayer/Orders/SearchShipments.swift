internal import CanonicalJSON
internal import Projections

/// `searchShipments` (contract, section 4.1).
enum SearchShipments {
    static let tool = Tool.search(
        "searchShipments",
        titled: "Search shipments",
        """
        Find shipments by order, tracking number or date. Use it to see where a parcel is. All filters given must \
        hold; without any, every shipment is returned. Returns complete shipments (carrier, trackingNumber, status, \
        eta, events with time and place, oldest first), newest shipment first.
        """,
        over: .shipment,
        filters: [
            .equals("order_id", "orderId", "Id of the order that was shipped.", example: "ord-250830-001"),
            .equals("tracking_number", "trackingNumber", "The carrier's tracking number, exactly."),
            .instants("created", field: .shipmentCreated),
        ],
        policy: ["R-GEN-2", "R-PRIV-1"])
}
