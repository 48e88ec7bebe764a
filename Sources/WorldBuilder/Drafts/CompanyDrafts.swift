internal import CanonicalJSON
internal import Projections

struct BuildDraft: EntityDraft {
    static let type = EntityType.build

    let id: String
    /// `customer` or `internal`
    var ownerType: String
    var customerID: String?
    var name: String
    /// One id per piece.
    var componentIDs: [String]
    let createdAt: Moment
    var updatedAt: Moment

    var members: JSONObject {
        var object = JSONObject()
        object.put("ownerType", ownerType)
        object.put("customerId", customerID)
        object.put("name", name)
        object.put("componentIds", componentIDs)
        object.put("createdAt", createdAt)
        object.put("updatedAt", updatedAt)
        return object
    }
}

struct MessageDraft: EntityDraft {
    static let type = EntityType.slackMessage

    let id: String
    let channelID: String
    let authorID: String
    var text: String
    var reactions: [(emoji: String, employeeIDs: [String])] = []
    var ticketID: String?
    let at: Moment

    var members: JSONObject {
        var object = JSONObject()
        object.put("channelId", channelID)
        object.put("authorId", authorID)
        object.put("text", text)
        object.put("timestamp", at)
        object.put("ticketId", ticketID)
        if !reactions.isEmpty {
            object["reactions"] = .array(
                reactions.map { reaction in
                    var value = JSONObject()
                    value.put("emoji", reaction.emoji)
                    value.put("employeeIds", reaction.employeeIDs)
                    return .object(value)
                })
        }
        return object
    }
}

struct ClaimDraft: EntityDraft {
    static let type = EntityType.warrantyClaim

    let id: String
    let productID: String
    let orderID: String
    let customerID: String
    var reason: String
    var status: String
    var denialReason: String?
    var notes: String?
    let createdAt: Moment
    var updatedAt: Moment

    var members: JSONObject {
        var object = JSONObject()
        object.put("productId", productID)
        object.put("orderId", orderID)
        object.put("customerId", customerID)
        object.put("reason", reason)
        object.put("status", status)
        object.put("denialReason", denialReason)
        object.put("notes", notes)
        object.put("createdAt", createdAt)
        object.put("updatedAt", updatedAt)
        return object
    }
}

/// An entity that is complete as it is: products, employees, channels, articles, rules.
struct FixedDraft: Sendable {
    let type: EntityType
    let id: String
    let members: JSONObject
}
