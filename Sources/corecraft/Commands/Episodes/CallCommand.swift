import ArgumentParser
import CanonicalJSON

/// `corecraft call`.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Call a tool in an episode.",
        discussion: """
            The call is recorded, an error of the tool too; then the exit code is 1. Arguments are a JSON object, \
            `@FILE` to read them from a file, or `-` for standard input.

            EXAMPLES:
              corecraft call --store run/store EPISODE searchOrders '{"status": "paid"}'
              corecraft call --store run/store EPISODE createOrder @order.json --json
              corecraft call --store run/store EPISODE searchOrders --expected-seq 1
            """
    )

    @OptionGroup var options: WritingOptions

    @Argument(help: "The episode's id.")
    var episode: String

    @Argument(help: "The tool's name.")
    var tool: String

    @Argument(help: "The arguments: a JSON object, @FILE, or -.")
    var arguments = "{}"

    @Option(help: ArgumentHelp("Refuse unless the call's record gets this number.", valueName: "seq"))
    var expectedSeq: Int?

    func run() async throws {
        let episode = try EpisodeReference.whole(episode)
        let arguments = try InputText.json(try InputText.bytes(arguments), "the arguments")
        var body: JSONObject = ["name": .string(Text(tool)), "arguments": arguments]
        body["expected_seq"] = expectedSeq.map(JSONValue.integer)
        let call = ControlCall.post("episodes", episode, "calls", body: body)
        let answer = try await StoreDoor.writing(options.places) { access in try await access.send(call) }
        if options.json {
            Console.print(answer)
        } else {
            Console.print((answer["result"] ?? .null).indented())
            Console.note(
                "record \(answer.shown("seq")), head \(answer.shortDigest("head")), root \(answer.shortDigest("root"))")
        }
        if answer["is_error"] == true { throw ExitStatus.badAnswer }
    }
}
