import ArgumentParser
import CanonicalJSON

/// `corecraft diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two places in episodes: the first records that differ, and the entities that do.",
        discussion: """
            The exit code is 0 whether they differ or not. Reads beside a running server.

            EXAMPLES:
              corecraft diff --store run/store EPISODE@2 EPISODE@8
              corecraft diff --store run/store EPISODE OTHER --json
            """
    )

    @OptionGroup var options: ReadingOptions

    @Argument(help: ArgumentHelp("The one side: EPISODE or EPISODE@SEQ.", valueName: "a"))
    var left: String

    @Argument(help: ArgumentHelp("The other side: EPISODE or EPISODE@SEQ.", valueName: "b"))
    var right: String

    func run() async throws {
        let (a, b) = (try EpisodeReference(left), try EpisodeReference(right))
        let call = ControlCall.get("diff", query: ["a": a.text, "b": b.text])
        let answer = try await StoreDoor.reading(options.places) { access in try await access.send(call) }
        options.json ? Console.print(answer) : Console.print(EpisodeTables.diff(answer))
    }
}
