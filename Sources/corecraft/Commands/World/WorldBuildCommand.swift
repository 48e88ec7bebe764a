public import ArgumentParser
import CanonicalJSON
import Foundation
import Projections
public import WorldBuilder

/// `corecraft world build`.
struct WorldBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build a world as a snapshot's folder, with the registry of what was planted in it beside.",
        discussion: """
            Every planted instance is proved in the finished world before anything is written. The registry is for \
            those who make and audit tasks; agents never see it. A world for evaluation tells tickets and threads that \
            no world for training tells; docs/world.md says how far.

            EXAMPLES:
              corecraft world build --seed 7 --name mine
              corecraft world build --seed 7 --scale 100 --name large --out run/worlds
              corecraft world build --seed 5 --name mine-eval --split eval --json
              corecraft world build --seed 7 --name mine --content my-content
            """
    )

    @Option(help: "Sister worlds differ by it.")
    var seed: Int

    @Option(help: "1 for some 6,000 entities, 100 for over 300,000.")
    var scale = 1

    @Option(help: "The snapshot's name, and that of its folder.")
    var name: String

    @Option(help: ArgumentHelp("Where the folder and the registry are written.", valueName: "dir"))
    var out = "snapshots"

    @Option(help: ArgumentHelp("Which texts it tells: those of training, or those held out.", valueName: "train|eval"))
    var split = WorldSplit.train

    @Option(
        help: ArgumentHelp(
            "The folder of authored content (default: that of a checkout or of a release, where it is run in one).",
            valueName: "dir"))
    var content: String?

    /// Where a checkout and a release have the content.
    private static let usualContent = ["Sources/WorldBuilder/Content", "content"]

    @Flag(help: "Print JSON instead of text.")
    var json = false

    func validate() throws {
        guard (0...9_007_199_254_740_991).contains(seed) else { throw ValidationError("--seed must be 0 to 2^53 - 1") }
        guard (1...1000).contains(scale) else { throw ValidationError("--scale must be 1 to 1000") }
    }

    func run() async throws {
        let progress = ProgressLine("world: done", unit: "percent")
        let world: BuiltWorld
        let places = content.map { [$0] } ?? Self.usualContent
        guard let content = places.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandFailure(
                .usage,
                "there is no authored content in \(places.joined(separator: " or ")); name its folder with --content")
        }
        do {
            world = try WorldBuilder(contentFolder: content).build(
                name: name, seed: seed, scale: scale, split: split
            ) { _, percent in progress.show(UInt64(min(percent, 99)), of: 100) }
        } catch {
            throw CommandFailure(.badAnswer, "no world was written: \(error)")
        }
        let folder = "\(out)/\(name)"
        try world.snapshot.write(folder: folder)
        let registry = "\(folder).registry.json"
        try Data(world.registry.json.canonicalBytes + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: registry))
        progress.show(100, of: 100)
        let instances = world.registry.json["instances"]?.elements?.count ?? 0
        if json {
            Console.print([
                "snapshot": world.snapshot.digest.json, "folder": .string(Text(folder)),
                "registry": .string(Text(registry)), "entities": .integer(world.snapshot.entityCount),
                "instances": .integer(instances), "counts": SnapshotTables.counts(world.snapshot),
            ])
        } else {
            Console.print("snapshot   \(world.snapshot.digest)")
            Console.print("folder     \(folder), \(world.snapshot.entityCount) entities")
            Console.print("registry   \(registry), \(instances) planted instances, all proved")
        }
    }
}

extension WorldSplit: ExpressibleByArgument {}
