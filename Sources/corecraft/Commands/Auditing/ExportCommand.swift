import ArgumentParser
import CanonicalJSON
import Episodes
import Foundation

/// `corecraft export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write an episode as a trajectory file that stands alone.",
        discussion: """
            The file holds the records, everything they name, and the grades; \
            clients/python/corecraft/verify.py checks it without this program. With --with-snapshot it carries the world it started from too, so that its calls \
            can be run again from the file alone. Reads beside a running server.

            EXAMPLES:
              corecraft export --store run/store EPISODE > trajectory.ndjson
              corecraft export --store run/store EPISODE --with-snapshot -o run.ndjson
            """
    )

    @OptionGroup var options: ReadingOptions

    @Argument(help: "The episode's id.")
    var episode: String

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
    var output: String?

    @Flag(help: "Let the file carry its snapshot.")
    var withSnapshot = false

    func validate() throws {
        if options.json, output == nil {
            throw ValidationError(
                "the trajectory itself goes to standard output; use --json together with --output FILE")
        }
    }

    func run() async throws {
        let reference = try EpisodeReference.whole(episode)
        guard let id = EpisodeID(reference) else { return }
        let local = try LocalStore.reading(options.places)
        defer { local.close() }
        let bytes = try local.host.trajectory(id, withSnapshot: withSnapshot)
        guard let output else { return Console.write(bytes) }
        do {
            try Data(bytes).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "\(output) cannot be written: \(error.localizedDescription)")
        }
        let summary = try local.host.summary(id)
        if options.json {
            Console.print([
                "file": .string(Text(output)), "bytes": .integer(bytes.count), "episode": .string(Text(reference)),
                "head": summary.head.json, "records": .integer(summary.seq + 1),
            ])
        } else {
            Console.print("\(output): \(summary.seq + 1) records, \(bytes.count) bytes, head \(summary.head)")
        }
    }
}
