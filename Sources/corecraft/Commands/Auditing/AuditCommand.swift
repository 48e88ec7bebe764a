import ArgumentParser
import CanonicalJSON
import Episodes
import Rewards
import ToolLayer

/// `corecraft audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Recompute an episode, or a trajectory file, from the ground up: chain, state, calls and reward.",
        discussion: """
            Everything is computed again and compared: the hashes of the records, the roots, the results of the tools \
            and the grade. The exit code is 1 when something does not come out as recorded.

            EXAMPLES:
              corecraft audit --store run/store EPISODE
              corecraft audit --store run/store EPISODE --json
              corecraft audit trajectory.ndjson --snapshots snapshots
            """
    )

    @OptionGroup var options: SnapshotOptions

    @Argument(help: ArgumentHelp("An episode's id, or a trajectory file.", valueName: "episode|file"))
    var target: String

    func run() async throws {
        let answer: JSONValue
        switch try TrajectorySource(target, options.places) {
        case .episode(let episode):
            answer = try await StoreDoor.reading(options.places) { access in
                try await access.send(.post("episodes", episode, "audit"))
            }
        case .file(let file, let base):
            answer = try EpisodeHost.audit(file, over: base, grading: ChecksGrader(), tools: .standard).json
        }
        options.json ? Console.print(answer) : Console.print(AuditTexts.audit(answer))
        if answer["ok"] != true { throw ExitStatus.badAnswer }
    }
}
