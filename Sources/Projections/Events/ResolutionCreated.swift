public import CanonicalJSON

/// `resolution.created`: how a ticket was solved was put on record; the ticket itself stays.
public struct ResolutionCreated: EventPayload {
    static let type: Text = "resolution.created"
    static let documentation = EventDocumentation(
        "How a ticket was solved was put on record; the ticket itself stays.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "resolution", kind: .entity(.resolution), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let resolution: JSONObject

    public init(resolution: JSONObject) {
        self.resolution = resolution
    }

    init(from reader: inout EventReader) throws(EventError) {
        resolution = try reader.entity("resolution")
    }

    var members: JSONObject { ["resolution": .object(resolution)] }

    var event: Event { .resolutionCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.resolution, resolution)
    }
}

extension Event {
    public static func resolutionCreated(_ resolution: JSONObject) -> Event {
        .resolutionCreated(ResolutionCreated(resolution: resolution))
    }
}
