internal import CanonicalJSON

/// I-REF-5 to I-REF-8: links that go both ways, memberships, the tree of managers, unique names.
extension IntegrityLint {
    /// I-REF-5: a ticket's `resolutionId` and the resolution's `ticketId` point at each other.
    static func checkResolutionLinks(_ world: WorldState, _ report: inout IntegrityReport) {
        for ticket in world.entities(SupportTicket.self) {
            guard let resolution = ticket.resolutionID.flatMap({ world.entity(Resolution.self, $0) }),
                resolution.ticketID != ticket.id
            else { continue }
            report.add(ticket, "names resolution \(resolution.id), which is of ticket \(resolution.ticketID)")
        }
        for resolution in world.entities(Resolution.self) {
            guard let ticket = world.entity(SupportTicket.self, resolution.ticketID),
                ticket.resolutionID != resolution.id
            else { continue }
            let named = ticket.resolutionID.map { "names \($0)" } ?? "names none"
            report.add(resolution, "its ticket \(ticket.id) \(named)")
        }
    }

    /// I-REF-6: a message's author is a member of its channel.
    static func checkAuthors(_ world: WorldState, _ report: inout IntegrityReport) {
        for message in world.entities(SlackMessage.self) {
            guard let channel = world.entity(SlackChannel.self, message.channelID),
                !channel.memberIDs.contains(message.authorID)
            else { continue }
            report.add(message, "its author \(message.authorID) is no member of \(channel.id)")
        }
    }

    /// I-REF-7: manager links form a tree: one top, no cycles.
    static func checkManagers(_ world: WorldState, _ report: inout IntegrityReport) {
        let employees = world.entities(Employee.self)
        let tops = employees.filter { $0.managerID == nil }
        for top in tops.dropFirst() {
            report.add(top, "has no manager, as \(tops[0].id) has none; a tree has one top")
        }
        for employee in employees {
            var seen: Set<Text> = []
            var current: Employee? = employee
            while let person = current, seen.insert(person.id).inserted {
                current = person.managerID.flatMap { world.entity(Employee.self, $0) }
            }
            if current?.id == employee.id { report.add(employee, "is among the own managers") }
        }
    }

    /// I-REF-8: e-mail addresses, SKUs, tracking numbers and transaction ids are unique.
    static func checkUniqueness(_ world: WorldState, _ report: inout IntegrityReport) {
        let groups: [[(type: EntityType, member: Text)]] = [
            [(.customer, "email"), (.employee, "email")], [(.product, "sku")], [(.shipment, "trackingNumber")],
            [(.payment, "transactionId")],
        ]
        for group in groups {
            var owners: [Text: EntityKey] = [:]
            for place in group {
                for document in world.documents(place.type) {
                    guard let value = document.text(place.member) else { continue }
                    if let owner = owners[value] {
                        report.add(document, "\(place.member) \"\(value)\" is also that of \(owner)")
                    } else {
                        owners[value] = document.key
                    }
                }
            }
        }
    }
}
