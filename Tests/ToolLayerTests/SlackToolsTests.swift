import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct SlackToolsTests {
    var desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"employee": {"e": {}, "f": {}}, "support_ticket": {"t": {}},
             "slack_channel": {"n": {"name": "support", "members": {"connect": [{"id": "e"}]}}, "m": {}},
             "slack_message": {
              "g1": {"channelId": "n", "text": "1", "timestamp": "2025-01-01T00:00:00Z"},
              "g3": {"channelId": "n", "text": "3", "timestamp": "2025-01-03T00:00:00Z"},
              "g2": {"channelId": "n", "text": "2", "timestamp": "2025-01-02T00:00:00Z"},
              "g4": {"channelId": "m", "text": "4", "timestamp": "2025-01-03T00:00:00Z"}}}
            """)
    }

    @Test(arguments: [
        ("", ["g1", "g2", "g3"]), (#", "limit": 2"#, ["g2", "g3"]),
        (#", "before": "2025-01-02T00:00:00Z""#, ["g1", "g2"]),
        (#", "before": "2025-01-02T00:00:00Z", "limit": 1"#, ["g2"]), (#", "before": "2024-01-01T00:00:00Z""#, []),
    ]) func readsTheNewestMessagesOldestFirst(arguments: String, expected: [String]) throws {
        let answer = try desk.read("readSlackChannel", #"{"channel_id": "n"\#(arguments)}"#)
        #expect((answer["messages"]?.elements ?? []).map { $0["id"]?.text?.string } == expected)
        #expect(try answer["channel"] == desk.entity("slack_channel/n"))
        #expect(answer.object?.count == 2)
    }

    @Test mutating func postsAMessageEachTime() throws {
        let arguments = #"{"channel_id": "n", "author_id": "e", "text": "hi", "ticket_id": "t"}"#
        let first = try desk.call("postSlackMessage", arguments)
        let id = "msg_" + Digest(of: Array("n|e|hi|3".utf8)).hex.prefix(12)
        #expect(
            try first
                == json(
                    """
                    {"id": "\(id)", "channelId": "n", "authorId": "e", "text": "hi", "timestamp": "\(Desk.now)",
                     "reactions": [], "ticketId": "t"}
                    """))
        let second = try desk.call("postSlackMessage", arguments)
        #expect(second["id"] == .string(Text("msg_" + Digest(of: Array("n|e|hi|4".utf8)).hex.prefix(12))))
        #expect(try desk.read("readSlackChannel", #"{"channel_id": "n"}"#)["messages"]?.elements?.count == 5)
    }

    @Test(
        arguments: [
            ("readSlackChannel", #"{"channel_id": "x", "before": "y"}"#, "Channel x not found"),
            (
                "readSlackChannel", #"{"channel_id": "n", "before": "y", "limit": -1}"#,
                """
                before must be in ISO 8601 format with timezone (e.g., "2025-08-01T00:00:00Z" or "2025-08-01T00:00:00-07:00")
                """
            ),
            ("readSlackChannel", #"{"channel_id": "n", "limit": -1}"#, "limit must not be negative"),
            (
                "postSlackMessage", #"{"channel_id": "x", "author_id": "x", "text": "", "ticket_id": "x"}"#,
                "text is required"
            ),
            (
                "postSlackMessage", #"{"channel_id": "x", "author_id": "x", "text": "a", "ticket_id": "x"}"#,
                "Channel x not found"
            ),
            (
                "postSlackMessage", #"{"channel_id": "n", "author_id": "x", "text": "a", "ticket_id": "x"}"#,
                "Employee x not found"
            ),
            (
                "postSlackMessage", #"{"channel_id": "n", "author_id": "f", "text": "a", "ticket_id": "x"}"#,
                "Employee f is not a member of channel n"
            ),
            (
                "postSlackMessage", #"{"channel_id": "n", "author_id": "e", "text": "a", "ticket_id": "x"}"#,
                "Ticket x not found"
            ),
        ] as [(Text, String, String)]) func refuses(tool: Text, arguments: String, message: String) throws
    {
        #expect(try desk.refusal(tool, arguments) == message)
    }
}
