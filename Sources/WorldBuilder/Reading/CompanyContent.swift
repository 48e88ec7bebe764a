internal import CanonicalJSON

/// `Company/*.yaml`: posts, channels, figures of the house rules, recalls.
struct CompanyContent: Sendable {
    let posts: [Post]
    let channels: [Channel]
    let figures: [FigureGroup]
    let recalls: [RecallMatter]

    init(_ folder: ContentFolder) throws(ContentError) {
        posts = try folder.yaml(Posts.self, "Company/staff.yaml").posts
        channels = try folder.yaml(Channels.self, "Company/channels.yaml").channels
        figures = try folder.yaml(Figures.self, "Company/figures.yaml").groups
        recalls = try folder.yaml(Recalls.self, "Company/recalls.yaml").recalls
    }
}

private struct Posts: Decodable {
    let posts: [Post]
}

/// A place in the organisation; a world gives it a person.
struct Post: Decodable, Sendable {
    let key: String
    let title: String
    let department: String
    /// The key of the post above.
    let manager: String?
    /// The support role.
    let role: String?
    let permissions: [String]
    /// Permissions that some worlds give besides.
    let sometimes: [String]?
}

private struct Channels: Decodable {
    let channels: [Channel]
}

struct Channel: Decodable, Sendable {
    let key: String
    let purpose: String
    /// All of whose members are in it.
    let departments: [String]?
    let posts: [String]?

    func holds(_ post: Post) -> Bool {
        departments?.contains(post.department) == true || posts?.contains(post.key) == true
    }
}

private struct Figures: Decodable {
    let groups: [FigureGroup]
}

/// The figures of one house rule: a world draws one choice.
struct FigureGroup: Decodable, Sendable {
    let rule: String
    let choices: [[String: String]]

    private enum CodingKeys: String, CodingKey {
        case rule, choices
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rule = try container.decode(String.self, forKey: .rule)
        choices = try container.decode([[String: ContentValue]].self, forKey: .choices)
            .map { choice in
                choice.mapValues { value in value.json.text?.string ?? value.json.number?.canonicalText ?? "" }
            }
    }
}

private struct Recalls: Decodable {
    let recalls: [RecallMatter]
}

/// What a product may be recalled for.
struct RecallMatter: Decodable, Sendable {
    let code: String
    /// Categories of products that it fits.
    let about: [String]
    let hazard: String
    /// What the owner must stop doing.
    let stop: String
    let offer: String
}
