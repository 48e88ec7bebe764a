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
        findings = Self.sharedSentences(tickets, situations: Self.situations(registry)) + Self.sharedBodies(tickets)
        (closest, meanSimilarity) = Self.likeness(tickets)
    }

    private struct MaskedTicket {
        let id: String
        let sentences: [String]

        /// Runs of three words.
        var runs: Set<Int> {
            let words = sentences.flatMap { $0.split(separator: " ") }
            guard words.count >= 3 else { return [] }
            return Set(
                (0...words.count - 3).map { start in
                    // A stable number for the run: the standard hash differs from process to process.
                    words[start..<start + 3].joined(separator: " ").utf8.reduce(5381) { ($0 &* 33) &+ Int($1) }
                })
        }
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

    private static func likeness(_ tickets: [MaskedTicket]) -> (Pair?, Int) {
        let runs = tickets.map(\.runs)
        var holders: [Int: [Int]] = [:]
        for (index, set) in runs.enumerated() {
            for run in set { holders[run, default: []].append(index) }
        }
        var closest: Pair?
        var sum = 0
        for (index, set) in runs.enumerated() {
            var shared: [Int: Int] = [:]
            for run in set {
                for other in holders[run] ?? [] where other != index { shared[other, default: 0] += 1 }
            }
            var best = 0
            for other in shared.keys.sorted() {
                let common = shared[other] ?? 0
                let similarity = 1000 * common / max(1, set.count + runs[other].count - common)
                guard similarity > best else { continue }
                best = similarity
                if similarity > closest?.similarity ?? -1 {
                    closest = Pair(first: tickets[index].id, second: tickets[other].id, similarity: similarity)
                }
            }
            sum += best
        }
        return (closest, tickets.isEmpty ? 0 : sum / tickets.count)
    }
}
