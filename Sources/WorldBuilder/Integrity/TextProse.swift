internal import CanonicalJSON
internal import Projections

/// W-PRODUCT: an escalation speaks of what its customer bought. W-PROSE: "an" before a product that begins with a vowel.
enum TextProse {
    static func findings(_ snapshot: Snapshot) -> [WorldFinding] {
        let names = snapshot.documents(.product).compactMap { product in
            product.object["name"]?.text?.string
        }
        return wrongArticles(snapshot, names) + wrongProducts(snapshot)
    }

    private static func wrongArticles(_ snapshot: Snapshot, _ names: [String]) -> [WorldFinding] {
        let brands = Set(names.compactMap { $0.split(separator: " ").first.map(String.init) })
            .filter { "AEIO".contains($0.first ?? "X") }.sorted()
        let wrong = brands.map { TextMatch(Text(" a \($0) ")) }
        let prose: [(EntityType, Text)] = [
            (.supportTicket, "body"), (.slackMessage, "text"), (.resolution, "details"), (.escalation, "notes"),
            (.knowledgeBaseArticle, "body"),
        ]
        return prose.flatMap { type, member in
            snapshot.documents(type).compactMap { document -> WorldFinding? in
                guard let text = document.object[member]?.text, wrong.contains(where: { $0.occurs(in: text) }) else {
                    return nil
                }
                return WorldFinding(
                    rule: "W-PROSE", entity: document.key.text.string, message: "has \"a\" before a vowel")
            }
        }
    }

    private static func wrongProducts(_ snapshot: Snapshot) -> [WorldFinding] {
        let products = snapshot.documents(.product).compactMap { product in
            product.object["name"]?.text.map { (id: product.id, name: $0.string, match: TextMatch($0)) }
        }
        return snapshot.documents(.escalation).compactMap { escalation -> WorldFinding? in
            guard let notes = escalation.object["notes"]?.text,
                let ticket = escalation.object["ticketId"]?.text.flatMap({ snapshot.document(.supportTicket, $0) }),
                let order = ticket.object["orderId"]?.text.flatMap({ snapshot.document(.order, $0) })
            else { return nil }
            let bought = Set((order.object["lineItems"]?.elements ?? []).compactMap { $0["productId"]?.text })
            let named = products.filter { $0.match.occurs(in: notes) }
            // The name of one may begin that of another.
            let longest = named.filter { one in
                !named.contains { $0.name != one.name && $0.name.contains(one.name) }
            }
            guard !longest.isEmpty, !longest.contains(where: { bought.contains($0.id) }) else { return nil }
            return WorldFinding(
                rule: "W-PRODUCT", entity: escalation.key.text.string,
                message: "speaks of \(longest[0].name), which is not in the ticket's order")
        }
    }
}
