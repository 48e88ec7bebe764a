import ArgumentParser
import CanonicalJSON
import EventStore

/// `corecraft backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a store as it is at one commit, also while a server writes to it.",
        discussion: """
            Works beside a running server, which does not wait for it. The copy is verified in a child process before \
            it gets its name, and the hash of its last commit is printed: keep it with the number of entries, and a \
            copy that was cut short or rewritten is found. The copy has the id of the store and takes its place. The \
            key file is not part of it; keep that somewhere else.

            EXAMPLES:
              corecraft backup --store run/store --to backups/2026-11-21
            """
    )

    @OptionGroup var options: ReadingOptions

    @Option(help: ArgumentHelp("The folder to make.", valueName: "dir"))
    var to: String

    func run() async throws {
        let local = try StoreCopy.source(options.places)
        defer { local.close() }
        let answer = try StoreCopy.make(to) { place in
            try local.backup(to: place)
            return [:]
        }
        guard !options.json else { return Console.print(answer) }
        Console.print(
            "\(answer.shown("directory")): \(answer.shown("entries")) entries in \(answer.shown("commits")) commits,"
                + " verified\n  commit hash \(answer.shown("commit_hash"))")
    }
}
