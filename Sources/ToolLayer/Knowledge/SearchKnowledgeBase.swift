internal import CanonicalJSON
internal import Projections

/// `searchKnowledgeBase` (contract, section 4.1).
///
/// the two `_before` filters are exclusive here. Deprecated articles are included.
enum SearchKnowledgeBase {
    static let tool = Tool.search(
        "searchKnowledgeBase",
        titled: "Search the knowledge base",
        """
        Find articles of the knowledge base: company policies, guides and troubleshooting steps. Use it for technical \
        guidance and for the rules of a case; a newer article beats an older one, and one with isDeprecated true does \
        not bind unless a current one says so. The text is looked for as one piece, so search for single words or \
        short phrases. All filters given must hold; without any, every article is returned. Returns complete articles \
        (title, body in Markdown, tags, category) ordered by title.
        """,
        over: .knowledgeBaseArticle,
        filters: [
            .contains(
                "text", in: .articleTitleAndBody, "Part of the title or body, as one piece; case does not matter.",
                example: "overheating"),
            .equals("category", "category", "The category, exactly.", example: "policy"),
            .has("tag", "tags", "A tag that the article has, exactly."),
            .hasAll("tags", "tags", "Tags that the article has, every one of them.", example: ["gpu", "thermal"]),
            .instants("created", field: .articleCreated, excludesBefore: true),
            .instants("updated", field: .articleUpdated, excludesBefore: true),
        ],
        policy: ["R-KB-1", "R-KB-2", "R-GEN-2"],
        quirks: ["Q-3"])
}
