internal import CanonicalJSON
internal import Projections

/// The desks that situations count ticket by ticket: nothing else is assigned to their holders.
///
/// One tech lead, three specialists and three of the frontline; the leads, one tech lead, two specialists and one of the
/// frontline stay free for everybody else.
struct CountedDesks: Sendable {
    /// On leave (P12): three of the frontline and a specialist.
    let away: [StaffMember]
    /// With waiting tickets (P74): a tech lead and two specialists.
    let waiting: [StaffMember]
    /// Who covers for those on leave.
    var covers: [StaffMember] = []
}

extension WorldPlan {
    /// How many days back what was finished on a counted desk is counted.
    static let countedDays = 60

    /// The counted desks, drawn and reserved by whoever asks first.
    mutating func countDesks(_ generator: inout SeededGenerator) throws(ContentError) -> CountedDesks {
        if let desks { return desks }
        let agents = generator.draw(3, from: ["agent-one", "agent-two", "agent-three", "agent-four"])
        let specialists = generator.shuffle(["returns-specialist", "billing-specialist", "shipping-specialist"])
        let away = generator.shuffle(agents + [specialists[0]])
        let drawn = CountedDesks(
            away: try holders(of: away), waiting: try holders(of: ["technical-senior", specialists[1], specialists[2]]))
        for member in drawn.away + drawn.waiting { reservedEmployees.insert(member.id) }
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
}
