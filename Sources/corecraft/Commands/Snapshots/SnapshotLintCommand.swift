import ArgumentParser
import CanonicalJSON
import Foundation
import Projections
import ToolLayer

/// `corecraft snapshot lint`.
struct SnapshotLintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check a snapshot against the integrity rules of a coherent world.",
        discussion: """
            References that lead nowhere, times in the wrong order, amounts that do not add up, and members that no \
            schema declares. The exit code is 1 when anything is found; an episode can be opened all the same. A file \
            to be imported can be checked before its import.

            EXAMPLES:
              corecraft snapshot lint starter
              corecraft snapshot lint snapshots/starter --json
              corecraft snapshot lint world.json
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("A name, a digest, a snapshot's folder, or a JSON file.", valueName: "snapshot"))
    var reference: String

    func run() async throws {
        let snapshot =
            reference.hasSuffix(".json")
            ? try SnapshotImportCommand.snapshot(try InputText.json(try InputText.file(reference), reference))
            : try SnapshotSource(common).snapshot(reference)
        let findings =
            IntegrityLint.findings(in: snapshot, validateBuild: SnapshotLintCommand.errors)
            + IntegrityLint.unknownFields(in: snapshot)
        if common.json {
            let values = findings.map { finding -> JSONValue in
                [
                    "rule": .string(finding.rule), "entity": .string(finding.entity.text),
                    "message": .string(Text(finding.message)),
                ]
            }
            Console.print([
                "ok": .bool(findings.isEmpty), "digest": snapshot.digest.json,
                "entities": .integer(snapshot.entityCount), "findings": .array(values),
            ])
        } else if findings.isEmpty {
            Console.print("ok: \(snapshot.entityCount) entities of \(snapshot.name) keep all rules")
        } else {
            var table = Table("RULE", "ENTITY", "FINDING")
            for finding in findings { table.add(finding.rule.string, finding.entity.text.string, finding.message) }
            Console.print(table.text)
        }
        if !findings.isEmpty { throw ExitStatus.badAnswer }
    }

    /// What `validateBuildCompatibility` finds wrong with a list of parts (I-STATE-10).
    private static func errors(of parts: [Text], in snapshot: Snapshot) -> [String] {
        let arguments: JSONValue = ["product_ids": .array(parts.map { .string($0) })]
        let result = ToolCatalogue.standard.run("validateBuildCompatibility", arguments, on: WorldState(base: snapshot))
        guard let bytes = result?.bytes, let value = try? JSONParser.parse(bytes) else { return [] }
        return (value["errors"]?.elements ?? [value["error"] ?? .null]).compactMap { $0.text?.string }
    }
}
