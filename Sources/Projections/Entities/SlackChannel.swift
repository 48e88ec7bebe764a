public import CanonicalJSON

/// A channel of the employees' chat (contract 3.12).
public struct SlackChannel: EntityView {
    public static let type = EntityType.slackChannel
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var name: Text { required("name") }

    public var purpose: Text { required("purpose") }

    /// The ids of the employees in it: `members.connect[].id`.
    public var memberIDs: [Text] {
        document["members"]?["connect"]?.elements.map { $0.compactMap { $0["id"]?.text } } ?? []
    }
}

extension EntitySchema {
    static let slackChannel = EntitySchema(
        .slackChannel,
        [
            .required("name", .string),
            .required("purpose", .string),
            .required(
                "members",
                .object([.required("connect", .array(.object([.required("id", .reference(.employee))])))])),
        ])
}
