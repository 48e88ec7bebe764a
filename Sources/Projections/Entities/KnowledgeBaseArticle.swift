public import CanonicalJSON

/// An article of the knowledge base (contract 3.5).
public struct KnowledgeBaseArticle: EntityView {
    public static let type = EntityType.knowledgeBaseArticle
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var title: Text { required("title") }

    /// Markdown.
    public var body: Text { required("body") }

    public var tags: [Text] { texts("tags") ?? [] }

    public var category: Text? { text("category") }

    public var isDeprecated: Bool { document["isDeprecated"]?.bool ?? false }

    public var authorID: Text? { text("authorId") }

    public var createdAt: Text { required("createdAt") }

    public var updatedAt: Text { required("updatedAt") }
}

extension EntitySchema {
    static let knowledgeBaseArticle = EntitySchema(
        .knowledgeBaseArticle,
        [
            .required("title", .string),
            .required("body", .string),
            .required("tags", .array(.string)),
            .optional("category", .string),
            .optional("productsMentioned", .array(.reference(.product))),
            .optional("version", .string),
            .optional("isDeprecated", .boolean),
            .optional("authorId", .reference(.employee)),
            .required("createdAt", .timestamp),
            .required("updatedAt", .timestamp),
        ])
}
