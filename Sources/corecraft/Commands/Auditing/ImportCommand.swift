import ArgumentParser
import CanonicalJSON

/// `corecraft import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store a trajectory file as an episode.",
        discussion: """
            Everything in the file is recomputed first: chain, blobs, changes, events, roots, the sums of its grades \
            and its end line. Nothing is stored when anything is wrong. The new episode has the head of the file; its \
            grades count as claimed until it is graded here. The snapshot must be offered here or be in the file. The \
            store is made when there is none; `-` reads standard input.

            EXAMPLES:
              corecraft import trajectory.ndjson --store run/store
              corecraft export --store a EPISODE | corecraft import - --store b
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var mode: ModeOption
    @OptionGroup var snapshots: SnapshotsOption
    @OptionGroup var token: TokenOption
    @OptionGroup var output: JSONOption

    @Argument(help: "The file, or -.")
    var file: String

    func run() async throws {
        let bytes = try file == "-" ? InputText.bytes("-") : InputText.file(file)
        let call = ControlCall.importing(bytes)
        let places = Places(
            store: store.folder, mode: mode.mode, snapshots: snapshots.folder, tokenFile: token.tokenFile)
        let answer = try await StoreDoor.writing(places, makesStore: true) { access in try await access.send(call) }
        guard !output.json else { return Console.print(answer) }
        let graded =
            answer["reward"]?.number == nil
            ? "" : ", claimed reward \(answer.shown("reward")); `corecraft audit` checks it"
        Console.print(
            "\(answer.shown("id")): \(answer.shown("status")), last record \(answer.shown("seq")),"
                + " head \(answer.shown("head"))\(graded)")
    }
}
