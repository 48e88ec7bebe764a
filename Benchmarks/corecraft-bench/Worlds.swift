import CanonicalJSON
import Projections
import WorldBuilder

/// The worlds that figures are taken in: the committed ones, and one of scale 100, generated when it is asked for.
struct Worlds {
    let starter: Snapshot
    /// A world of scale 1.
    let base: Snapshot
    private let content: String

    init(_ settings: Settings) throws {
        starter = try Snapshot.load(folder: settings.snapshots + "/starter")
        base = try Snapshot.load(folder: settings.snapshots + "/corecraft-1")
        content = settings.content
    }

    /// The files of a sister of the base world of scale 100, over 300,000 entities.
    func large() throws -> WorldFiles {
        let world = try WorldBuilder(contentFolder: content).build(name: "large", seed: 1, scale: 100) {
            what, percent in
            progress("bench: making the large world: \(what), \(percent) %")
        }
        let tables = world.snapshot.tableFiles.map { ($0.digest, $0.bytes) }
        return WorldFiles(
            object: world.snapshot.object.canonicalBytes,
            tables: Dictionary(tables, uniquingKeysWith: { first, _ in first }))
    }
}

/// A snapshot as it is stored.
struct WorldFiles {
    fileprivate let object: [UInt8]
    fileprivate let tables: [Digest: [UInt8]]

    func load() throws -> Snapshot {
        try Snapshot.load(object: object, name: "large") { digest in
            guard let table = tables[digest] else { throw BenchError("no table \(digest)") }
            return table
        }
    }
}
