import ArgumentParser
import CanonicalJSON
import Foundation
import Projections
import ToolLayer
import WorldBuilder

/// `corecraft snapshot lint`.
struct SnapshotLintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check a snapshot against the integrity rules of a coherent world.",
        discussion: """
            References that lead nowhere, times in the wrong order, amounts that do not add up, members that no \
            schema declares; names that occur twice, ids in texts that do not exist, tickets that repeat each other, \
            specs that cannot be. Deviations on purpose are read from the registry, NAME.registry.json beside the \
            snapshot's folder. So is the scale: a world of more than 1 tells ordinary stories again, which are counted \
            and no findings. The exit code is 1 when anything is found; an episode can be opened all the same. A file to \
            be imported can be checked before its import.

            EXAMPLES:
              corecraft snapshot lint starter
              corecraft snapshot lint snapshots/corecraft-1 --json
              corecraft snapshot lint world.json
            """
    )

    @OptionGroup var options: SnapshotOptions

    @Argument(help: ArgumentHelp("A name, a digest, a snapshot's folder, or a JSON file.", valueName: "snapshot"))
    var reference: String

    func run() async throws {
        let snapshot =
            reference.hasSuffix(".json")
            ? try SnapshotImportCommand.snapshot(try InputText.json(try InputText.file(reference), reference))
            : try SnapshotSource(options.places).snapshot(reference)
        let registry = try registry()
        let findings = WorldLint.findings(
            in: snapshot, registry: registry, validateBuild: SnapshotLintCommand.errors)
        let variety = TextVariety(snapshot, registry)
        if options.json {
            let values = findings.map { finding -> JSONValue in
                [
                    "rule": .string(Text(finding.rule)), "entity": .string(Text(finding.entity)),
                    "message": .string(Text(finding.message)),
                ]
            }
            Console.print([
                "ok": .bool(findings.isEmpty), "digest": snapshot.digest.json,
                "entities": .integer(snapshot.entityCount), "findings": .array(values),
                "likeness": SnapshotLintCommand.json(variety),
            ])
        } else {
            if findings.isEmpty {
                Console.print("ok: \(snapshot.entityCount) entities of \(snapshot.name) keep all rules")
            } else {
                var table = Table("RULE", "ENTITY", "FINDING")
                for finding in findings { table.add(finding.rule, finding.entity, finding.message) }
                Console.print(table.text)
            }
            if let closest = variety.closest {
                Console.print(
                    "tickets most alike: \(closest.first) and \(closest.second), "
                        + "\(SnapshotLintCommand.percent(closest.similarity)) of their three-word runs; "
                        + "mean over all tickets \(SnapshotLintCommand.percent(variety.meanSimilarity)); "
                        + "\(variety.retold) tell what another tells")
            }
        }
        if !findings.isEmpty { throw ExitStatus.badAnswer }
    }

    /// The registry beside the snapshot's folder, if there is one.
    private func registry() throws -> JSONValue? {
        let folder = try SnapshotFolders(options.snapshots.folder).entry(reference)?.path ?? reference
        let path = folder + ".registry.json"
        return FileManager.default.fileExists(atPath: path) ? try InputText.json(try InputText.file(path), path) : nil
    }

    private static func json(_ variety: TextVariety) -> JSONValue {
        guard let closest = variety.closest else { return .null }
        return [
            "first": .string(Text(closest.first)), "second": .string(Text(closest.second)),
            "largest_thousandths": .integer(closest.similarity), "mean_thousandths": .integer(variety.meanSimilarity),
            "retold": .integer(variety.retold),
        ]
    }

    /// `12.3 %`
    private static func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10) %" }

    /// What `validateBuildCompatibility` finds wrong with a list of parts (I-STATE-10).
    private static func errors(of parts: [Text], in snapshot: Snapshot) -> [String] {
        let arguments: JSONValue = ["product_ids": .array(parts.map { .string($0) })]
        let result = ToolCatalogue.standard.run("validateBuildCompatibility", arguments, on: WorldState(base: snapshot))
        guard let bytes = result?.bytes, let value = try? JSONParser.parse(bytes) else { return [] }
        return (value["errors"]?.elements ?? [value["error"] ?? .null]).compactMap { $0.text?.string }
    }
}
