public import CanonicalJSON
public import EventStore
import Foundation
public import Projections
import Synchronization

/// The snapshots an episode can start from: folders beside the project, and what the store holds.
///
/// A folder's name wins over an imported one; among imported ones of the same name the newest wins. Digests decide.
public final class SnapshotCatalogue: Sendable {
    /// One snapshot as lists show it.
    public struct Listing: Sendable {
        public let digest: Digest
        public let name: Text
        /// The path of its folder, or nil when the store alone has it.
        public let folder: String?
        /// The clock's text.
        public let now: Text
        /// How many entities each present table has, ordered by name.
        public let counts: [(type: Text, count: Int)]

        /// Takes all from the snapshot's object, without its tables (`docs/format.md`, section 3).
        ///
        /// - Returns: nil when the object is not the one that the digest names.
        init?(digest: Digest, name: Text, folder: String?, object: JSONValue) {
            guard Digest(of: object) == digest, let now = object["clock"]?["now"]?.text,
                let tables = object["tables"]?.object
            else { return nil }
            self.digest = digest
            self.name = name
            self.folder = folder
            self.now = now
            counts = tables.members.compactMap { table in
                table.value["count"]?.number?.integer.map { (type: table.name, count: $0) }
            }.sorted { $0.type < $1.type }
        }
    }

    private struct Loaded {
        let snapshot: Snapshot
        var lastUse: UInt64
    }

    private struct State {
        var loaded: [Digest: Loaded] = [:]
        var uses: UInt64 = 0
    }

    private let folders: [Listing]
    private let store: EventStore
    private let state = Mutex(State())
    private let loadedLimit: Int

    /// Looks at the folders once; their tables are read when an episode needs them.
    ///
    /// - Parameter directory: A directory of snapshot folders; one that does not exist offers nothing.
    /// - Parameter loadedLimit: How many snapshots stay in memory, least recently used first to go.
    /// - Throws: ``EpisodeError`` with code `.alteredSnapshot` when a folder's manifest cannot be read.
    public init(directory: String?, store: EventStore, loadedLimit: Int = 16) throws(EpisodeError) {
        self.store = store
        self.loadedLimit = loadedLimit
        folders = try directory.map(SnapshotCatalogue.folders) ?? []
    }

    private static func folders(in directory: String) throws(EpisodeError) -> [Listing] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var listings: [Listing] = []
        for name in names.sorted(by: { Text($0) < Text($1) }) {
            let folder = directory + "/" + name
            guard let data = FileManager.default.contents(atPath: folder + "/manifest.json") else { continue }
            guard let manifest = try? JSONParser.parse(Array(data)), let digest = Digest(manifest["digest"]) else {
                throw EpisodeError(.alteredSnapshot, "\(folder)/manifest.json names no snapshot digest")
            }
            guard let object = manifest["snapshot"],
                let listing = Listing(digest: digest, name: Text(name), folder: folder, object: object)
            else {
                throw EpisodeError(
                    .alteredSnapshot, "\(folder)/manifest.json: its snapshot is not the one that its digest names")
            }
            listings.append(listing)
        }
        return listings
    }

    /// All snapshots, once for each of their names: folders first, then what was imported or kept, newest first.
    public func listings() throws(EpisodeError) -> [Listing] {
        var listings = folders
        do {
            for stored in try store.snapshots() {
                // What an episode has kept of a folder is listed as the folder.
                if folders.contains(where: { $0.digest == stored.digest && $0.name == stored.name }) { continue }
                guard let object = try? JSONParser.parse(stored.object),
                    let listing = Listing(digest: stored.digest, name: stored.name, folder: nil, object: object)
                else { throw EpisodeError.damaged("the stored snapshot \(stored.digest) is not the one of its digest") }
                listings.append(listing)
            }
        } catch let error as EpisodeError {
            throw error
        } catch let error as EventStoreError {
            throw EpisodeError(error)
        } catch {
            throw .damaged("the stored snapshots cannot be listed: \(error)")
        }
        return listings
    }

    /// The digest that a digest's text or a name stands for.
    ///
    /// - Throws: ``EpisodeError`` with code `.unknownSnapshot`, naming what is offered.
    public func resolve(_ reference: Text) throws(EpisodeError) -> Digest {
        try listing(reference).digest
    }

    /// The snapshot that a digest's text or a name stands for, as lists show it; its tables are not read.
    ///
    /// - Throws: ``EpisodeError`` with code `.unknownSnapshot`, naming what is offered.
    public func listing(_ reference: Text) throws(EpisodeError) -> Listing {
        let listings = try listings()
        if let listing = listings.first(where: { Text($0.digest.hex) == reference || $0.name == reference }) {
            return listing
        }
        let names = listings.map(\.name.string).joined(separator: ", ")
        let offered = names.isEmpty ? "none; name their folder with --snapshots, or import one" : names
        throw EpisodeError(.unknownSnapshot, "no snapshot \(reference); offered are: \(offered)")
    }

    /// The snapshot of that digest, from memory, its folder or the store.
    ///
    /// - Throws: ``EpisodeError`` with code `.unknownSnapshot`, `.alteredSnapshot` or `.damaged`.
    public func load(_ digest: Digest) throws(EpisodeError) -> Snapshot {
        if let snapshot = remembered(digest) { return snapshot }
        let snapshot = try read(digest)
        guard snapshot.digest == digest else {
            throw EpisodeError(
                .alteredSnapshot,
                "snapshot \(digest) has the digest \(snapshot.digest) when it is read: its folder was altered since")
        }
        remember(snapshot)
        return snapshot
    }

    private func remembered(_ digest: Digest) -> Snapshot? {
        state.withLock { state in
            state.uses += 1
            state.loaded[digest]?.lastUse = state.uses
            return state.loaded[digest]?.snapshot
        }
    }

    private func remember(_ snapshot: Snapshot) {
        state.withLock { state in
            state.uses += 1
            state.loaded[snapshot.digest] = Loaded(snapshot: snapshot, lastUse: state.uses)
            if state.loaded.count > loadedLimit,
                let oldest = state.loaded.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.loaded[oldest.key] = nil
            }
        }
    }

    private func read(_ digest: Digest) throws(EpisodeError) -> Snapshot {
        let stored = try stored(digest)
        let folder = folders.first { $0.digest == digest }?.folder
        do {
            if let stored {
                return try Snapshot.load(object: stored.object, name: stored.name) { [store] table in
                    guard let bytes = try store.table(table) else {
                        throw EpisodeError.damaged("table \(table) is missing")
                    }
                    return bytes
                }
            }
            if let folder { return try Snapshot.load(folder: folder) }
        } catch {
            if stored == nil {
                throw EpisodeError(
                    .alteredSnapshot,
                    "the snapshot's folder is not what its manifest said: \(error); restore it, then start again")
            }
            throw .damaged("snapshot \(digest) cannot be read: \(error)")
        }
        throw EpisodeError(.unknownSnapshot, "no snapshot \(digest); import it or name one that is offered")
    }

    private func stored(_ digest: Digest) throws(EpisodeError) -> StoredSnapshot? {
        do {
            return try store.snapshot(digest)
        } catch {
            throw EpisodeError(error)
        }
    }

    /// What a store must keep so that an episode over the snapshot needs no folder.
    static func stored(_ snapshot: Snapshot) -> StoredSnapshot {
        StoredSnapshot(
            digest: snapshot.digest, name: snapshot.name, object: snapshot.object.canonicalBytes,
            tables: snapshot.tableFiles.map { Blob($0.bytes) }
        )
    }
}
