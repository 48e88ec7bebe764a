internal import CanonicalJSON
internal import Synchronization

/// The entities in which a state differs from its snapshot. Immutable; shared by forks.
final class Overlay: Sendable {
    /// Ordered by key; each differs in its bytes from the snapshot's entity of that key.
    let documents: [Document]
    // Of the one snapshot that this overlay lies over.
    private let root = Mutex<Digest?>(nil)

    init(_ documents: [Document]) {
        self.documents = documents
    }

    /// The root, computed at the first call.
    func root(of snapshot: Digest) -> Digest {
        root.withLock { kept in
            if let kept { return kept }
            let computed = StateRoot.digest(snapshot: snapshot, changed: documents)
            kept = computed
            return computed
        }
    }

    /// The first position whose key does not come before this one.
    private func lowerBound(_ type: EntityType, _ id: Text) -> Int {
        var low = 0
        var high = documents.count
        while low < high {
            let middle = (low + high) / 2
            let key = documents[middle].key
            if key.type == type ? key.id < id : key.type < type {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    func document(_ type: EntityType, _ id: Text) -> Document? {
        guard !documents.isEmpty else { return nil }
        let position = lowerBound(type, id)
        guard position < documents.count, documents[position].type == type, documents[position].id == id else {
            return nil
        }
        return documents[position]
    }

    /// The changed entities of one type, ordered by id.
    func documents(_ type: EntityType) -> ArraySlice<Document> {
        guard !documents.isEmpty else { return [] }
        let start = lowerBound(type, "")
        var end = start
        while end < documents.count, documents[end].type == type { end += 1 }
        return documents[start..<end]
    }

    func hasDocuments(_ type: EntityType) -> Bool {
        guard !documents.isEmpty else { return false }
        let start = lowerBound(type, "")
        return start < documents.count && documents[start].type == type
    }
}
