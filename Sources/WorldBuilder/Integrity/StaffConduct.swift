internal import CanonicalJSON
internal import Projections

/// W-STAFF: whoever does something was hired before. W-HOURS: what the company does, it does in its hours.
struct StaffConduct: Sendable {
    private let since: [Text: Text]
    private(set) var findings: [WorldFinding] = []

    static func findings(_ snapshot: Snapshot) -> [WorldFinding] {
        var conduct = StaffConduct(snapshot)
        for message in snapshot.documents(.slackMessage) { conduct.check(message: message) }
        for ticket in snapshot.documents(.supportTicket) {
            for note in ticket.object["notes"]?.elements ?? [] {
                conduct.check(ticket, by: note["authorId"]?.text, at: note["createdAt"]?.text)
            }
            conduct.check(ticket, by: ticket.object["assignedEmployeeId"]?.text, at: ticket.object["updatedAt"]?.text)
        }
        for resolution in snapshot.documents(.resolution) {
            conduct.check(
                resolution, by: resolution.object["resolvedById"]?.text, at: resolution.object["createdAt"]?.text)
            conduct.checkHours(resolution, "createdAt", .desk)
        }
        for escalation in snapshot.documents(.escalation) {
            conduct.checkHours(escalation, "createdAt", .desk)
            conduct.checkHours(escalation, "resolvedAt", .office)
        }
        for refund in snapshot.documents(.refund) {
            conduct.checkHours(refund, "createdAt", .desk)
            conduct.checkHours(refund, "processedAt", .desk)
        }
        for claim in snapshot.documents(.warrantyClaim) { conduct.checkHours(claim, "updatedAt", .desk) }
        return conduct.findings
    }

    private init(_ snapshot: Snapshot) {
        since = Dictionary(
            snapshot.documents(.employee).compactMap { employee in
                employee.object["createdAt"]?.text.map { (employee.id, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func check(message: Document) {
        let at = message.object["timestamp"]?.text
        check(message, by: message.object["authorId"]?.text, at: at)
        for reaction in message.object["reactions"]?.elements ?? [] {
            for employee in reaction["employeeIds"]?.elements ?? [] { check(message, by: employee.text, at: at) }
        }
        checkHours(message, "timestamp", .desk)
    }

    private mutating func check(_ document: Document, by employee: Text?, at: Text?) {
        guard let employee, let at, let hired = since[employee], at < hired else { return }
        findings.append(
            WorldFinding(
                rule: "W-STAFF", entity: document.key.text.string,
                message: "is of \(at), before \(employee) was hired on \(hired)"))
    }

    private mutating func checkHours(_ document: Document, _ member: Text, _ hours: OfficeHours) {
        guard let at = document.object[member]?.text, let moment = Moment(at), !hours.isOpen(at: moment) else { return }
        findings.append(
            WorldFinding(
                rule: "W-HOURS", entity: document.key.text.string,
                message: "has a \(member) of \(at), when nobody who could do it works"))
    }
}

extension Moment {
    /// Reads `2025-08-30T14:22:05Z`; nil for anything else.
    init?(_ text: Text) {
        let parts = text.string.split(separator: "T")
        guard parts.count == 2, let date = CivilDate(Text(String(parts[0]))) else { return nil }
        let clock = parts[1].dropLast().split(separator: ":").compactMap { Int($0) }
        guard parts[1].hasSuffix("Z"), clock.count == 3 else { return nil }
        self.init(date, hour: clock[0], minute: clock[1], second: clock[2])
    }
}
