import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections

/// What `replay` and `audit` work on: an episode of a store, or a trajectory file.
enum TrajectorySource {
    case episode(String)
    case file(TrajectoryFile, base: Snapshot?)

    /// - Throws: ``CommandFailure`` when the text is neither an id nor a file that can be read.
    init(_ text: String, _ places: Places) throws(CommandFailure) {
        if EpisodeID(text) != nil {
            self = .episode(text)
            return
        }
        guard FileManager.default.fileExists(atPath: text) else {
            throw CommandFailure(.usage, "\(text) is neither an episode's id, such as ep-0123456789ab-2, nor a file")
        }
        do {
            let file = try TrajectoryFile(parsing: try InputText.file(text))
            self = .file(
                file, base: file.carriedSnapshot == nil ? try TrajectorySource.snapshot(file.snapshot, places) : nil)
        } catch let error as EpisodeError {
            throw CommandFailure(error.code.isDamage ? .badAnswer : .usage, "\(text): \(error.what)")
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The snapshot of a file that does not carry it: from the folder of snapshots, or from the store that is named.
    private static func snapshot(_ digest: Digest, _ places: Places) throws -> Snapshot {
        let folders = try SnapshotFolders(places.snapshots ?? Places.snapshotsDefault)
        if let folder = folders.folder(of: digest) {
            return try Snapshot.load(folder: folder)
        }
        if places.store != nil {
            let local = try LocalStore.reading(places)
            defer { local.close() }
            return try local.host.snapshots.load(digest)
        }
        throw CommandFailure(
            .usage,
            "the file does not carry its snapshot \(digest), and \(folders.directory) does not have it;"
                + " name its folder with --snapshots, a store with --store, or export with --with-snapshot")
    }
}
