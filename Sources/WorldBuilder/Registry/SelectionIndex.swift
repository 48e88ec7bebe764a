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

    /// A superset of the selection: those with its first member, or those of its span of time, whichever are fewer; all
    /// of the type when it has neither.
    func candidates(_ selection: Condition.Selection) -> [Document] {
        let first = selection.members.first
        let sharing = first.map { documents(at: Place(type: selection.type, pointer: $0.pointer), sharing: $0.value) }
        guard let since = selection.since, let until = selection.until, since.pointer == until.pointer,
            let start = SelectionIndex.instant(.text(since.at)), let end = SelectionIndex.instant(.text(until.at))
        else { return sharing ?? snapshot.documents(selection.type) }
        let entries = ordered(Place(type: selection.type, pointer: since.pointer))
        let span = lowerBound(of: start, in: entries)..<lowerBound(of: end + 1, in: entries)
        if let sharing, sharing.count < span.count { return sharing }
        return entries[span].map(\.document)
    }

    /// Those with a value at a place.
    private func documents(at place: Place, sharing value: JSONValue) -> [Document] {
        if let values = byValue[place] { return values[value] ?? [] }
        let pointer = JSONPointer(place.pointer)
        let values = Dictionary(grouping: snapshot.documents(place.type)) { pointer.value(in: $0.object) ?? .null }
        byValue[place] = values
        return values[value] ?? []
    }

    private func ordered(_ place: Place) -> [(instant: Int, document: Document)] {
        if let entries = byInstant[place] { return entries }
        let pointer = JSONPointer(place.pointer)
        var entries: [(instant: Int, document: Document)] = []
        for document in snapshot.documents(place.type) {
            guard let instant = SelectionIndex.instant(pointer.value(in: document.object)) else { continue }
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
