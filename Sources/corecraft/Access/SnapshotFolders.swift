import CanonicalJSON
import Foundation
import Projections

/// The folders of snapshots under a directory, looked at without a store.
struct SnapshotFolders {
    /// One folder, as its manifest says.
    struct Entry {
        let name: String
        let digest: Digest
        let path: String
    }

    let directory: String
    /// Ordered by name; none when the directory is not there.
    let entries: [Entry]

    /// - Throws: ``CommandFailure`` naming a manifest that cannot be read.
    init(_ directory: String) throws(CommandFailure) {
        self.directory = directory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var entries: [Entry] = []
        for name in names.sorted(by: { Text($0) < Text($1) }) {
            let path = directory + "/" + name
            guard let data = FileManager.default.contents(atPath: path + "/manifest.json") else { continue }
            let manifest = try InputText.json(Array(data), "\(path)/manifest.json")
            guard let digest = manifest["digest"]?.text.flatMap({ Digest(hex: $0.string) }) else {
                throw CommandFailure(.badAnswer, "\(path)/manifest.json names no digest")
            }
            entries.append(Entry(name: name, digest: digest, path: path))
        }
        self.entries = entries
    }

    /// The folder of the snapshot with that digest.
    func folder(of digest: Digest) -> String? {
        entries.first { $0.digest == digest }?.path
    }

    /// The folder of that name, or of the snapshot with that digest in hexadecimal.
    func entry(_ reference: String) -> Entry? {
        entries.first { Text($0.name) == Text(reference) || $0.digest.hex == reference }
    }
}
