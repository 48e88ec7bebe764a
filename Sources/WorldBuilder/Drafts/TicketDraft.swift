internal import CanonicalJSON
internal import Projections

struct NoteDraft: Sendable {
    let id: String
    var authorID: String
    var at: Moment
    var text: String
}

struct TicketDraft: EntityDraft {
    static let type = EntityType.supportTicket

    let id: String
    let customerID: String
    var orderID: String?
    var buildID: String?
    var ticketType: String
    var channel: String
    var priority: String
    var status: String
    var subject: String
    var body: String
    var assigneeID: String?
    var resolutionID: String?
    var closureReason: String?
    let createdAt: Moment
    var updatedAt: Moment?
    var notes: [NoteDraft] = []

    var members: JSONObject {
        var object = JSONObject()
        object.put("customerId", customerID)
        object.put("orderId", orderID)
        object.put("buildId", buildID)
        object.put("ticketType", ticketType)
        object.put("channel", channel)
        object.put("priority", priority)
        object.put("status", status)
        object.put("subject", subject)
        object.put("body", body)
        object.put("assignedEmployeeId", assigneeID)
        object.put("resolutionId", resolutionID)
        object.put("closureReason", closureReason)
        object.put("createdAt", createdAt)
        object.put("updatedAt", updatedAt)
        if !notes.isEmpty {
            object["notes"] = .array(
                notes.map {
                    [
                        "id": .text($0.id), "authorId": .text($0.authorID), "createdAt": .text($0.at.text),
                        "text": .text($0.text),
                    ]
                })
        }
        return object
    }
}

struct RefundDraft: EntityDraft {
    static let type = EntityType.refund

    let id: String
    let paymentID: String
    var ticketID: String?
    var reason: String
    var status: String
    var lines: [RefundLineDraft]
    let createdAt: Moment
    var processedAt: Moment?

    var amountCents: Int { lines.reduce(0) { $0 + $1.amountCents } }

    var members: JSONObject {
        var object = JSONObject()
        object.put("paymentId", paymentID)
        object.put("ticketId", ticketID)
        object.put("amount", cents: amountCents)
        object.put("currency", "USD")
        object.put("reason", reason)
        object.put("status", status)
        object["lines"] = .array(
            lines.map { line in
                var value = JSONObject()
                value.put("productId", line.productID)
                if let quantity = line.quantity { value["qty"] = .whole(quantity) }
                value.put("amount", cents: line.amountCents)
                return .object(value)
            })
        object.put("createdAt", createdAt)
        object.put("processedAt", processedAt)
        return object
    }
}

/// Goods that come back, or with neither product nor quantity, shipping or goodwill.
struct RefundLineDraft: Sendable {
    var productID: String?
    var quantity: Int?
    var amountCents: Int
}

struct ResolutionDraft: EntityDraft {
    static let type = EntityType.resolution

    let id: String
    let ticketID: String
    var outcome: String
    var details: String?
    var linkedRefundID: String?
    var resolvedByID: String?
    let createdAt: Moment

    var members: JSONObject {
        var object = JSONObject()
        object.put("ticketId", ticketID)
        object.put("outcome", outcome)
        object.put("details", details)
        object.put("linkedRefundId", linkedRefundID)
        object.put("resolvedById", resolvedByID)
        object.put("createdAt", createdAt)
        return object
    }
}

struct EscalationDraft: EntityDraft {
    static let type = EntityType.escalation

    let id: String
    let ticketID: String
    var escalationType: String
    var destination: String
    var notes: String
    let createdAt: Moment
    var resolvedAt: Moment?

    var members: JSONObject {
        var object = JSONObject()
        object.put("ticketId", ticketID)
        object.put("escalationType", escalationType)
        object.put("destination", destination)
        object.put("notes", notes)
        object.put("createdAt", createdAt)
        object["resolvedAt"] = resolvedAt.map { .text($0.text) } ?? .null
        return object
    }
}
