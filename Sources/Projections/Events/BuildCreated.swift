public import CanonicalJSON

/// `build.created`: a customer's parts list was saved.
public struct BuildCreated: EventPayload {
    static let type: Text = "build.created"
    static let documentation = EventDocumentation(
        "A parts list was saved for a customer.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "build", kind: .entity(.build), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let build: JSONObject

    public init(build: JSONObject) {
        self.build = build
    }

    init(from reader: inout EventReader) throws(EventError) {
        build = try reader.entity("build")
    }

    var members: JSONObject { ["build": .object(build)] }

    var event: Event { .buildCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.build, build)
    }
}

extension Event {
    public static func buildCreated(_ build: JSONObject) -> Event {
        .buildCreated(BuildCreated(build: build))
    }
}
