import CanonicalJSON
import EventStore
import Projections
import ToolLayer

/// Runs the tools again with the recorded arguments and names the first record that comes out otherwise.
struct CommandReplay {
    private(set) var records = 0
    private(set) var divergence: Divergence?

    /// - Throws: ``EpisodeError`` only when what a record names cannot be read at all.
    init(_ episode: RecordedEpisode, tools: ToolCatalogue, offer: ToolOffer) throws(EpisodeError) {
        var tip: EpisodeTip?
        for (seq, entry) in episode.entries.enumerated() {
            divergence = FactsReplay.brokenLink(entry, seq: seq, after: tip?.head)
            guard divergence == nil else { return }
            var next =
                tip
                ?? EpisodeTip(
                    seq: 0, head: entry.hash, state: WorldState(base: episode.base), status: .open,
                    opening: episode.opening, offer: offer
                )
            switch entry.record.body {
            case .call(let call):
                let checked = CheckedCall(name: call.name, recorded: try episode.value(call.arguments))
                let step = CallStep(checked, after: next, tools: tools, recorded: entry)
                if step.record.hash != entry.hash {
                    divergence = CommandReplay.difference(recorded: entry.record, again: step.content)
                }
                next = step.tip
            default:
                // What comes from outside (a message, a response, injected state) is read back, never asked again.
                next.state = next.state.folding(try episode.changes(entry.record))
                if next.state.root != entry.record.root {
                    divergence = Divergence(
                        seq: seq, what: "root", expected: entry.record.root.json, found: next.state.root.json
                    )
                }
            }
            guard divergence == nil else { return }
            next.seq = seq
            next.head = entry.hash
            tip = next
            records += 1
        }
    }

    /// The first member in which two records of the same call differ.
    private static func difference(recorded: Record, again: Record) -> Divergence? {
        guard case .call(let old) = recorded.body, case .call(let new) = again.body else { return nil }
        func differ(_ what: String, _ expected: JSONValue, _ found: JSONValue) -> Divergence? {
            expected == found ? nil : Divergence(seq: recorded.seq, what: what, expected: expected, found: found)
        }
        return differ("is_error", .bool(old.isError), .bool(new.isError))
            ?? differ("result", old.result.json, new.result.json)
            ?? differ("events", json(old.events), json(new.events))
            ?? differ("changes", FactsReplay.json(recorded.changes), FactsReplay.json(again.changes))
            ?? differ("root", recorded.root.json, again.root.json)
    }

    private static func json(_ payload: Record.Payload?) -> JSONValue {
        switch payload {
        case nil: .null
        case .inline(let value): value
        case .blob(let digest): digest.json
        }
    }
}
