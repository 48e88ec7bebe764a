public import ArgumentParser
public import EventStore
import Foundation

/// What every command that works on a store can be told.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The store's folder; CORECRAFT_STORE when left out.", valueName: "dir"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "Durable survives the loss of power, scratch the death of the process; for a store that is made.",
            valueName: "durable|scratch"))
    var mode: EventStore.Mode?

    @Option(
        name: .customLong("snapshots"),
        help: ArgumentHelp("A folder of snapshots to offer (default: snapshots).", valueName: "dir"))
    var snapshotsFolder: String?

    @Option(
        name: .customLong("tasks"), help: ArgumentHelp("A folder of tasks to offer (default: tasks).", valueName: "dir")
    )
    var tasksFolder: String?

    @Option(
        name: .customLong("system-prompts"),
        help: ArgumentHelp(
            "The folder of the system prompts that tasks name (default: system-prompts).", valueName: "dir"))
    var systemPromptsFolder: String?

    @Option(
        help: ArgumentHelp(
            "A file with the operator's token of a server; CORECRAFT_TOKEN when left out.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Print JSON instead of text.")
    var json = false

    static let snapshotsDefault = "snapshots"
    static let tasksDefault = "tasks"
    static let systemPromptsDefault = "system-prompts"

    /// The folders to use: as given, as the environment says, or under the working directory.
    var snapshots: String { snapshotsFolder ?? Environment.value("CORECRAFT_SNAPSHOTS") ?? Self.snapshotsDefault }
    var tasks: String { tasksFolder ?? Environment.value("CORECRAFT_TASKS") ?? Self.tasksDefault }
    var systemPrompts: String {
        systemPromptsFolder ?? Environment.value("CORECRAFT_SYSTEM_PROMPTS") ?? Self.systemPromptsDefault
    }

    /// - Throws: ``CommandFailure`` for a folder that was named and is not there; without the usual ones nothing is offered.
    func requireNamedFolders() throws(CommandFailure) {
        let folders = [
            ("snapshots", snapshots, Self.snapshotsDefault), ("tasks", tasks, Self.tasksDefault),
            ("system prompts", systemPrompts, Self.systemPromptsDefault),
        ]
        // Only a folder has a dot in it.
        for (what, folder, usual) in folders
        where folder != usual && !FileManager.default.fileExists(atPath: folder + "/.") {
            throw CommandFailure(.usage, "the folder of \(what) that was named is not there: \(folder)")
        }
    }

    /// The folder of the store.
    ///
    /// - Throws: ``CommandFailure`` when none was named.
    var storeDirectory: String {
        get throws(CommandFailure) {
            guard let directory = store ?? Environment.value("CORECRAFT_STORE") else {
                throw CommandFailure(.usage, "which store? Name its folder with --store DIR or in CORECRAFT_STORE")
            }
            return directory
        }
    }

    /// The operator's token to send, when there is one.
    func operatorToken() throws(CommandFailure) -> String? {
        guard let tokenFile else { return Environment.value("CORECRAFT_TOKEN") }
        return try CommonOptions.token(in: tokenFile)
    }

    /// Reads a token from a file; spaces and line feeds around it are no part of it.
    static func token(in file: String) throws(CommandFailure) -> String {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.usage, "the token file \(file) cannot be read")
        }
        let token = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard token.count == 1, let only = token.first else {
            throw CommandFailure(.usage, "the token file \(file) must hold one token and nothing else")
        }
        return String(only)
    }
}

/// The process's environment.
enum Environment {
    /// The variable's value; nil when it is unset or empty.
    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension EventStore.Mode: ExpressibleByArgument {}
