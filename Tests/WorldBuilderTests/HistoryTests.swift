import CanonicalJSON
import Projections
import Testing
import WorldBuilder

/// The desk has a history: tickets in every month, ended by people who worked there, told by customers who sound alike.
@Suite struct HistoryTests {
    /// Built once for all of them.
    private static let built = Result { try Worlds.build("history", seed: 13).snapshot }

    let snapshot: Snapshot

    init() throws {
        snapshot = try Self.built.get()
    }

    private func text(_ document: Document, _ member: Text) -> String { document.object[member]?.text?.string ?? "" }

    @Test func everyFullMonthHasTickets() {
        var months: [String: Int] = [:]
        for ticket in snapshot.documents(.supportTicket) {
            months[String(text(ticket, "createdAt").prefix(7)), default: 0] += 1
        }
        let expected = (4...12).map { $0 < 10 ? "2024-0\($0)" : "2024-\($0)" } + (1...7).map { "2025-0\($0)" }
        for month in expected { #expect(months[month, default: 0] >= 3, "\(month)") }
    }

    /// Planted situations could all lie in the last days, where any of them holds.
    @Test func noDayOfTheLastMonthTowersOverTheOthers() {
        var days: [String: Int] = [:]
        for order in snapshot.documents(.order) where text(order, "createdAt") > "2025-08-15" {
            days[String(text(order, "createdAt").prefix(10)), default: 0] += 1
        }
        let all = days.values.reduce(0, +)
        for (day, count) in days { #expect(count * 10 < all, "\(day): \(count) of \(all) orders") }
    }

    @Test func whatIsOlderThanTwoMonthsIsFinished() {
        for ticket in snapshot.documents(.supportTicket) where text(ticket, "createdAt") < "2025-07-15" {
            #expect(["resolved", "closed"].contains(text(ticket, "status")), "\(ticket.id)")
        }
    }

    @Test func whoeverEndsATicketWorkedThereThen() {
        let since = Dictionary(
            uniqueKeysWithValues: snapshot.documents(.employee).map { ($0.id.string, text($0, "createdAt")) })
        for resolution in snapshot.documents(.resolution) {
            let employee = text(resolution, "resolvedById")
            #expect(since[employee].map { $0 < text(resolution, "createdAt") } == true, "\(resolution.id)")
        }
    }

    @Test func whoeverPostsInSlackWorkedThereThen() {
        let since = Dictionary(
            uniqueKeysWithValues: snapshot.documents(.employee).map { ($0.id.string, text($0, "createdAt")) })
        for message in snapshot.documents(.slackMessage) {
            #expect(since[text(message, "authorId")].map { $0 < text(message, "timestamp") } == true, "\(message.id)")
        }
    }

    @Test func whatIsWrittenBeforeDispatchEndsBeforeDispatch() throws {
        var labels: [String: String] = [:]
        for shipment in snapshot.documents(.shipment) {
            labels[text(shipment, "orderId")] = text(shipment, "createdAt")
        }
        var early = 0
        for resolution in snapshot.documents(.resolution) {
            let ticket = try #require(snapshot.document(.supportTicket, Text(text(resolution, "ticketId"))))
            let order = text(ticket, "orderId")
            guard let label = labels[order], text(ticket, "createdAt") < label else { continue }
            early += 1
            #expect(text(resolution, "createdAt") <= label, "\(ticket.id) about \(order)")
        }
        #expect(early > 3)
    }
}
