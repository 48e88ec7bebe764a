import Foundation
import Projections
import WorldBuilder

/// The generated worlds that figures are taken in: a committed one, and a large one that is built when it is first needed.
struct Worlds {
    /// Of scale 1.
    let ordinary: Snapshot
    private let settings: Settings

    init(_ settings: Settings) throws {
        self.settings = settings
        ordinary = try Snapshot.load(folder: settings.snapshots + "/corecraft-1")
    }

    /// The folder of the world of the same seed and scale 100. It is kept, under the digest of its sister of scale 1:
    /// what changes the one, changes the other.
    func largeFolder() throws -> String {
        let folder = "\(settings.worlds)/scale-100-\(ordinary.digest)"
        guard !FileManager.default.fileExists(atPath: folder + "/manifest.json") else { return folder }
        progress("bench: building a world of scale 100, once")
        let builder = try WorldBuilder(contentFolder: settings.content)
        try builder.build(name: "scale-100", seed: 1, scale: 100).snapshot.write(folder: folder)
        return folder
    }
}
