internal import CanonicalJSON
internal import Projections

/// `listSlackChannels` (contract, section 5.1). Ours.
enum ListSlackChannels {
    static let tool = Tool.search(
        "listSlackChannels",
        titled: "List Slack channels",
        """
        List the chat channels of the company by name or member. Use it to find where colleagues discuss a matter, and \
        who reads there. All filters given must hold; without any, every channel is returned. Returns complete \
        channels (name, purpose, employee ids under members.connect) ordered by name.
        """,
        over: .slackChannel,
        filters: [
            .contains(
                "name", in: .channelName, "Part of the channel's name; case does not matter.", example: "support"),
            memberID,
        ],
        policy: ["R-GEN-1"],
        isPublished: false)

    private static let memberID = Filter.text(
        .text("member_id", "Id of an employee who is a member.", example: "dana-kim")
    ) { query, employee in
        query.require(.channelMembers, equals: employee)
    }
}
