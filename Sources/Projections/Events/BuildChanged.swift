public import CanonicalJSON

/// `build.changed`: a build got another name or other parts, or was confirmed as it is.
public struct BuildChanged: EventPayload {
    static let type: Text = "build.changed"
    static let documentation = EventDocumentation(
        "A build got another name or other parts, or was confirmed as it is.",
        effect: """
            sets `productIds`, also `componentIds` where the build has that member, `updatedAt`, and `name` \
            if one is given.
            """,
        members: [
            .init(name: "build", kind: .text, meaning: "Id of the build."),
            .init(name: "name", kind: .text, meaning: "The new name; absent leaves it alone.", isRequired: false),
            .init(name: "parts", kind: .texts, meaning: "Ids of all parts after the change, sorted, one per piece."),
            .init(name: "at", kind: .text, meaning: "When: the clock's text."),
        ])

    public let build: Text
    /// The new name; nil leaves it alone.
    public let name: Text?
    /// Ids of all parts after the change, one per piece.
    public let parts: [Text]
    /// When, in the clock's text.
    public let at: Text

    public init(build: Text, name: Text?, parts: [Text], at: Text) {
        self.build = build
        self.name = name
        self.parts = parts
        self.at = at
    }

    init(from reader: inout EventReader) throws(EventError) {
        build = try reader.text("build")
        name = try reader.textIfPresent("name")
        parts = try reader.texts("parts")
        at = try reader.text("at")
    }

    var members: JSONObject {
        var members: JSONObject = [
            "at": .string(at), "build": .string(build), "parts": .array(parts.map { .string($0) }),
        ]
        members["name"] = name.map { .string($0) }
        return members
    }

    var event: Event { .buildChanged(self) }

    /// Sets `productIds`, and `componentIds` where the build has them (C-5), `updatedAt`, and the name if there is one.
    func apply(to world: inout WorldDraft) {
        world.update(.build, build) {
            let list = JSONValue.array(parts.map { .string($0) })
            $0["productIds"] = list
            if $0["componentIds"] != nil { $0["componentIds"] = list }
            if let name { $0["name"] = .string(name) }
            $0["updatedAt"] = .string(at)
        }
    }
}

extension Event {
    public static func buildChanged(build: Text, name: Text?, parts: [Text], at: Text) -> Event {
        .buildChanged(BuildChanged(build: build, name: name, parts: parts, at: at))
    }
}
