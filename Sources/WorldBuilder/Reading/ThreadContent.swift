/// `Slack/Ordinary/<channel>.yaml` and `Slack/Planted/<situation>.yaml`: threads.
struct ThreadContent: Decodable, Sendable {
    let key: String?
    let kind: String?
    let variant: String?
    var split: WorldSplit?
    /// `weekday` or `any`
    let day: String?
    /// `YYYY-MM`
    let month: String?
    /// Product categories, where `{product}` is used.
    let about: [String]?
    /// The type of ticket that it talks about.
    let ticket: String?
    /// The key of the ordinary story whose ticket it talks about.
    let story: String?
    /// What a planted thread settles, for the registry: its further front fields.
    let question: String?
    let wrong: String?
    let right: String?
    let responsible: String?
    /// Of P21 and P77: the post of whoever promises, and what.
    let promisedBy: String?
    let promise: String?
    /// Of P47.
    let cluster: String?
    let messages: [ThreadMessage]
    var channel: String?

    private enum CodingKeys: String, CodingKey {
        case key, kind, variant, split, day, month, about, ticket, story, question, wrong, right, responsible, promise,
            cluster
        case messages, channel
        case promisedBy = "promised_by"
    }

    /// - Parameter stories: A thread about one of them is told where its story is.
    static func ordinary(
        _ folder: ContentFolder, about stories: [OrdinaryStory]
    ) throws(ContentError) -> [ThreadContent] {
        let splits = Dictionary(stories.map { ($0.key, $0.split ?? .train) }) { first, _ in first }
        var threads: [ThreadContent] = []
        for file in try folder.files(in: "Slack/Ordinary", ending: ".yaml") {
            let content = try folder.yaml(ThreadFile.self, file)
            for var thread in content.threads {
                thread.channel = thread.channel ?? content.channel
                if let story = thread.story {
                    guard let split = splits[story] else {
                        throw ContentError(file, "has a thread about \(story), which is no story of Tickets/Ordinary")
                    }
                    thread.split = split
                }
                threads.append(thread)
            }
        }
        return threads
    }

    /// By situation.
    static func planted(_ folder: ContentFolder) throws(ContentError) -> [String: [ThreadContent]] {
        var result: [String: [ThreadContent]] = [:]
        for file in try folder.files(in: "Slack/Planted", ending: ".yaml") {
            let content = try folder.yaml(ThreadFile.self, file)
            let name = file.split(separator: "/").last?.dropLast(5) ?? ""
            result[String(name)] = content.threads.map { thread in
                var thread = thread
                thread.channel = thread.channel ?? content.channel
                return thread
            }
        }
        return result
    }
}

private struct ThreadFile: Decodable {
    let channel: String?
    let threads: [ThreadContent]
}

struct ThreadMessage: Decodable, Sendable {
    /// A post, or a role that the situation fills, such as `away`.
    let by: String
    /// Minutes since the message before.
    let after: Int
    let text: String
    let reactions: [ThreadReaction]?
}

struct ThreadReaction: Decodable, Sendable {
    let emoji: String
    let by: [String]
}
