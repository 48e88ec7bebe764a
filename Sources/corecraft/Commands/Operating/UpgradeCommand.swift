import ArgumentParser
import CanonicalJSON
import EventStore

/// `corecraft upgrade`.
struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Copy a store of an older format into one of this version's; the old one stays as it is.",
        discussion: """
            For a store that this version refuses, since an earlier one made it. The server must be stopped. The copy \
            has the same records, heads, episodes and commit chain, and is verified in a child process before it gets \
            its name; interrupted, nothing is there under that name. Go on with the old key file (--key-file), and \
            remove the old folder when you are sure.

            EXAMPLES:
              corecraft upgrade --store run/store --to run/upgraded
              corecraft serve --store run/upgraded --key-file run/store.key
            """
    )

    @OptionGroup var options: ReadingOptions

    @Option(help: ArgumentHelp("The folder to make.", valueName: "dir"))
    var to: String

    func run() async throws {
        let directory = try options.places.storeDirectory
        try LocalStore.requireStore(in: directory)
        let progress = ProgressLine("upgraded", unit: "entries")
        let answer = try StoreCopy.make(to) { place in
            let report = try Self.upgrade(directory, into: place, progress)
            return [
                "from_format": .integer(Int(report.from)), "to_format": .integer(Int(report.to)),
                "steps": .array(report.steps.map { .string(Text($0)) }),
            ]
        }
        guard !options.json else { return Console.print(answer) }
        let steps = answer.list("steps").map { "\n  \($0.shown)" }.joined()
        Console.print(
            "\(answer.shown("directory")): format \(answer.shown("from_format")) to \(answer.shown("to_format")),"
                + " \(answer.shown("entries")) entries in \(answer.shown("commits")) commits, verified\(steps)"
                + "\n  commit hash \(answer.shown("commit_hash")), as before")
    }

    /// - Throws: ``CommandFailure``; a store that needs no upgrade is a wrong command.
    private static func upgrade(
        _ directory: String, into place: CopyPlace, _ progress: ProgressLine
    ) throws(CommandFailure) -> UpgradeReport {
        do throws(EventStoreError) {
            return try EventStore.upgrade(
                directory, into: place, options: EventStore.Options(wallClock: { WallClock.milliseconds }),
                progress: progress.show)
        } catch {
            throw error.code == .invalidWrite ? CommandFailure(.usage, error.description) : CommandFailure(error)
        }
    }
}
