public import CanonicalJSON
public import Projections

/// W-VARIETY: no two tickets of one situation share a sentence beyond names and ids, no two tickets a body; and how alike
/// tickets are.
public struct TextVariety: Sendable {
    /// Two tickets and how alike they are.
    public struct Pair: Sendable {
        public let first: String
        public let second: String
        /// The share of masked three-word runs that both have, in thousandths.
        public let similarity: Int
    }

    let findings: [WorldFinding]
    /// Tickets that tell what another ticket tells: a finding each at scale 1, where nothing is told twice; none at a larger
    /// one, which retells ordinary stories.
    public let retold: Int
    /// The two tickets most alike; nil with fewer than two.
    public let closest: Pair?
    /// The mean, over all tickets, of the similarity to the most alike other one, in thousandths.
    public let meanSimilarity: Int

    /// - Parameter registry: Says which tickets belong to one situation; without it, all are of one.
    public init(_ snapshot: Snapshot, _ registry: JSONValue?) {
        let mask = TextMask(snapshot)
        let tickets = snapshot.documents(.supportTicket).map { ticket in
            MaskedTicket(id: ticket.id.string, sentences: mask.sentences(of: ticket.object["body"]?.text?.string ?? ""))
        }
        let likeness = TextLikeness(tickets.map(\.sentences))
        let closest = tickets.indices.map { likeness.closest(to: tickets[$0].sentences, besides: $0) }
        let alike = closest.map { $0?.similarity ?? 0 }
        let most = alike.indices.max { (alike[$0], $1) < (alike[$1], $0) }
        self.closest = most.flatMap { first in
            closest[first].map {
                Pair(first: tickets[first].id, second: tickets[$0.position].id, similarity: $0.similarity)
            }
        }
        meanSimilarity = tickets.isEmpty ? 0 : alike.reduce(0, +) / tickets.count
        retold = alike.count { TextLikeness.retold <= $0 }
        let mayRetell = (registry?["scale"]?.number?.integer ?? 1) > 1
        let strict =
            mayRetell ? tickets.indices.filter { alike[$0] < TextLikeness.retold }.map { tickets[$0] } : tickets
        findings = Self.sharedSentences(strict, situations: Self.situations(registry)) + Self.sharedBodies(strict)
    }

    private struct MaskedTicket {
        let id: String
        let sentences: [String]
    }

    /// The situations of each ticket.
    private static func situations(_ registry: JSONValue?) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for instance in registry?["instances"]?.elements ?? [] {
            guard let situation = instance["situation"]?.text?.string else { continue }
            for entity in instance["entities"]?.elements ?? [] {
                guard let key = entity["entity"]?.text?.string, key.hasPrefix("support_ticket/") else { continue }
                result[String(key.dropFirst("support_ticket/".count)), default: []].append(situation)
            }
        }
        return result
    }

    private static func sharedSentences(
        _ tickets: [MaskedTicket], situations: [String: [String]]
    ) -> [WorldFinding] {
        var first: [String: String] = [:]
        var findings: [WorldFinding] = []
        for ticket in tickets {
            for situation in situations[ticket.id] ?? [] {
                // A greeting or a name is no sentence of its own.
                for sentence in ticket.sentences where sentence.split(separator: " ").count > 4 {
                    let key = "\(situation) \(sentence)"
                    if let other = first[key], other != ticket.id {
                        findings.append(
                            WorldFinding(
                                rule: "W-VARIETY", entity: "support_ticket/\(ticket.id)",
                                message: "shares a sentence with \(other) of \(situation): \(sentence)"))
                    } else {
                        first[key] = ticket.id
                    }
                }
            }
        }
        return findings
    }

    private static func sharedBodies(_ tickets: [MaskedTicket]) -> [WorldFinding] {
        var first: [String: String] = [:]
        var findings: [WorldFinding] = []
        for ticket in tickets where !ticket.sentences.isEmpty {
            let body = ticket.sentences.joined(separator: ". ")
            if let other = first[body] {
                findings.append(
                    WorldFinding(
                        rule: "W-VARIETY", entity: "support_ticket/\(ticket.id)",
                        message: "tells the same as \(other) in the same words"))
            } else {
                first[body] = ticket.id
            }
        }
        return findings
    }
}
