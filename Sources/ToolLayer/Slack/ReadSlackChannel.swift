internal import CanonicalJSON
internal import Projections

/// `readSlackChannel` (contract, section 5.3). Ours.
enum ReadSlackChannel {
    static let channelID = Argument.text(
        "channel_id", "Id of the channel; listSlackChannels finds it.", example: "support-general")
    static let before = Argument.date("before", "Only messages posted at or before this instant.")

    static let tool = Tool(
        name: "readSlackChannel",
        title: "Read a Slack channel",
        description: """
            Read the latest messages of a chat channel, like a person who scrolls up. Use it to follow a discussion. \
            Returns the channel and its newest messages, oldest of them first.
            """,
        effect: .reads,
        arguments: [channelID, before, RowLimit.argument],
        answer: .object([
            ("channel", .entity(.slackChannel)),
            ("messages", .list(of: .entity(.slackMessage), "The newest messages, oldest of them first.")),
        ]),
        policy: ["R-GEN-2"],
        isPublished: false,
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let channel = try state.find(.slackChannel, arguments[channelID], orThrow: ToolError.notFound)
        let end = try arguments[before]
        let limit = try arguments[RowLimit.argument]
        var query = WorldState.Query(.slackMessage)
        query.equalities = [.init(.messageChannelID, channel.id)]
        if let end { query.spans = [TimeSpan(.messagePosted, from: nil, until: end, admitsUntimed: true)] }
        let newestFirst = state.search(query, limit: limit) { (_: Document) throws(Never) -> Bool in true }
        var writer = CanonicalWriter()
        writer.writeVerbatim("{\"channel\":")
        writer.writeVerbatim(channel.bytes)
        writer.writeVerbatim(",\"messages\":")
        writer.write(newestFirst.reversed())
        writer.writeVerbatim("}")
        return ToolOutcome(result: writer.bytes)
    }
}
