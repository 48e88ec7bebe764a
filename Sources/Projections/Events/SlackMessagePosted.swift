public import CanonicalJSON

/// `slack_message.posted`: an employee wrote into a channel.
public struct SlackMessagePosted: EventPayload {
    static let type: Text = "slack_message.posted"
    static let documentation = EventDocumentation(
        "An employee wrote into a channel.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "message", kind: .entity(.slackMessage), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let message: JSONObject

    public init(message: JSONObject) {
        self.message = message
    }

    init(from reader: inout EventReader) throws(EventError) {
        message = try reader.entity("message")
    }

    var members: JSONObject { ["message": .object(message)] }

    var event: Event { .slackMessagePosted(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.slackMessage, message)
    }
}

extension Event {
    public static func slackMessagePosted(_ message: JSONObject) -> Event {
        .slackMessagePosted(SlackMessagePosted(message: message))
    }
}
