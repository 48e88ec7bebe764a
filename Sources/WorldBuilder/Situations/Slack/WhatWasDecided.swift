internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P14
    static let whatWasDecided = Situation(
        "P14", count: 4,
        meaning:
            "A thread with a proposal, a popular wrong guess, the correction by whoever is responsible, and small talk "
            + "after it.",
        falseWhen: "the responsible post is not the author of the correction, or the correction is changed",
        kinds: ["IR15"]
    ) { plan, index, generator in
        let thread = try plan.texts.thread("P14")
        let channel = thread.channel ?? ""
        let at = plan.moment(daysAgo: 9 + index * 28 + generator.below(26), &generator)
        let ids = try plan.postThread(thread, channel: channel, at: at, &generator)
        let responsible = try plan.staff.holder(of: thread.responsible ?? "")
        guard let decision = thread.messages.firstIndex(where: { $0.by == thread.responsible }),
            let guess = thread.messages.firstIndex(where: { $0.reactions != nil }), guess < decision,
            decision < ids.count - 1
        else { throw ContentError("Slack/Planted/P14.yaml", "\(thread.key ?? "") has no guess before a correction") }
        let decided = plan.messages[ids[decision]]
        return PlantedInstance(
            entities: [
                ("correction", .slackMessage, decided.id), ("wrong guess", .slackMessage, ids[guess]),
                ("proposal", .slackMessage, ids[0]), ("last message", .slackMessage, ids[ids.count - 1]),
                ("author", .employee, responsible.id),
            ],
            facts: [
                "question": .text(thread.question ?? ""), "right": .text(thread.right ?? ""),
                "wrong": .text(thread.wrong ?? ""), "author": .text(responsible.id), "channel": .text(channel),
                "day": .text(decided.at.date.text.string),
            ],
            conditions: [
                .field(.slackMessage, decided.id, "/authorId", is: .text(responsible.id)),
                .field(.slackMessage, decided.id, "/text", is: .text(decided.text)),
                .field(.slackMessage, decided.id, "/channelId", is: .text(channel)),
                .field(.slackMessage, decided.id, "/timestamp", is: .text(decided.at.text)),
                .field(.slackMessage, decided.id, "/reactions", .absent),
                .field(.slackMessage, ids[guess], "/reactions", .countsAtLeast(1)),
                .field(.slackMessage, ids[guess], "/authorId", .differs(.text(responsible.id))),
                .field(.employee, responsible.id, "/title", is: .text(responsible.post.title)),
            ])
    }
}
