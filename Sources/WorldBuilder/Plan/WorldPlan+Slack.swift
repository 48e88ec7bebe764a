internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Posts a thread.
    ///
    /// - Parameters:
    ///   - roles: Employees by the names that the thread uses beside posts, such as `away`.
    ///   - slots: Beside people: ``slots(order:product:)`` and what the situation adds.
    ///   - lastAt: When the last message is posted at the latest; the thread is moved up so that it fits.
    /// - Returns: The ids of the messages, oldest first.
    @discardableResult
    mutating func postThread(
        _ thread: ThreadContent, channel: String, at start: Moment, roles: [String: StaffMember] = [:],
        slots: [String: String] = [:], ticketID: String? = nil, _ generator: inout SeededGenerator
    ) throws(ContentError) -> [String] {
        let place = "Slack, thread \(thread.key ?? "of \(channel)")"
        let known = try company.channel(channel)
        let length = thread.messages.reduce(0) { $0 + $1.after }
        var at = min(start, clock.adding(minutes: -length - 30))
        var ids: [String] = []
        func person(_ name: String) throws(ContentError) -> StaffMember {
            if let member = roles[name] { return member }
            return try staff.holder(of: name)
        }
        for message in thread.messages {
            at = at.adding(minutes: message.after, seconds: generator.below(50))
            // What comes the next day comes when people work.
            if message.after > 240 { at = min(at.working, clock.adding(minutes: -5)) }
            let author = try person(message.by)
            guard known.holds(author.post) else {
                throw ContentError(place, "\(author.post.key) is no member of \(channel)")
            }
            let text = try company.filled(message.text, place, slots.merging(Self.people(roles)) { own, _ in own })
            let id = newID("msg", at.date, &generator)
            var draft = MessageDraft(
                id: id, channelID: channel, authorID: author.id, text: text, ticketID: ticketID, at: at)
            for reaction in message.reactions ?? [] {
                let employees = try reaction.by.map { name throws(ContentError) in try person(name).id }
                draft.reactions.append((reaction.emoji, employees))
            }
            messages.add(draft)
            ids.append(id)
        }
        return ids
    }

    private static func people(_ roles: [String: StaffMember]) -> [String: String] {
        var slots: [String: String] = [:]
        for role in roles.keys.sorted() {
            guard let member = roles[role] else { continue }
            slots["@\(role)"] = member.name
            slots["#\(role)"] = member.first
        }
        return slots
    }
}
