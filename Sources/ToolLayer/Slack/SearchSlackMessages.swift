internal import CanonicalJSON
internal import Projections

/// `searchSlackMessages` (contract, section 5.2). Ours.
enum SearchSlackMessages {
    static let tool = Tool.search(
        "searchSlackMessages",
        titled: "Search Slack messages",
        """
        Find chat messages of employees by text, channel, author, ticket or time. Use it to see what colleagues said \
        about a ticket, an order or a policy; the text may quote ids. All filters given must hold; without any, every \
        message is returned. Returns complete messages (channelId, authorId, text, timestamp, reactions), newest first.
        """,
        over: .slackMessage,
        filters: [
            .contains(
                "text", in: .messageText, "Part of the message, as one piece; case does not matter.",
                example: "tick-250828-002"),
            .equals("channel_id", "channelId", "Id of the channel.", example: "support-general"),
            .equals("author_id", "authorId", "Id of the employee who wrote it.", example: "dana-kim"),
            .equals("ticket_id", "ticketId", "Id of the ticket that it is about.", example: "tick-250828-002"),
            .instants("posted", field: .messagePosted),
        ],
        policy: ["R-GEN-2"],
        isPublished: false)
}
