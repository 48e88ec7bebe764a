public import ArgumentParser
public import EventStore

/// `--store`.
struct StoreOption: ParsableArguments {
    @Option(help: ArgumentHelp("The store's folder; CORECRAFT_STORE when left out.", valueName: "dir"))
    var store: String?

    /// As given, or as the environment says.
    var folder: String? { store ?? Environment.value("CORECRAFT_STORE") }
}

/// `--mode`, of commands that make a store.
struct ModeOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Durable survives the loss of power, scratch the death of the process; for a store that is made.",
            valueName: "durable|scratch"))
    var mode: EventStore.Mode?
}

/// `--snapshots`.
struct SnapshotsOption: ParsableArguments {
    @Option(help: ArgumentHelp("A folder of snapshots to offer (default: snapshots).", valueName: "dir"))
    var snapshots: String?

    /// As given, as the environment says, or under the working directory.
    var folder: String { snapshots ?? Environment.value("CORECRAFT_SNAPSHOTS") ?? Places.snapshotsDefault }
}

/// `--tasks` and `--system-prompts`.
struct TasksOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A folder of tasks to offer (default: tasks).", valueName: "dir"))
    var tasks: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the system prompts that tasks name (default: system-prompts).", valueName: "dir"))
    var systemPrompts: String?

    /// As given, as the environment says, or under the working directory.
    var folder: String { tasks ?? Environment.value("CORECRAFT_TASKS") ?? Places.tasksDefault }
    var systemPromptsFolder: String {
        systemPrompts ?? Environment.value("CORECRAFT_SYSTEM_PROMPTS") ?? Places.systemPromptsDefault
    }
}

/// `--token-file`, of commands that a server may carry out.
struct TokenOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the operator's token of a server; CORECRAFT_TOKEN when left out.", valueName: "file"))
    var tokenFile: String?
}

/// `--json`.
struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON instead of text.")
    var json = false
}

extension EventStore.Mode: ExpressibleByArgument {}
