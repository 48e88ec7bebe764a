import ArgumentParser
import CanonicalJSON

/// `corecraft open`.
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a group of episodes of a task, or over a bare snapshot.",
        discussion: """
            The episodes of a group start from the same state and share one `opened` record. The store is made when \
            there is none. While a server holds the store it opens them, and the answer has the URL of each. What it prints last goes into the mcp.json \
            of an MCP host to plug the first episode in by hand; with --json each episode has its own, as mcp_json.

            EXAMPLES:
              corecraft open --store run/store --task demo-swap-paid-order
              corecraft open --store run/store --task ID --count 16 --label run=first
              corecraft open --store run/store --snapshot starter --json
            """
    )

    @OptionGroup var options: OpeningOptions
    @OptionGroup var labels: LabelOptions

    @Option(help: ArgumentHelp("The task to work on; `corecraft tasks list` lists them.", valueName: "id"))
    var task: String?

    @Option(help: ArgumentHelp("A snapshot to start from without a task, by name or digest.", valueName: "name"))
    var snapshot: String?

    @Option(help: "How many episodes.")
    var count = 1

    @Option(help: "Kept in the `opened` record, for tools that draw lots.")
    var seed = 0

    @Option(help: ArgumentHelp("Which tools to offer: all, core, all+submit or core+submit.", valueName: "name"))
    var profile: String?

    func validate() throws {
        guard (task == nil) != (snapshot == nil) else {
            throw ValidationError("name what to open: either --task ID or --snapshot NAME")
        }
    }

    func run() async throws {
        var body: JSONObject = ["count": .integer(count), "seed": .integer(seed), "labels": labels.json]
        body["task"] = task.map { .string(Text($0)) }
        body["snapshot"] = snapshot.map { .string(Text($0)) }
        body["profile"] = profile.map { .string(Text($0)) }
        let call = ControlCall.post("episodes", body: body)
        let answer = try await StoreDoor.writing(options.places, makesStore: true) { access in
            try await access.send(call)
        }
        if options.json { return Console.print(try HostSnippet.adding(to: answer, options.places)) }
        Console.print(EpisodeTables.opened(answer))
        if let first = answer.list("episodes").first {
            Console.print("mcp.json for an MCP host:\n\(try HostSnippet.snippet(of: first, options.places).shown)")
        }
    }
}
