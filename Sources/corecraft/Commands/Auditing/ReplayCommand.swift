public import ArgumentParser
import CanonicalJSON
public import Episodes
import ToolLayer

/// `corecraft replay`.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replay an episode, or a trajectory file, and say where it differs from the record.",
        discussion: """
            A replay of facts folds the recorded changes and applies the recorded events, and compares both with every \
            root; it works for ever. A replay of commands runs the tools of this build again and names the first \
            record whose result, events or root differ. The exit code is 1 when one does.

            EXAMPLES:
              corecraft replay --store run/store EPISODE
              corecraft replay --store run/store EPISODE --kind facts --json
              corecraft replay trajectory.ndjson
            """
    )

    @OptionGroup var options: SnapshotOptions

    @Argument(help: ArgumentHelp("An episode's id, or a trajectory file.", valueName: "episode|file"))
    var target: String

    @Option(help: ArgumentHelp("Which replay.", valueName: "facts|commands|both"))
    var kind = ReplayKind.both

    func run() async throws {
        let answer: JSONValue
        switch try TrajectorySource(target, options.places) {
        case .episode(let episode):
            let call = ControlCall.post(
                "episodes", episode, "replay", body: ["kind": .string(Text(kind.rawValue))])
            answer = try await StoreDoor.reading(options.places) { access in try await access.send(call) }
        case .file(let file, let base):
            answer = try EpisodeHost.replay(try file.recorded(over: base), kind: kind, tools: .standard).json
        }
        options.json ? Console.print(answer) : Console.print(AuditTexts.replay(answer))
        if answer["ok"] != true { throw ExitStatus.badAnswer }
    }
}

extension ReplayKind: ExpressibleByArgument {}
