internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P08
    static let articleAndPredecessor = Situation(
        "P08",
        meaning:
            "An article and its deprecated predecessor, which disagree on a figure or step; the old one sorts first.",
        falseWhen: "one of them is deprecated or revived, or the point on which they differ changes",
        kinds: ["IR07", "IR13", "CO14", "RE06", "WF13"]
    ) { plan, generator in
        try plan.articlePairs.map { pair throws(ContentError) in
            let company = plan.company
            let words = pair.old.front.differs
            let current = try company.filled(words?.current ?? "", pair.old.key, [:])
            let old = try company.filled(words?.old ?? "", pair.old.key, [:])
            let title = try company.filled(pair.current.front.title, pair.current.key, [:])
            var facts: JSONObject = [
                "title": .text(title), "current_says": .text(current), "old_says": .text(old),
                "current_since": .text(pair.current.front.created),
                "current_updated": .text(pair.current.front.updated),
            ]
            facts.put("version", pair.current.front.version)
            facts.put("word", pair.current.front.word)
            return PlantedInstance(
                variant: pair.current.front.rules == nil ? "guide" : "policy",
                entities: [
                    ("article", .knowledgeBaseArticle, pair.current.key),
                    ("predecessor", .knowledgeBaseArticle, pair.old.key),
                ], facts: facts,
                conditions: [
                    .field(.knowledgeBaseArticle, pair.current.key, "/isDeprecated", is: false),
                    .field(.knowledgeBaseArticle, pair.old.key, "/isDeprecated", is: true),
                    .field(.knowledgeBaseArticle, pair.current.key, "/body", .contains(.text(current))),
                    .field(.knowledgeBaseArticle, pair.old.key, "/body", .contains(.text(old))),
                    .field(.knowledgeBaseArticle, pair.old.key, "/body", .lacks(.text(current))),
                    .field(.knowledgeBaseArticle, pair.old.key, "/title", .atMost(.text(title))),
                ])
        }
    }
}

extension WorldPlan {
    /// Current articles and their deprecated predecessors, by the predecessors' keys.
    var articlePairs: [(current: ArticleContent, old: ArticleContent)] {
        company.content.articles.compactMap { old in
            guard old.front.deprecated == true, let successor = old.front.successor,
                let current = company.content.articles.first(where: { $0.key == successor })
            else { return nil }
            return (current, old)
        }
    }
}
