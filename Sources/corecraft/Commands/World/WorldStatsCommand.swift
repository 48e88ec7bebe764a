import ArgumentParser
import CanonicalJSON
import Foundation
import Projections
import WorldBuilder

/// `corecraft world stats`.
struct WorldStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count a world through: entities, distributions, weeks, links, lengths of answers.",
        discussion: """
            EXAMPLES:
              corecraft world stats corecraft-1
              corecraft world stats corecraft-1 --svg docs/world.svg
              corecraft world stats corecraft-1 --answers --json
              corecraft world stats corecraft-eval --beside corecraft-1 --beside corecraft-2
            """
    )

    @OptionGroup var options: SnapshotOptions

    @Argument(help: ArgumentHelp("A name, a digest, or a snapshot's folder.", valueName: "snapshot"))
    var reference: String

    @Option(help: ArgumentHelp("Draw orders and tickets over time, and the links, into this file.", valueName: "file"))
    var svg: String?

    @Flag(help: "Call the read tools over the world and say how long their answers are, in tokens of four bytes.")
    var answers = false

    @Option(
        help: ArgumentHelp(
            "Say how many tickets and messages this other world tells nowhere; may be repeated.", valueName: "snapshot")
    )
    var beside: [String] = []

    func run() async throws {
        let source = try SnapshotSource(options.places)
        let snapshot = try source.snapshot(reference)
        let statistics = WorldStatistics(snapshot)
        if let svg {
            try Data(WorldPicture.svg(statistics, name: snapshot.name.string).utf8).write(to: URL(fileURLWithPath: svg))
        }
        let sizes = answers ? AnswerSizes(snapshot) : nil
        let others = try beside.map { try source.snapshot($0) }
        let told = others.isEmpty ? nil : ToldElsewhere(snapshot, besides: others)
        if options.json {
            guard case .object(var object) = statistics.json else { return }
            object["digest"] = snapshot.digest.json
            if let sizes { object["answers"] = sizes.json }
            if let told { object["told_elsewhere"] = told.json }
            Console.print(.object(object))
        } else {
            print(statistics)
            if let sizes { print(sizes) }
            if let told { print(told) }
        }
    }

    private func print(_ told: ToldElsewhere) {
        Console.print(
            "\ntold nowhere in \(beside.joined(separator: ", ")): \(told.tickets.own) of \(told.tickets.count) tickets, "
                + "\(told.messages.own) of \(told.messages.count) messages of six words or more")
    }

    private func print(_ statistics: WorldStatistics) {
        var table = Table("TYPE", "COUNT>", "BYTES>")
        for row in statistics.types { table.add(row.type.rawValue, "\(row.count)", "\(row.bytes)") }
        table.add(
            "all", "\(statistics.types.reduce(0) { $0 + $1.count })", "\(statistics.types.reduce(0) { $0 + $1.bytes })")
        Console.print(table.text)
        for distribution in statistics.distributions + [statistics.degrees] {
            let rows = distribution.rows.map { "\($0.value) \($0.count)" }.joined(separator: ", ")
            Console.print("\n\(distribution.title): \(rows)")
        }
        if let hub = statistics.hub { Console.print("\nmost links: \(hub.key), \(hub.links)") }
    }

    private func print(_ sizes: AnswerSizes) {
        var table = Table("TOOL", "CALLS>", "MEDIAN>", "P95>", "LARGEST>", "LARGEST CALL")
        for row in sizes.rows {
            let call = String(decoding: row.largestCall.canonicalBytes, as: UTF8.self)
            table.add(
                row.tool, "\(row.calls)", "\(row.median)", "\(row.percentile95)", "\(row.largest)",
                call.count > 60 ? call.prefix(60) + "..." : call)
        }
        Console.print("\n" + table.text)
    }
}
