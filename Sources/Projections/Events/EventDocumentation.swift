internal import CanonicalJSON

/// What a type of event says of itself, for whoever audits trajectories; `docs/events.md` is made of it.
struct EventDocumentation: Sendable {
    /// What happened, as a sentence.
    let summary: String
    /// What applying the event changes, as a sentence.
    let effect: String
    /// The members beside `type`, in the order of their names.
    let members: [Member]

    /// One member of an event's JSON.
    struct Member: Sendable {
        let name: Text
        let kind: Kind
        let meaning: String
        var isRequired = true
    }

    /// What a member holds.
    enum Kind: Sendable {
        case text
        case textOrNull
        case texts
        /// A whole entity of a type, its `id` included.
        case entity(EntityType)
        /// An object with an `id` that stands inside an entity.
        case part(String)
        /// Positive integers by product id.
        case quantities

        fileprivate var phrase: String {
            switch self {
            case .text: "string"
            case .textOrNull: "string or null"
            case .texts: "array of strings"
            case .entity(let type): "object: a whole `\(type.rawValue)`"
            case .part(let members): "object: \(members)"
            case .quantities: "object: product id → positive integer"
            }
        }
    }

    init(_ summary: String, effect: String, members: [Member]) {
        self.summary = summary
        self.effect = effect
        self.members = members.sorted { $0.name < $1.name }
    }
}

extension Event {
    /// `docs/events.md`: every type of event with its members and what applying it does, in the order of the types.
    public static var documentation: String {
        let sections = payloads.sorted { $0.type < $1.type }.map { section(of: $0) }
        return introduction + sections.joined()
    }

    private static let introduction = """
        # Events

        Every change of the world is an event in the record of the call that made it. This page is generated from
        `Sources/Projections/Events`; a test fails when it is out of date, `RECORD_GOLDEN=1 swift test --filter
        EventDocumentationTests` writes it anew.

        An event in a record is an object with `type` and the members listed here, and no others; members are required
        unless they are marked optional. Ids are those of the entities in the snapshot or of ones created before. What
        applying an event does never changes once it is released: new behaviour gets a new type. An event whose entity
        is missing changes nothing. A `created` event carries the whole entity and does nothing when its id is taken;
        the others say only what changed, and leave alone whatever is not named here, `updatedAt` included. Times are
        the text of the world's clock, which stands still during an episode.


        """

    private static func section(of payload: any EventPayload.Type) -> String {
        let documentation = payload.documentation
        var lines = [
            "## \(payload.type)", "", documentation.summary, "", "| member | holds | meaning |", "|---|---|---|",
        ]
        for member in documentation.members {
            let name = "`\(member.name)`" + (member.isRequired ? "" : ", optional")
            lines.append("| \(name) | \(member.kind.phrase) | \(member.meaning) |")
        }
        lines += ["", "Applying it: \(documentation.effect)", "", ""]
        return lines.joined(separator: "\n")
    }
}
