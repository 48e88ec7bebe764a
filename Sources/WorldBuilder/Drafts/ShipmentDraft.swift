internal import CanonicalJSON
internal import Projections

struct ScanDraft: Sendable {
    var at: Moment
    /// `City, ST`
    var place: String
    var status: String
    var details: String?
}

struct ShipmentDraft: EntityDraft {
    static let type = EntityType.shipment

    let id: String
    let orderID: String
    let trackingNumber: String
    var carrier: Carrier
    var scans: [ScanDraft]
    var eta: Moment?
    let createdAt: Moment

    /// The last scan's (I-TIME-4).
    var status: String { scans.last?.status ?? "label_created" }

    var ownerID: String? { orderID }

    var members: JSONObject {
        var object = JSONObject()
        object.put("orderId", orderID)
        object.put("trackingNumber", trackingNumber)
        object.put("carrier", carrier.rawValue)
        object.put("status", status)
        object["events"] = .array(
            scans.map { scan in
                var event = JSONObject()
                event.put("at", scan.at)
                event.put("location", scan.place)
                event.put("status", scan.status)
                event.put("details", scan.details)
                return .object(event)
            })
        object.put("eta", eta)
        object.put("createdAt", createdAt)
        return object
    }
}
