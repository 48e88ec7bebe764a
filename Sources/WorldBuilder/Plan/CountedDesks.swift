internal import CanonicalJSON
internal import Projections

/// The desks that situations count ticket by ticket.
struct CountedDesks: Sendable {
    /// On leave (P12): three of the frontline and a specialist. Nothing else is assigned to them.
    let away: [StaffMember]
    /// With waiting tickets (P74): a tech lead and two specialists. No other ticket that waits is assigned to them.
    let waiting: [StaffMember]
    /// Who covers for those on leave.
    var covers: [StaffMember] = []
}

extension WorldPlan {
    /// How many days back what was finished on a counted desk is counted.
    static let countedDays = 60

    /// The counted desks, drawn by whoever asks first.
    mutating func countDesks(_ generator: inout SeededGenerator) throws(ContentError) -> CountedDesks {
        if let desks { return desks }
        let agents = generator.draw(3, from: ["agent-one", "agent-two", "agent-three", "agent-four"])
        let specialists = generator.shuffle(["returns-specialist", "billing-specialist", "shipping-specialist"])
        let away = generator.shuffle(agents + [specialists[0]])
        let drawn = CountedDesks(
            away: try holders(of: away), waiting: try holders(of: ["technical-senior", specialists[1], specialists[2]]))
        desks = drawn
        return drawn
    }

    /// The people in posts.
    func holders(of posts: [String]) throws(ContentError) -> [StaffMember] {
        var members: [StaffMember] = []
        for post in posts { members.append(try staff.holder(of: post)) }
        return members
    }

    /// Whether somebody is on leave at the clock (P12).
    func isAway(_ employeeID: String) -> Bool { desks?.away.contains { $0.id == employeeID } ?? false }

    /// Whether a situation counts the tickets of that status on somebody's desk.
    func isCounted(_ employeeID: String, status: String) -> Bool {
        isAway(employeeID)
            || status == "pending_customer" && desks?.waiting.contains { $0.id == employeeID } ?? false
    }
}
