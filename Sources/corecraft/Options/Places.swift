import EventStore
import Foundation

/// Where a command finds what it works on, and how to reach it.
struct Places: Sendable {
    /// The folder of the store; nil when none was named.
    var store: String?
    /// The mode of a store that is made; nil leaves it as it is, or durable.
    var mode: EventStore.Mode?
    /// The folder of snapshots; nil for a command that works with those of the store alone.
    var snapshots: String?
    /// The folder of tasks; nil for a command that works with those that episodes hold.
    var tasks: String?
    /// The folder of the system prompts that tasks name.
    var systemPrompts: String?
    /// The file with the operator's token of a server.
    var tokenFile: String?

    /// The folders where nothing else is said.
    static let snapshotsDefault = "snapshots"
    static let tasksDefault = "tasks"
    static let systemPromptsDefault = "system-prompts"

    /// - Throws: ``CommandFailure`` for a folder that was named and is not there; without the usual ones nothing is offered.
    func requireNamedFolders() throws(CommandFailure) {
        let folders = [
            ("snapshots", snapshots, Self.snapshotsDefault), ("tasks", tasks, Self.tasksDefault),
            ("system prompts", systemPrompts, Self.systemPromptsDefault),
        ]
        for (what, folder, usual) in folders {
            // Only a folder has a dot in it.
            guard let folder, folder != usual, !FileManager.default.fileExists(atPath: folder + "/.") else { continue }
            throw CommandFailure(.usage, "the folder of \(what) that was named is not there: \(folder)")
        }
    }

    /// The folder of the store.
    ///
    /// - Throws: ``CommandFailure`` when none was named.
    var storeDirectory: String {
        get throws(CommandFailure) {
            guard let store else {
                throw CommandFailure(.usage, "which store? Name its folder with --store DIR or in CORECRAFT_STORE")
            }
            return store
        }
    }

    /// The operator's token to send, when there is one.
    func operatorToken() throws(CommandFailure) -> String? {
        guard let tokenFile else { return Environment.value("CORECRAFT_TOKEN") }
        return try Places.token(in: tokenFile)
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
