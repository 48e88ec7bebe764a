import ArgumentParser
import CanonicalJSON

/// `corecraft log`.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List an episode's records.",
        discussion: """
            One line a record: what was called, whether the tool refused, how many entities changed, the hash of the \
            record and the root of the state after it. With --json each line is the whole record with its result and \
            blobs, as the control API gives it. Reads beside a running server.

            EXAMPLES:
              corecraft log --store run/store EPISODE
              corecraft log --store run/store EPISODE --from 3 --to 5 --json
            """
    )

    @OptionGroup var options: ReadingOptions

    @Argument(help: "The episode's id.")
    var episode: String

    @Option(help: ArgumentHelp("The first record.", valueName: "seq"))
    var from = 0

    @Option(help: ArgumentHelp("The last record, itself included.", valueName: "seq"))
    var to: Int?

    func run() async throws {
        let episode = try EpisodeReference.whole(episode)
        let call = ControlCall.get(
            "episodes", episode, "records", query: ["from": "\(from)", "to": to.map { "\($0)" }])
        let answer = try await StoreDoor.reading(options.places) { access in try await access.send(call) }
        let records = answer.list("records")
        if options.json {
            records.forEach { Console.print($0) }
        } else {
            Console.print(EpisodeTables.records(records))
        }
    }
}
