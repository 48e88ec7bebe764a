internal import CanonicalJSON
internal import Projections

/// W-REFERENCE: an id that a text mentions exists.
enum TextReferences {
    private static let types: [(prefix: String, type: EntityType)] = [
        ("ord", .order), ("tick", .supportTicket), ("pay", .payment), ("ship", .shipment), ("ref", .refund),
        ("res", .resolution), ("esc", .escalation), ("msg", .slackMessage),
    ]

    /// Members that hold prose.
    private static let prose: [(type: EntityType, members: [Text])] = [
        (.supportTicket, ["subject", "body"]), (.slackMessage, ["text"]), (.resolution, ["details"]),
        (.escalation, ["notes"]), (.knowledgeBaseArticle, ["title", "body"]), (.warrantyClaim, ["notes"]),
        (.order, ["failureReason"]),
    ]

    static func findings(_ snapshot: Snapshot) -> [WorldFinding] {
        var findings: [WorldFinding] = []
        for (type, members) in prose {
            for document in snapshot.documents(type) {
                var texts = members.compactMap { document.object[$0]?.text?.string }
                for note in document.object["notes"]?.elements ?? [] {
                    texts += note["text"]?.text.map { [$0.string] } ?? []
                }
                for text in texts {
                    findings += problems(in: text, of: document, snapshot)
                }
            }
        }
        return findings
    }

    private static func problems(in text: String, of document: Document, _ snapshot: Snapshot) -> [WorldFinding] {
        var findings: [WorldFinding] = []
        if text.contains("{") && text.contains("}") {
            findings.append(
                WorldFinding(
                    rule: "W-REFERENCE", entity: document.key.text.string, message: "holds a slot that was not filled"))
        }
        for word in words(of: text) {
            guard let type = types.first(where: { word.hasPrefix("\($0.prefix)-") })?.type, looksLikeID(word) else {
                continue
            }
            if snapshot.document(type, Text(word)) == nil {
                findings.append(
                    WorldFinding(
                        rule: "W-REFERENCE", entity: document.key.text.string,
                        message: "mentions \(word), which does not exist"))
            }
        }
        return findings
    }

    /// Runs of letters, digits, hyphens and underscores.
    private static func words(of text: String) -> [String] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "-" && $0 != "_" }.map(String.init)
    }

    /// `ord-250821-017`: a prefix and six digits.
    private static func looksLikeID(_ word: String) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 3 && parts[1].count == 6 && parts[1].allSatisfy(\.isNumber)
    }
}
