/// What a ticket must be like; the rest is drawn.
struct TicketRequest {
    var customerID: String
    var orderID: String?
    var buildID: String?
    var type: String
    var at: Moment
    var subject: String
    var body: String
    var channel: String?
    /// nil: by H20 once somebody has looked at it.
    var priority: String?
    /// `new`, `open`, `pending_customer`; for finished ones use ``WorldPlan/resolve(_:_:_:)`` afterwards.
    var status = "open"
    /// Of an `open` or waiting one; nil draws somebody whose role fits the type (H20).
    var assigneeID: String?
    /// How the customer writes; nil where it does not matter. Who is formal or goes on at length does so on paper.
    var voice: String?
}

extension TicketRequest {
    /// Whether it can have come by a channel: letters come by mail or form, and nobody greets on the phone.
    func suits(_ channel: String, of customer: CustomerDraft) -> Bool {
        switch channel {
        case "chat": !isLetter(of: customer)
        case "phone": !isLetter(of: customer) && !["Hello", "Hi", "Hey", "Good "].contains { body.hasPrefix($0) }
        default: true
        }
    }

    private func isLetter(of customer: CustomerDraft) -> Bool {
        ["formal", "businesslike", "rambling"].contains(voice) || body.contains("\n\n")
            || body.hasSuffix(customer.first) || body.hasSuffix(customer.last)
            || ["Dear ", " write ", " writing ", "by mail", "Good day", "Good morning"].contains { body.contains($0) }
    }
}
