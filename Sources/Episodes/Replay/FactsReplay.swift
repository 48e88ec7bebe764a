import CanonicalJSON
import EventStore
import Projections

/// Folds the recorded changes, applies the recorded events, and compares both with every root.
///
/// It runs no tool, so it works for ever.
struct FactsReplay {
    /// How many records held.
    private(set) var records = 0
    private(set) var divergence: Divergence?

    /// - Throws: ``EpisodeError`` when the store fails; damage is a divergence.
    init(_ episode: RecordedEpisode) throws(EpisodeError) {
        var state = WorldState(base: episode.base)
        var head: Digest?
        for (seq, entry) in episode.entries.enumerated() {
            divergence = FactsReplay.brokenLink(entry, seq: seq, after: head)
            if divergence == nil {
                do throws(EpisodeError) {
                    divergence = try FactsReplay.step(entry.record, seq: seq, of: episode, state: &state)
                } catch {
                    divergence = try Divergence(damage: error, at: seq)
                }
            }
            guard divergence == nil else { return }
            head = entry.hash
            records += 1
        }
    }

    /// Whether the record has another number or follows another record than it should.
    static func brokenLink(_ entry: RecordedEpisode.Entry, seq: Int, after head: Digest?) -> Divergence? {
        guard entry.record.seq != seq || entry.record.prev != head else { return nil }
        return Divergence(
            seq: seq, what: "chain", expected: ["prev": head?.json ?? .null, "seq": .integer(seq)],
            found: ["prev": entry.record.prev?.json ?? .null, "seq": .integer(entry.record.seq)]
        )
    }

    private static func step(
        _ record: Record, seq: Int, of episode: RecordedEpisode, state: inout WorldState
    ) throws(EpisodeError) -> Divergence? {
        // Reading a changed document checks its digest below.
        for digest in record.bodyBlobs { _ = try episode.blob(digest) }
        let before = state
        state = before.folding(try episode.changes(record))
        if let difference = compare(record, with: state.changes(since: before), seq: seq, what: "changes") {
            return difference
        }
        if case .call(let call) = record.body {
            let applied = before.applying(try episode.events(call))
            if let difference = compare(record, with: applied.changes(since: before), seq: seq, what: "events") {
                return difference
            }
        }
        guard state.root != record.root else { return nil }
        return Divergence(seq: seq, what: "root", expected: record.root.json, found: state.root.json)
    }

    /// Compares the recorded `changes` with those that folding or applying gives.
    private static func compare(
        _ record: Record, with changes: [EntityChange], seq: Int, what: String
    ) -> Divergence? {
        let found = changes.map { Record.Change(key: $0.key.text, digest: $0.document?.digest) }
        guard found != record.changes else { return nil }
        return Divergence(seq: seq, what: what, expected: json(record.changes), found: json(found))
    }

    static func json(_ changes: [Record.Change]) -> JSONValue {
        var object = JSONObject()
        for change in changes {
            object[change.key] = change.digest?.json ?? .null
        }
        return .object(object)
    }
}
