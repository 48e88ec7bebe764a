internal import CanonicalJSON
internal import Projections

/// `postSlackMessage` (contract, section 5.4). Ours.
///
/// The number of messages before it is part of the id, so that the same text can be posted again.
enum PostSlackMessage {
    static let channelID = Argument.text(
        "channel_id", "Id of the channel; listSlackChannels finds it.", example: "support-general")
    static let authorID = Argument.text(
        "author_id", "Id of the employee who writes, a member of the channel: the one that you act as.",
        example: "dana-kim")
    static let text = Argument.text(
        "text", "What to write.", example: "Escalated tick-250828-002 to engineering."
    ).refusedWhenEmpty
    static let ticketID = Argument.text(
        "ticket_id", "Id of the ticket that the message is about.", example: "tick-250828-002"
    ).optional

    static let tool = Tool(
        name: "postSlackMessage",
        title: "Post a Slack message",
        description: """
            Write a message into a chat channel. Use it to tell colleagues something; customers do not read it. Each \
            call posts another message. Returns the message.
            """,
        effect: .appends,
        arguments: [channelID, authorID, text, ticketID],
        answer: .entity(.slackMessage),
        events: ["slack_message.posted"],
        policy: ["R-GEN-7", "R-PRIV-1"],
        isPublished: false,
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let text = try arguments[text]
        let channel = try state.find(.slackChannel, arguments[channelID], orThrow: ToolError.notFound)
        let author = try state.find(.employee, arguments[authorID], orThrow: ToolError.notFound).id
        guard IndexedField.channelMembers.matches(channel, author) else {
            throw ToolError(
                "Employee \(author) is not a member of channel \(channel.id)",
                hint: "listSlackChannels with member_id shows the channels that the employee can write into.")
        }
        let ticket = try arguments[ticketID]
        if let ticket { _ = try state.find(.supportTicket, ticket, orThrow: ToolError.notFound) }

        let count = state.documents(where: .messageChannelID, equals: channel.id).count
        let id = DerivedID.make("msg_", [channel.id, author, text, Text(String(count))])
        if let existing = state.document(.slackMessage, id) { return .answering(existing) }
        var message: JSONObject = [
            "id": .string(id), "channelId": .string(channel.id), "authorId": .string(author), "text": .string(text),
            "timestamp": state.now, "reactions": [],
        ]
        if let ticket { message["ticketId"] = .string(ticket) }
        return .writing([.slackMessagePosted(message)], to: state, answering: EntityKey(.slackMessage, id))
    }
}
