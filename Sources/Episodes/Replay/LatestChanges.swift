import CanonicalJSON
import EventStore
import Projections

/// The last change of each entity in a run of records: all that the state after them takes.
struct LatestChanges {
    private var digests: [Text: Digest?] = [:]

    /// Takes the changes of the next record.
    mutating func take(_ changes: [Record.Change]) {
        for change in changes { digests[change.key] = .some(change.digest) }
    }

    /// The state: the snapshot with the changes folded over it.
    ///
    /// - Parameter blob: Gives the bytes of a blob; the digest of a document is checked here.
    func state(
        over base: Snapshot, blob: (Digest) throws(EpisodeError) -> [UInt8]
    ) throws(EpisodeError) -> WorldState {
        var changes: [EntityChange] = []
        for (name, digest) in digests.sorted(by: { $0.key < $1.key }) {
            changes.append(try LatestChanges.change(of: name, to: digest, blob))
        }
        return WorldState(base: base).folding(changes)
    }

    /// A recorded change with its document.
    static func change(
        of name: Text, to digest: Digest?, _ blob: (Digest) throws(EpisodeError) -> [UInt8]
    ) throws(EpisodeError) -> EntityChange {
        guard let key = EntityKey(name) else { throw .damaged("change of \(name) names no entity") }
        guard let digest else { return EntityChange(key: key, document: nil) }
        do {
            // A document computes its digest, so that the blob's is not checked before.
            let document = try Document(key: key, canonical: try blob(digest))
            guard document.digest == digest else { throw EpisodeError.damaged("blob \(digest) holds other bytes") }
            return EntityChange(key: key, document: document)
        } catch let error as EpisodeError {
            throw error
        } catch {
            throw .damaged("document \(digest) of \(key.text) cannot be read: \(error)")
        }
    }
}
