import ArgumentParser

/// The command line: parses, calls one function, prints.
@main
struct Corecraft: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corecraft",
        abstract: "An enterprise world for training and judging AI agents, event-sourced and replayable bit for bit.",
        discussion: """
            A store holds episodes; an episode is one run of one agent on a task, and a branch of the store's log. \
            Agents act through tools, over MCP; whatever they did can be replayed, forked, graded and audited.

            Commands that write forward to the server when one holds the store; commands that only read open the \
            store beside it. The store is named by --store or by CORECRAFT_STORE.

            EXAMPLES:
              corecraft serve --store run/store
              corecraft open --store run/store --task demo-swap-paid-order --count 16
              corecraft call --store run/store EPISODE searchOrders '{"status": "paid"}'
              corecraft log --store run/store EPISODE
              corecraft audit --store run/store EPISODE

            EXIT CODES:
              0  done, and what was looked at is in order
              1  the answer is bad: a replay that differs, a failed audit,
                 a damaged store, a finding of lint, an error of a tool
              2  the command or what it is given is wrong: usage, an unknown
                 episode or task, arguments that are no JSON
              3  the store or the server fails: locked, unreachable, out of space
            """,
        version: Corecraft.version,
        groupedSubcommands: [
            CommandGroup(name: "Serving", subcommands: [ServeCommand.self, MCPCommand.self]),
            CommandGroup(
                name: "Episodes",
                subcommands: [
                    OpenCommand.self, CallCommand.self, SubmitCommand.self, GradeCommand.self, ForkCommand.self,
                    LogCommand.self, ShowCommand.self, DiffCommand.self,
                ]),
            CommandGroup(
                name: "Auditing",
                subcommands: [
                    ReplayCommand.self, AuditCommand.self, ExportCommand.self, ImportCommand.self, VerifyCommand.self,
                ]),
            CommandGroup(name: "Operating", subcommands: [BackupCommand.self, GCCommand.self, UpgradeCommand.self]),
            CommandGroup(
                name: "World",
                subcommands: [SnapshotCommand.self, WorldCommand.self, TasksCommand.self, ToolsCommand.self]),
        ]
    )

    /// What `--version`, MCP's `serverInfo` and the server say.
    static let version = "0.1.0"

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(with: ExitStatus(ending: error))
        }
    }
}
