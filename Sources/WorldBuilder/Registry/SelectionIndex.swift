internal import CanonicalJSON
internal import Projections

/// Finds what a selection may mean without looking at every entity: large worlds have hundreds of thousands, and
/// hundreds of conditions ask about them.
///
/// Filled as it is asked, in one thread.
final class SelectionIndex {
    private struct Place: Hashable {
        let type: EntityType
        let pointer: String
    }

    private let snapshot: Snapshot
    private var byValue: [Place: [JSONValue: [Document]]] = [:]
    private var byInstant: [Place: [(instant: Int, document: Document)]] = [:]

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// A superset of the selection, in the order of the snapshot or of time.
    func candidates(_ selection: Condition.Selection) -> [Document] {
        if let member = selection.members.first {
            let place = Place(type: selection.type, pointer: member.pointer)
            let values =
                byValue[place]
                ?? Dictionary(grouping: snapshot.documents(selection.type)) { document in
                    JSONValue.object(document.object).at(member.pointer) ?? .null
                }
            byValue[place] = values
            return values[member.value] ?? []
        }
        guard let since = selection.since, let until = selection.until, since.pointer == until.pointer,
            let first = SelectionIndex.instant(.text(since.at)), let last = SelectionIndex.instant(.text(until.at))
        else { return Array(snapshot.documents(selection.type)) }
        let entries = ordered(Place(type: selection.type, pointer: since.pointer))
        return entries[lowerBound(of: first, in: entries)..<lowerBound(of: last + 1, in: entries)].map(\.document)
    }

    private func ordered(_ place: Place) -> [(instant: Int, document: Document)] {
        if let entries = byInstant[place] { return entries }
        var entries: [(instant: Int, document: Document)] = []
        for document in snapshot.documents(place.type) {
            guard let instant = SelectionIndex.instant(JSONValue.object(document.object).at(place.pointer)) else {
                continue
            }
            entries.append((instant: instant, document: document))
        }
        entries.sort { $0.instant == $1.instant ? $0.document.id < $1.document.id : $0.instant < $1.instant }
        byInstant[place] = entries
        return entries
    }

    /// The position of the first entry that is not before an instant.
    private func lowerBound(of instant: Int, in entries: [(instant: Int, document: Document)]) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].instant < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// In microseconds.
    static func instant(_ value: JSONValue?) -> Int? {
        value?.text.flatMap { Timestamp($0) }.map { Int($0.instant.microseconds) }
    }
}
