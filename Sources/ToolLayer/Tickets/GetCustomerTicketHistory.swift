internal import CanonicalJSON
internal import Projections

/// `getCustomerTicketHistory` (contract, section 4.4).
///
/// the two `_before` filters are exclusive here. Q-12: keys of tickets are in camel case, `escalation_type` is
/// not; a ticket's `category` is its `ticketType`. There is no limit.
enum GetCustomerTicketHistory {
    static let customerID = Argument.text(
        "customer_id", "Id of the customer; searchCustomers finds it.", example: "maria-lopez-10482"
    ).refusedWhenEmpty
    static let includesResolved = Argument.boolean(
        "include_resolved", "Whether to show resolved and closed tickets too."
    ).defaulting(to: true, shown: true)
    static let createdAfter = Argument.date(
        "tkt_created_after", "Only tickets created at or after this instant.")
    static let createdBefore = Argument.date("tkt_created_before", "Only tickets created before this instant.")
    static let updatedAfter = Argument.date(
        "tkt_updated_after", "Only tickets updated at or after this instant, or never.")
    static let updatedBefore = Argument.date(
        "tkt_updated_before", "Only tickets updated before this instant, or never.")

    static let tool = Tool(
        name: "getCustomerTicketHistory",
        title: "Show a customer's tickets",
        description: """
            Show all tickets of a customer with their escalations and resolutions. Use it to see what the customer \
            asked before, and what was done. Returns tickets newest first, and the escalations and resolutions of \
            those tickets ordered by id.
            """,
        effect: .reads,
        arguments: [customerID, includesResolved, createdAfter, createdBefore, updatedAfter, updatedBefore],
        answer: .object([
            ("tickets", .list(of: ticket.schema(), "Newest first.")),
            ("escalations", .list(of: escalation.schema(), "Of the tickets shown, ordered by id.")),
            ("resolutions", .list(of: resolution.schema(), "Of the tickets shown, ordered by id.")),
        ]),
        policy: ["R-TICKET-1", "R-ESC-6", "R-PRIV-1"],
        quirks: ["Q-3", "Q-12"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let customer = try state.find(.customer, arguments[customerID], orThrow: ToolError.unknown).id
        let created = Span(from: try arguments[createdAfter], until: try arguments[createdBefore])
        let updated = Span(from: try arguments[updatedAfter], until: try arguments[updatedBefore])
        let includesResolved = try arguments[includesResolved]

        let tickets = state.documents(where: .ticketCustomerID, equals: customer).newestFirst.filter { ticket in
            let status = ticket.text("status")
            return (includesResolved || (status != "resolved" && status != "closed"))
                && created.contains(ticket.object.instant("createdAt"))
                && updated.contains(ticket.object.instant("updatedAt"))
        }
        func belonging(_ field: IndexedField) -> [Document] {
            tickets.flatMap { state.documents(where: field, equals: $0.id) }.byID
        }
        var writer = CanonicalWriter(capacity: 2_048)
        writer.writeVerbatim("{\"escalations\":")
        escalation.write(belonging(.escalationTicketID), to: &writer)
        writer.writeVerbatim(",\"resolutions\":")
        resolution.write(belonging(.resolutionTicketID), to: &writer)
        writer.writeVerbatim(",\"tickets\":")
        ticket.write(tickets, to: &writer)
        writer.writeVerbatim("}")
        return ToolOutcome(result: writer.bytes)
    }

    /// Instants from one, inclusive, until another, exclusive; a row without its instant passes.
    private struct Span {
        let from: Instant?
        let until: Instant?

        func contains(_ instant: Instant?) -> Bool {
            guard let instant else { return true }
            if let from, instant < from { return false }
            if let until { return instant < until }
            return true
        }
    }

    private static let ticket = View([
        ("id", "id", .text), ("customerId", "customerId", .text), ("category", "ticketType", .text),
        ("status", "status", .text), ("priority", "priority", .text), ("subject", "subject", .text),
        ("createdAt", "createdAt", .text), ("updatedAt", "updatedAt", .text),
    ])
    private static let escalation = View([
        ("id", "id", .text), ("ticketId", "ticketId", .text), ("escalation_type", "escalationType", .text),
        ("destination", "destination", .text),
    ])
    private static let resolution = View([
        ("id", "id", .text), ("ticketId", "ticketId", .text), ("outcome", "outcome", .text),
        ("details", "details", .text),
    ])
}
