internal import CanonicalJSON
internal import Projections

extension Company {
    /// An article as this world has it, its slots filled with names and figures.
    func draft(of article: ArticleContent) throws(ContentError) -> FixedDraft {
        try draft(of: article, id: article.key, [:])
    }

    /// An article that is a template, such as the notice of a recall.
    ///
    /// - Parameter values: Of the slots that are neither figures nor products.
    func draft(of article: ArticleContent, id: String, _ values: [String: String]) throws(ContentError) -> FixedDraft {
        let front = article.front
        var object = JSONObject()
        object.put("title", try filled(front.title, id, values))
        object.put("body", try filled(article.body, id, values))
        object.put("tags", front.tags)
        object.put("category", front.category)
        let mentioned = try (front.mentions ?? []).map { key throws(ContentError) in
            try catalogue.product(key: key, for: id).id
        }
        if let product = values["productID"] {
            object.put("productsMentioned", [product])
        } else if !mentioned.isEmpty {
            object.put("productsMentioned", mentioned)
        }
        object.put("version", front.version)
        object["isDeprecated"] = .bool(front.deprecated ?? false)
        object.put("authorId", try staff.holder(of: front.author).id)
        object.put("createdAt", try moment(values["created"] ?? front.created, id))
        object.put("updatedAt", try moment(values["updated"] ?? front.updated, id))
        return FixedDraft(type: .knowledgeBaseArticle, id: id, members: object)
    }

    /// Fills figures, product names and people besides the values given.
    func filled(_ text: String, _ place: String, _ values: [String: String]) throws(ContentError) -> String {
        try TextTemplate(text).filled(place) { slot in
            if let value = values[slot] ?? figures.text(slot) { return value }
            if slot.hasPrefix("product:") {
                return (try? catalogue.product(key: String(slot.dropFirst(8)), for: place))?.name
            }
            if slot.hasPrefix("@") { return (try? staff.holder(of: String(slot.dropFirst())))?.name }
            if slot.hasPrefix("#") { return (try? staff.holder(of: String(slot.dropFirst())))?.first }
            return nil
        }
    }

    /// Articles are written in working hours; the minute comes from the article, so that no two are alike.
    private func moment(_ day: String, _ id: String) throws(ContentError) -> Moment {
        guard let date = CivilDate(Text(day)) else {
            throw ContentError(id, "\(day) must be a day such as 2025-06-18")
        }
        let mark = id.utf8.reduce(0) { ($0 * 31 + Int($1)) % 25_200 }
        return Moment(date, hour: 14).adding(seconds: mark)
    }
}
