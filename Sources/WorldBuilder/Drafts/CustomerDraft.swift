internal import CanonicalJSON
internal import Projections

struct AddressDraft: Sendable, Hashable {
    var label: String?
    var line1: String
    var line2: String?
    var city: String
    var region: String
    var postalCode: String
    var country: String

    var members: JSONObject {
        var object = JSONObject()
        object.put("label", label)
        object.put("line1", line1)
        object.put("line2", line2)
        object.put("city", city)
        object.put("region", region)
        object.put("postalCode", postalCode)
        object.put("country", country)
        return object
    }
}

struct CustomerDraft: EntityDraft {
    static let type = EntityType.customer

    let id: String
    var first: String
    var last: String
    var email: String
    var phone: String?
    var dateOfBirth: CivilDate
    /// The first is the shipping address.
    var addresses: [AddressDraft]
    /// `none`, `silver`, `gold`, `platinum`; nil where the record has no such field.
    var tier: String?
    var createdAt: Moment

    var name: String { "\(first) \(last)" }

    var members: JSONObject {
        var object = JSONObject()
        object.put("name", name)
        object.put("email", email)
        object.put("phone", phone)
        object.put("dateOfBirth", dateOfBirth.text.string)
        object["addresses"] = .array(addresses.map { .object($0.members) })
        object.put("loyaltyTier", tier)
        object.put("createdAt", createdAt)
        return object
    }
}
