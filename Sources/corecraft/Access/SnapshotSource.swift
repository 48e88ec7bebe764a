import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections

/// Snapshots by name: from folders, and from a store when one is named.
struct SnapshotSource {
    /// One snapshot as lists show it.
    struct Listing {
        let digest: Digest
        let name: Text
        /// The path of its folder, or nil when the store alone has it.
        let folder: String?
    }

    private let folders: SnapshotFolders
    private let places: Places

    init(_ places: Places) throws(CommandFailure) {
        self.places = places
        folders = try SnapshotFolders(places.snapshots ?? Places.snapshotsDefault)
    }

    /// All of them, folders first.
    func listings() throws -> [Listing] {
        guard places.store != nil else {
            return folders.entries.map { entry in
                Listing(digest: entry.digest, name: Text(entry.name), folder: entry.path)
            }
        }
        let local = try LocalStore.reading(places)
        defer { local.close() }
        return try local.host.snapshots.listings().map { Listing(digest: $0.digest, name: $0.name, folder: $0.folder) }
    }

    /// The snapshot that a name, a digest or the path of a folder stands for.
    ///
    /// - Throws: ``CommandFailure`` naming what is offered.
    func snapshot(_ reference: String) throws -> Snapshot {
        if let entry = folders.entry(reference) { return try Snapshot.load(folder: entry.path) }
        if FileManager.default.fileExists(atPath: reference + "/manifest.json") {
            return try Snapshot.load(folder: reference)
        }
        if places.store != nil {
            let local = try LocalStore.reading(places)
            defer { local.close() }
            return try local.host.snapshots.load(try local.host.snapshots.resolve(Text(reference)))
        }
        let names = folders.entries.map(\.name).joined(separator: ", ")
        throw CommandFailure(
            .usage,
            "no snapshot \(reference) under \(folders.directory); there are: \(names.isEmpty ? "none" : names)"
                + " (those of a store need --store)")
    }
}
