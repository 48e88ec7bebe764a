internal import CanonicalJSON
internal import Projections

/// W-UNIQUE: what people tell things apart by occurs once.
enum NaturalKeys {
    private static let members: [(type: EntityType, members: [Text])] = [
        (.customer, ["email"]), (.customer, ["name", "dateOfBirth"]), (.employee, ["email"]), (.employee, ["name"]),
        (.product, ["sku"]), (.product, ["name"]), (.shipment, ["trackingNumber"]), (.payment, ["transactionId"]),
        (.knowledgeBaseArticle, ["title"]), (.slackChannel, ["name"]),
    ]

    static func findings(_ snapshot: Snapshot) -> [WorldFinding] {
        members.flatMap { type, members -> [WorldFinding] in
            var first: [String: Text] = [:]
            var findings: [WorldFinding] = []
            for document in snapshot.documents(type) {
                let values = members.compactMap { document.object[$0]?.text?.string }
                guard values.count == members.count else { continue }
                let key = values.joined(separator: ", ")
                if let other = first[key] {
                    let names = members.map(\.string).joined(separator: " and ")
                    findings.append(
                        WorldFinding(
                            rule: "W-UNIQUE", entity: document.key.text.string,
                            message: "has the \(names) of \(other): \(key)"))
                } else {
                    first[key] = document.id
                }
            }
            return findings
        }
    }
}
