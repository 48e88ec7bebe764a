/// `Tickets/Ordinary/<type>.yaml`: ordinary stories of tickets.
struct OrdinaryStory: Decodable, Sendable {
    let key: String
    let voice: String
    let split: WorldSplit?
    /// Product categories that it fits; any when absent.
    let about: [String]?
    /// Keys of the products that it fits, where their category says too little.
    let products: [String]?
    /// The state of the order that it fits: `delivered`, `moving`, `paid`, `pending`, `declined`, `cancelled`, `none`.
    let needs: String
    /// The months of the year, 1 to 12, in which it happens; any when absent.
    let months: [Int]?
    /// The regions of the shipping address in which it happens; any when absent.
    let regions: [String]?
    let subject: String
    let body: String
    let outcome: String
    let resolution: String
    let escalation: StoryEscalation?
    /// `full`, `item` or `shipping`, where the outcome is `refund_issued`.
    let refund: String?
    let reason: String?
    /// An internal note that the assignee writes before the end.
    let note: String?
    /// The closure reason of a ticket that is closed without being solved, such as `customer_abandoned`.
    let closes: String?
    var type = ""
    /// The ages of those who could write so; nil for any.
    var ages: ClosedRange<Int>?

    private enum CodingKeys: String, CodingKey {
        case key, voice, split, about, products, needs, months, regions, subject, body, outcome, resolution, escalation,
            refund
        case reason, note, closes
    }

    /// Whether it fits any day, place and product of its categories and is passed on to nobody, as situations need it.
    var isPlain: Bool {
        months == nil && regions == nil && products == nil && closes == nil && ages == nil && escalation == nil
    }

    static func all(_ folder: ContentFolder) throws(ContentError) -> [OrdinaryStory] {
        var stories: [OrdinaryStory] = []
        for file in try folder.files(in: "Tickets/Ordinary", ending: ".yaml") {
            let content = try folder.yaml(OrdinaryFile.self, file)
            for var story in content.stories {
                story.type = content.type
                story.ages = AgeCues.ages(in: story.body)
                stories.append(story)
            }
        }
        return stories
    }
}

private struct OrdinaryFile: Decodable {
    let type: String
    let stories: [OrdinaryStory]
}

struct StoryEscalation: Decodable, Sendable {
    let type: String
    let destination: String
    /// The department that the matrix named before August 1, 2025, where it was another (H12).
    let formerly: String?
    let notes: String
}

/// `Tickets/Planted/<situation>.yaml`: the texts of one planted situation.
struct PlantedTexts: Decodable, Sendable {
    let situation: String
    let texts: [PlantedText]?
    /// Of P23 and P68: tickets that belong together.
    let sets: [PlantedSet]?
    /// Of P47.
    let clusters: [SymptomCluster]?

    static func all(_ folder: ContentFolder) throws(ContentError) -> [String: PlantedTexts] {
        var result: [String: PlantedTexts] = [:]
        for file in try folder.files(in: "Tickets/Planted", ending: ".yaml") {
            let content = try folder.yaml(PlantedTexts.self, file)
            result[content.situation] = content
        }
        return result
    }
}

struct PlantedText: Decodable, Sendable {
    let voice: String?
    /// Of a text in a set or cluster, that of the whole counts.
    let split: WorldSplit?
    let variant: String?
    let about: [String]?
    let subject: String
    let body: String
    /// In the agent's words.
    let resolution: String?
    /// An internal note.
    let note: String?
    /// Of P47: its facts refute the guess.
    let contradicts: Bool?
    /// Of sets: the ticket's type.
    let type: String?
    /// The refund's reason that the story calls for.
    let reason: String?
    /// Of P77: what was promised.
    let promise: String?
    /// The state of the order that it fits.
    let needs: String?
    /// The channel by which it came, where its words tell.
    let channel: String?
}

struct PlantedSet: Decodable, Sendable {
    let voice: String?
    let split: WorldSplit?
    let about: [String]?
    /// Of P23.
    let texts: [PlantedText]?
    /// Of P68: one matter in different words, and another matter.
    let same: [PlantedText]?
    let other: PlantedText?
}

struct SymptomCluster: Decodable, Sendable {
    let cluster: String
    let split: WorldSplit?
    let about: [String]
    let symptom: String
    let guess: String
    let texts: [PlantedText]
    let lookalikes: [PlantedText]
}
