/// An article of the knowledge base: a Markdown file with YAML front matter.
struct ArticleContent: Sendable {
    /// The file's name without its ending; the article's id.
    let key: String
    let front: FrontMatter
    /// With slots.
    let body: String

    struct FrontMatter: Decodable, Sendable {
        let title: String
        let category: String
        let tags: [String]
        let version: String?
        /// A post.
        let author: String
        /// `YYYY-MM-DD`
        let created: String
        let updated: String
        let deprecated: Bool?
        /// The key of the current article, on a deprecated one.
        let successor: String?
        let differs: Difference?
        /// House rules that it settles.
        let rules: [String]?
        /// A word whose search finds it.
        let word: String?
        /// Keys of products.
        let mentions: [String]?
        /// Categories.
        let about: [String]?
        /// What a troubleshooting guide is for.
        let symptom: String?
        /// The part that its symptom points at.
        let pins: String?
        /// The cause by which a case is passed on when the steps did not help.
        let exhausted: String?
        /// The one thing that the guide needs to know of the customer.
        let asks: String?
    }

    /// A point on which an article and its deprecated predecessor disagree.
    struct Difference: Decodable, Sendable {
        let current: String
        let old: String
    }

    static func all(_ folder: ContentFolder) throws(ContentError) -> [ArticleContent] {
        var articles: [ArticleContent] = []
        for part in ["Articles/Guides", "Articles/Policies"] {
            for file in try folder.files(in: part, ending: ".md") {
                articles.append(try ArticleContent(file, folder))
            }
        }
        return articles
    }

    init(_ file: String, _ folder: ContentFolder) throws(ContentError) {
        let text = try folder.text(file)
        let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else {
            throw ContentError(file, "must begin with front matter between two lines of ---")
        }
        key = String(file.split(separator: "/").last?.dropLast(3) ?? "")
        front = try folder.yaml(FrontMatter.self, text: String(parts[1]), of: file)
        body = String(parts[2].drop { $0 == "\n" })
    }
}
