import CanonicalJSON
import Foundation
import Projections
import ToolLayer
import WorldBuilder

/// The repository's content and snapshots, and worlds built from them.
enum Worlds {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let content = "\(root)/Sources/WorldBuilder/Content"

    /// The committed worlds and the seeds that they are built from.
    static let committed: [(name: String, seed: Int, split: WorldSplit)] = [
        ("corecraft-1", 1, .train), ("corecraft-2", 2, .train), ("corecraft-3", 3, .train),
        ("corecraft-4", 4, .train), ("corecraft-eval", 5, .eval),
    ]

    static func build(_ name: String, seed: Int, scale: Int = 1, split: WorldSplit = .train) throws -> BuiltWorld {
        try WorldBuilder(contentFolder: content).build(name: name, seed: seed, scale: scale, split: split)
    }

    static func snapshot(_ name: String) throws -> Snapshot { try Snapshot.load(folder: "\(root)/snapshots/\(name)") }

    static func registry(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(root)/snapshots/\(name).registry.json")))
    }

    /// What `validateBuildCompatibility` finds wrong with a list of parts.
    static func errors(of parts: [Text], in snapshot: Snapshot) -> [String] {
        let arguments: JSONValue = ["product_ids": .array(parts.map { .string($0) })]
        let result = ToolCatalogue.standard.run("validateBuildCompatibility", arguments, on: WorldState(base: snapshot))
        guard let bytes = result?.bytes, let value = try? JSONParser.parse(bytes) else { return ["no answer"] }
        return (value["errors"]?.elements ?? []).compactMap { $0.text?.string }
    }
}
