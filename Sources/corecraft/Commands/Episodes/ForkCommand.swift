import ArgumentParser
import CanonicalJSON

/// `corecraft fork`.
struct ForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Fork an episode after one of its records.",
        discussion: """
            The forks share the records up to that one and go their own ways afterwards; the forked episode is not \
            touched. Without @SEQ the fork is at the last record. An episode that was submitted is forked one record \
            earlier, since nothing follows a submission.

            EXAMPLES:
              corecraft fork --store run/store EPISODE@3
              corecraft fork --store run/store EPISODE --count 16 --json
            """
    )

    @OptionGroup var options: WritingOptions
    @OptionGroup var labels: LabelOptions

    @Argument(help: ArgumentHelp("What to fork: EPISODE or EPISODE@SEQ.", valueName: "episode@seq"))
    var source: String

    @Option(help: "How many forks.")
    var count = 1

    func run() async throws {
        let reference = try EpisodeReference(source)
        var body: JSONObject = ["count": .integer(count), "labels": labels.json]
        body["at"] = reference.seq.map(JSONValue.integer)
        let call = ControlCall.post("episodes", reference.episode, "fork", body: body)
        let answer = try await StoreDoor.writing(options.places) { access in try await access.send(call) }
        options.json ? Console.print(answer) : Console.print(EpisodeTables.opened(answer))
    }
}
