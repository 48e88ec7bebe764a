public import CanonicalJSON

/// A message in a channel (contract 3.13).
public struct SlackMessage: EntityView {
    public static let type = EntityType.slackMessage
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var channelID: Text { required("channelId") }

    public var authorID: Text { required("authorId") }

    public var text: Text { required("text") }

    /// When it was posted; messages have no `createdAt`.
    public var timestamp: Text { required("timestamp") }

    public var ticketID: Text? { text("ticketId") }
}

extension EntitySchema {
    static let slackMessage = EntitySchema(
        .slackMessage,
        [
            .required("channelId", .reference(.slackChannel)),
            .required("authorId", .reference(.employee)),
            .required("text", .string),
            .required("timestamp", .timestamp),
            .optional(
                "reactions",
                .array(
                    .object([
                        .required("emoji", .string), .required("employeeIds", .array(.reference(.employee))),
                    ]))),
            .optional("ticketId", .reference(.supportTicket)),
        ])
}
