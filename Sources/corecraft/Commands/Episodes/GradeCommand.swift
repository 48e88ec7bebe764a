import ArgumentParser
import CanonicalJSON

/// `corecraft grade`.
struct GradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "Grade an episode by its task's rubric.",
        discussion: """
            A submitted episode gets a new grade, kept beside its records. With EPISODE@SEQ it is graded as if it had \
            stopped there with an empty response, and nothing is recorded. Whatever the reward, the exit code is 0.

            EXAMPLES:
              corecraft grade --store run/store EPISODE
              corecraft grade --store run/store EPISODE@5 --json
            """
    )

    @OptionGroup var options: WritingOptions

    @Argument(help: ArgumentHelp("What to grade: EPISODE or EPISODE@SEQ.", valueName: "episode@seq"))
    var target: String

    @Option(help: "Who grades.")
    var grader = "checks"

    func run() async throws {
        let reference = try EpisodeReference(target)
        var body: JSONObject = ["grader": .string(Text(grader))]
        body["at"] = reference.seq.map(JSONValue.integer)
        let call = ControlCall.post("episodes", reference.episode, "grade", body: body)
        let answer =
            if reference.seq == nil {
                try await StoreDoor.writing(options.places) { access in try await access.send(call) }
            } else {
                try await StoreDoor.reading(options.places) { access in try await access.send(call) }
            }
        options.json ? Console.print(answer) : Console.print(EpisodeTables.grade(answer))
    }
}
