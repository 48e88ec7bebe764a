public import CanonicalJSON

/// `ticket.assigned`: a ticket was assigned, or taken from its assignee.
public struct TicketAssigned: EventPayload {
    static let type: Text = "ticket.assigned"
    static let documentation = EventDocumentation(
        "A ticket was assigned, or taken from its assignee.",
        effect: "sets `assignedEmployeeId`; the employee need not exist.",
        members: [
            .init(name: "ticket", kind: .text, meaning: "Id of the ticket."),
            .init(name: "employee", kind: .textOrNull, meaning: "Id of the assignee; null for nobody."),
        ])

    public let ticket: Text
    /// The assignee's id; nil for nobody, which is stored as null.
    public let employee: Text?

    public init(ticket: Text, employee: Text?) {
        self.ticket = ticket
        self.employee = employee
    }

    init(from reader: inout EventReader) throws(EventError) {
        ticket = try reader.text("ticket")
        let value = try reader.textOrNull("employee")
        guard let value else { throw .missingMember(type: Self.type, member: "employee") }
        employee = value.text
    }

    var members: JSONObject { ["ticket": .string(ticket), "employee": employee.map { .string($0) } ?? .null] }

    var event: Event { .ticketAssigned(self) }

    /// Sets `assignedEmployeeId` and nothing else; the employee need not exist.
    func apply(to world: inout WorldDraft) {
        world.update(.supportTicket, ticket) { $0["assignedEmployeeId"] = employee.map { .string($0) } ?? .null }
    }
}

extension Event {
    public static func ticketAssigned(ticket: Text, employee: Text?) -> Event {
        .ticketAssigned(TicketAssigned(ticket: ticket, employee: employee))
    }
}
