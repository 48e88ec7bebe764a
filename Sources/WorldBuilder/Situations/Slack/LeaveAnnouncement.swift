internal import CanonicalJSON
internal import Projections

/// What Slack says of somebody's leave.
struct LeaveAnnouncement {
    let channel: String
    /// Names the last day of leave.
    let untilMessage: String
    /// Names the cover who counts.
    let coverMessage: String
    /// How that message names the cover.
    let coverName: String
    let until: CivilDate
    let cover: StaffMember
    /// Named before the cover, and withdrawn.
    let first: StaffMember?
}

extension WorldPlan {
    /// Posts the thread about somebody's leave, which begins on the clock's day, one to three weeks ahead.
    mutating func announceLeave(
        of away: StaffMember, isWithdrawn: Bool, _ generator: inout SeededGenerator
    ) throws(ContentError) -> LeaveAnnouncement {
        let thread = try texts.thread("P12", variant: isWithdrawn ? "withdrawn" : "leave")
        let channel = try company.channel(thread.channel ?? "")
        let cover = try pickCover("cover", thread, channel, others: desks?.covers ?? [], &generator)
        desks?.covers.append(cover)
        let first = isWithdrawn ? try pickCover("first", thread, channel, others: [cover], &generator) : nil
        let until = BusinessCalendar.adding(
            businessDays: generator.number(in: 4...10), to: CivilDate(daysSinceEpoch: clock.date.daysSinceEpoch + 1))
        // Each on another day.
        let ahead = 4 + 3 * (desks?.covers.count ?? 0) + generator.below(2)
        let posted = Moment(BusinessCalendar.subtracting(businessDays: ahead, from: clock.date), hour: 9)
        let roles = ["away": away, "cover": cover, "first": first ?? cover]
        let ids = try postThread(
            thread, channel: channel.key, at: posted.adding(minutes: generator.below(420)), roles: roles,
            slots: ["from": BusinessCalendar.spoken(clock.date), "until": BusinessCalendar.spoken(until)], &generator)
        func message(_ isWanted: (String) -> Bool, last: Bool) throws(ContentError) -> Int {
            let positions = thread.messages.indices.filter { isWanted(thread.messages[$0].text) }
            guard let position = last ? positions.last : positions.first else {
                throw ContentError("Slack/Planted/P12.yaml", "\(thread.key ?? "") names no cover or no last day")
            }
            return position
        }
        let untilAt = try message({ $0.contains("{until}") }, last: false)
        let coverAt = try message({ $0.contains("{@cover}") }, last: true)
        return LeaveAnnouncement(
            channel: channel.key, untilMessage: ids[untilAt], coverMessage: ids[coverAt], coverName: cover.name,
            until: until, cover: cover, first: first)
    }

    /// Somebody at work who neither speaks in the thread nor is named in it, if possible one who covers nobody yet.
    private func pickCover(
        _ role: String, _ thread: ThreadContent, _ channel: Channel, others: [StaffMember],
        _ generator: inout SeededGenerator
    ) throws(ContentError) -> StaffMember {
        let named = Set(thread.messages.flatMap { message in [message.by] + (message.reactions ?? []).flatMap(\.by) })
        let speaks = named.contains(role)
        let words = thread.messages.map(\.text).joined()
        let posts = [
            "agent-one", "agent-two", "agent-three", "agent-four", "returns-specialist", "billing-specialist",
            "shipping-specialist", "technical-senior", "lead-day", "lead-evening",
        ]
        let candidates = try holders(of: posts).filter { member in
            let post = member.post
            return !isAway(member.id) && !named.contains(post.key) && !words.contains("@\(post.key)}")
                && !words.contains("#\(post.key)}") && (!speaks || channel.holds(post))
        }
        let free = candidates.filter { candidate in !others.contains { $0.id == candidate.id } }
        guard let member = generator.pickAny(free) ?? generator.pickAny(candidates) else {
            throw ContentError("Slack/Planted/P12.yaml", "\(thread.key ?? "") leaves nobody who could be the \(role)")
        }
        return member
    }
}
