import ArgumentParser
import CanonicalJSON
import Projections

/// `corecraft snapshot show`.
struct SnapshotShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a snapshot's digest, clock and tables, or its entities of one type.",
        discussion: """
            With --type each entity is one line of JSON, in order of id.

            EXAMPLES:
              corecraft snapshot show starter
              corecraft snapshot show starter --type customer
              corecraft snapshot show DIGEST --store run/store --json
            """
    )

    @OptionGroup var options: SnapshotOptions

    @Argument(help: ArgumentHelp("A name, a digest, or a snapshot's folder.", valueName: "snapshot"))
    var reference: String

    @Option(help: ArgumentHelp("Print the entities of this type, such as order.", valueName: "type"))
    var type: String?

    func run() async throws {
        let snapshot = try SnapshotSource(options.places).snapshot(reference)
        if let type {
            guard let type = EntityType(name: Text(type)), !type.isInternal else {
                let names = EntityType.importable.map(\.name.string).joined(separator: ", ")
                throw CommandFailure(.usage, "\(type) is no entity type; there are \(names)")
            }
            for document in snapshot.documents(type) { Console.write(document.bytes + [UInt8(ascii: "\n")]) }
        } else if options.json {
            Console.print([
                "digest": snapshot.digest.json, "name": .string(snapshot.name),
                "clock": ["now": .string(snapshot.clock.text), "tick_seconds": 0],
                "counts": SnapshotTables.counts(snapshot),
            ])
        } else {
            Console.print(SnapshotTables.described(snapshot))
        }
    }
}

/// Snapshots as text.
enum SnapshotTables {
    /// How many entities each table has.
    static func counts(_ snapshot: Snapshot) -> JSONValue {
        var counts: JSONObject = [:]
        for entry in snapshot.counts { counts[entry.type.name] = .integer(entry.count) }
        return .object(counts)
    }

    static func imported(_ answer: JSONValue) -> String {
        "snapshot \(answer.shown("snapshot"))\n\(table(answer["counts"] ?? [:]))"
    }

    static func described(_ snapshot: Snapshot) -> String {
        """
        snapshot \(snapshot.name)
        digest   \(snapshot.digest)
        clock    \(snapshot.clock.text)
        entities \(snapshot.entityCount)
        \(table(counts(snapshot)))
        """
    }

    private static func table(_ counts: JSONValue) -> String {
        var table = Table("TYPE", "ENTITIES>")
        for member in counts.object?.members ?? [] { table.add(member.name.string, member.value.shown) }
        return table.text
    }
}
