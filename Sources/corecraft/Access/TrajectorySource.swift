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
    init(_ text: String, _ options: CommonOptions) throws(CommandFailure) {
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
                file, base: file.carriedSnapshot == nil ? try TrajectorySource.snapshot(file.snapshot, options) : nil)
        } catch let error as EpisodeError {
            throw CommandFailure(error.code.isDamage ? .badAnswer : .usage, "\(text): \(error.what)")
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The snapshot of a file that does not carry it: from the folder of snapshots, or from the store that is named.
    private static func snapshot(_ digest: Digest, _ options: CommonOptions) throws -> Snapshot {
        if let folder = try SnapshotFolders(options.snapshots).folder(of: digest) {
            return try Snapshot.load(folder: folder)
        }
        if options.store != nil || Environment.value("CORECRAFT_STORE") != nil {
            let local = try LocalStore.reading(options)
            defer { local.close() }
            return try local.host.snapshots.load(digest)
        }
        throw CommandFailure(
            .usage,
            "the file does not carry its snapshot \(digest), and \(options.snapshots) does not have it;"
                + " name its folder with --snapshots, a store with --store, or export with --with-snapshot")
    }
}
