internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Posts a thread.
    ///
    /// - Parameters:
    ///   - roles: Employees by the names that the thread uses beside posts, such as `away`.
    ///   - slots: Beside people: ``slots(order:product:)`` and what the situation adds.
    ///   - start: Moved to when those who write work, and so that the thread ends before the clock.
    /// - Returns: The ids of the messages, oldest first.
    @discardableResult
    mutating func postThread(
        _ thread: ThreadContent, channel: String, at start: Moment, roles: [String: StaffMember] = [:],
        slots: [String: String] = [:], ticketID: String? = nil, _ generator: inout SeededGenerator
    ) throws(ContentError) -> [String] {
        let place = "Slack, thread \(thread.key ?? "of \(channel)")"
        let known = try company.channel(channel)
        func person(_ name: String) throws(ContentError) -> StaffMember {
            if let member = roles[name] { return member }
            return try staff.holder(of: name)
        }
        let hours = try thread.messages.map { message throws(ContentError) in try person(message.by).hours }
        let times = moments(of: thread, from: start, hours: hours, &generator)
        var ids: [String] = []
        for (message, at) in zip(thread.messages, times) {
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

    /// When the messages of a thread are posted: each when its author works, and all before the clock.
    private func moments(
        of thread: ThreadContent, from start: Moment, hours: [OfficeHours], _ generator: inout SeededGenerator
    ) -> [Moment] {
        let pauses = thread.messages.map { $0.after * 60 + generator.below(50) }
        // What is said before somebody thinks it over is said on one day.
        let pauseAt = thread.messages.dropFirst().firstIndex { $0.after > 240 } ?? pauses.count
        let length = pauses[..<pauseAt].reduce(0, +) / 60
        let opening: OfficeHours = hours[..<pauseAt].contains(.office) ? .office : .desk
        var first = start
        while true {
            var at = opening.next(first, minutes: length)
            let times = zip(pauses, hours).map { pause, hours in
                at = hours.next(at.adding(seconds: pause))
                return at
            }
            if times.last ?? clock < clock.adding(minutes: -20) { return times }
            first = first.adding(hours: -2)
        }
    }

    /// When the last of those who write or react in a thread was hired.
    func newest(in thread: ThreadContent) -> Moment {
        let posts = Set(thread.messages.flatMap { message in [message.by] + (message.reactions ?? []).flatMap(\.by) })
        return staff.members.filter { posts.contains($0.post.key) }.map(\.since).max() ?? beginning
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
