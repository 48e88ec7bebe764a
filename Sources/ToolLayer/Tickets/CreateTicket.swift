internal import CanonicalJSON
internal import Projections

/// `createTicket` (contract, section 5.5). Ours.
///
/// C-13: an equal ticket is answered as it stands.
enum CreateTicket {
    static let customerID = Argument.text(
        "customer_id", "Id of the customer who asks; searchCustomers finds it.", example: "maria-lopez-10482")
    static let subject = Argument.text("subject", "What it is about, in a line.", example: "PC does not boot")
    static let body = Argument.text("body", "What the customer says, in full.")
    static let type = Argument.choice("ticket_type", "The kind of request.", from: .ticketType)
    static let channel = Argument.choice(
        "channel", "How the customer got in touch.", from: .ticketChannel
    ).defaulting(to: "chat")
    static let priority = Argument.choice("priority", "How urgent it is.", from: .ticketPriority)
        .defaulting(to: "normal")
    static let orderID = Argument.text(
        "order_id", "Id of the order that it is about, one of the customer's.", example: "ord-250830-001"
    ).optional
    static let buildID = Argument.text("build_id", "Id of the build that it is about.").optional

    static let tool = Tool(
        name: "createTicket",
        title: "Open a support ticket",
        description: """
            Open a support ticket for a customer. Use it when a request needs a ticket and has none; search first. The \
            ticket is new and unassigned; assign it with updateTicketStatus. Returns the ticket; an equal one \
            (customer, type, subject, order) is not made twice but returned as it stands.
            """,
        effect: .creates,
        arguments: [customerID, subject, body, type, channel, priority, orderID, buildID],
        answer: .entity(.supportTicket),
        events: ["ticket.created"],
        policy: ["R-GEN-6", "R-TICKET-1", "R-TICKET-2", "R-TICKET-3"],
        quirks: ["C-13"],
        isPublished: false,
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let type = try arguments[type]
        let channel = try arguments[channel]
        let priority = try arguments[priority]
        let customer = try state.find(.customer, arguments[customerID], orThrow: ToolError.notFound).id
        let order = try arguments[orderID]
        if let order { try check(order, belongsTo: customer, in: state) }
        let build = try arguments[buildID]
        if let build { _ = try state.find(.build, build, orThrow: ToolError.notFound) }

        let subject = try arguments[subject]
        let id = DerivedID.make("tick_", [customer, type, subject, order ?? ""])
        if let existing = state.document(.supportTicket, id) { return .answering(existing) }
        var ticket: JSONObject = [
            "id": .string(id), "customerId": .string(customer), "subject": .string(subject),
            "body": .string(try arguments[body]), "ticketType": .string(type), "channel": .string(channel),
            "priority": .string(priority), "status": "new", "assignedEmployeeId": .null, "createdAt": state.now,
            "updatedAt": state.now,
        ]
        if let order { ticket["orderId"] = .string(order) }
        if let build { ticket["buildId"] = .string(build) }
        return .writing([.ticketCreated(ticket)], to: state, answering: EntityKey(.supportTicket, id))
    }

    private static func check(_ id: Text, belongsTo customer: Text, in state: WorldState) throws(ToolError) {
        let order = try state.find(.order, id, orThrow: ToolError.notFound)
        guard order.text("customerId") == customer else {
            throw ToolError(
                "Order \(id) does not belong to customer \(customer)",
                hint: "searchOrders with customer_id shows the customer's orders.")
        }
    }
}
