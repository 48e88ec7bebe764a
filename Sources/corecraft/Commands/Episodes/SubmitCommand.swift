import ArgumentParser
import CanonicalJSON

/// `corecraft submit`.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submit an episode's final response, and grade it.",
        discussion: """
            The episode takes no more calls. With a task it is graded at once by the task's grader. The response is a \
            text, `@FILE` to read it from a file, or `-` for standard input.

            EXAMPLES:
              corecraft submit --store run/store EPISODE "Your order is cancelled."
              corecraft submit --store run/store EPISODE @answer.md --json
              corecraft submit --store run/store EPISODE "" --stopped turn_limit
            """
    )

    @OptionGroup var options: WritingOptions

    @Argument(help: "The episode's id.")
    var episode: String

    @Argument(help: "The response: a text, @FILE, or -.")
    var response: String

    @Option(help: ArgumentHelp("Why the run was cut off.", valueName: "turn_limit|context_limit"))
    var stopped: String?

    @Flag(inversion: .prefixedNo, help: "Grade the submission.")
    var grade = true

    func run() async throws {
        let episode = try EpisodeReference.whole(episode)
        let bytes = try InputText.bytes(response)
        guard let response = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.usage, "the response is not UTF-8")
        }
        var body: JSONObject = ["response": .string(Text(response)), "grade": .bool(grade)]
        body["stopped"] = stopped.map { .string(Text($0)) }
        let call = ControlCall.post("episodes", episode, "submit", body: body)
        let answer = try await StoreDoor.writing(options.places) { access in try await access.send(call) }
        guard !options.json else { return Console.print(answer) }
        Console.print("submitted as record \(answer.shown("seq")), head \(answer.shortDigest("head"))")
        if let grade = answer["grade"], !grade.isNull { Console.print(EpisodeTables.grade(grade)) }
    }
}
