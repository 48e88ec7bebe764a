import ArgumentParser
import CanonicalJSON
import Projections

/// `corecraft snapshot import`.
struct SnapshotImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a snapshot from JSON, into a store or as a folder.",
        discussion: """
            The file holds {"name", "clock": {"now"}, "entities": {type: {id: {...}}}}; `-` reads standard input. \
            Everything that is wrong is listed at once, with its path, and nothing is imported then.

            EXAMPLES:
              corecraft snapshot import world.json --store run/store
              corecraft snapshot import world.json --folder snapshots/mine
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var mode: ModeOption
    @OptionGroup var token: TokenOption
    @OptionGroup var output: JSONOption

    @Argument(help: "The file, or -.")
    var file: String

    @Option(help: ArgumentHelp("Write the snapshot as this folder instead of into a store.", valueName: "dir"))
    var folder: String?

    func run() async throws {
        let value = try InputText.json(try file == "-" ? InputText.bytes("-") : InputText.file(file), file)
        let answer: JSONValue
        if let folder {
            let snapshot = try SnapshotImportCommand.snapshot(value)
            try snapshot.write(folder: folder)
            answer = ["snapshot": snapshot.digest.json, "counts": SnapshotTables.counts(snapshot)]
        } else {
            guard case .object(let object) = value else {
                throw CommandFailure(.usage, "\(file) must hold an object, not \(value.kind)")
            }
            let call = ControlCall.post("snapshots", body: object)
            let places = Places(store: store.folder, mode: mode.mode, tokenFile: token.tokenFile)
            answer = try await StoreDoor.writing(places, makesStore: true) { access in try await access.send(call) }
        }
        output.json ? Console.print(answer) : Console.print(SnapshotTables.imported(answer))
    }

    /// - Throws: ``CommandFailure`` listing every problem.
    static func snapshot(_ value: JSONValue) throws(CommandFailure) -> Snapshot {
        do {
            return try Snapshot.importing(value)
        } catch {
            let problems = error.problems.map { "  \($0)" }.joined(separator: "\n")
            throw CommandFailure(.usage, "nothing was imported, since this is wrong:\n\(problems)")
        }
    }
}
