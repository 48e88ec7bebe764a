public import CanonicalJSON
public import EventStore
public import Projections

/// An episode's records with what they name, out of a store or out of a trajectory file.
public struct RecordedEpisode: Sendable {
    /// One record: its bytes as they were stored, and what they say.
    public struct Entry: Sendable {
        public let bytes: [UInt8]
        public let hash: Digest
        public let record: Record
    }

    /// The records from 0.
    public let entries: [Entry]
    /// The snapshot that `opened` names.
    public let base: Snapshot
    private let blobs: @Sendable (Digest) throws(EpisodeError) -> [UInt8]?

    /// - Parameter records: The bytes of the records, in order.
    /// - Throws: ``EpisodeError`` with code `.damaged` when a record cannot be read or the first is not `opened`.
    public init(
        records: [[UInt8]], base: Snapshot, blobs: @escaping @Sendable (Digest) throws(EpisodeError) -> [UInt8]?
    ) throws(EpisodeError) {
        var entries: [Entry] = []
        entries.reserveCapacity(records.count)
        for (seq, bytes) in records.enumerated() {
            do {
                entries.append(Entry(bytes: bytes, hash: Digest(of: bytes), record: try Record(parsing: bytes)))
            } catch {
                throw .damaged("record \(seq) cannot be read: \(error)")
            }
        }
        self.entries = entries
        self.base = base
        self.blobs = blobs
        guard case .opened(let opening)? = entries.first?.record.body, opening.snapshot == base.digest else {
            throw .damaged("record 0 does not open an episode over snapshot \(base.digest)")
        }
        self.opening = opening
    }

    /// What record 0 says.
    public let opening: Record.Opening

    /// The bytes of a blob that a record names; their digest is checked.
    public func blob(_ digest: Digest) throws(EpisodeError) -> [UInt8] {
        let bytes = try unchecked(digest)
        guard Digest(of: bytes) == digest else { throw .damaged("blob \(digest) holds other bytes") }
        return bytes
    }

    /// The same where the digest was checked before.
    func unchecked(_ digest: Digest) throws(EpisodeError) -> [UInt8] {
        guard let bytes = try blobs(digest) else { throw .damaged("blob \(digest) is missing") }
        return bytes
    }

    /// The value of a blob.
    public func value(_ digest: Digest) throws(EpisodeError) -> JSONValue {
        do {
            return try JSONParser.parse(try blob(digest))
        } catch let error as JSONParseError {
            throw .damaged("blob \(digest) is not JSON: \(error)")
        } catch let error as EpisodeError {
            throw error
        } catch {
            throw .damaged("blob \(digest): \(error)")
        }
    }

    /// The value of an inline or blob payload.
    func value(_ payload: Record.Payload) throws(EpisodeError) -> JSONValue {
        switch payload {
        case .inline(let value): return value
        case .blob(let digest): return try value(digest)
        }
    }

    /// The events of a call, in order.
    func events(_ call: Record.Call) throws(EpisodeError) -> [Event] {
        guard let payload = call.events else { return [] }
        var events: [Event] = []
        for json in try value(payload).elements ?? [] {
            do {
                events.append(try Event(json: json))
            } catch {
                throw .damaged("an event cannot be read: \(error)")
            }
        }
        return events
    }

    /// The changes of a record with their documents.
    func changes(_ record: Record) throws(EpisodeError) -> [EntityChange] {
        var changes: [EntityChange] = []
        for change in record.changes {
            changes.append(try LatestChanges.change(of: change.key, to: change.digest, unchecked))
        }
        return changes
    }

    /// The state after record `seq`: the snapshot with `changes` folded over it. Only the last document of each entity is read.
    public func state(at seq: Int) throws(EpisodeError) -> WorldState {
        var latest = LatestChanges()
        for entry in entries.prefix(seq + 1) { latest.take(entry.record.changes) }
        return try latest.state(over: base, blob: unchecked)
    }
}
