import ArgumentParser
import CanonicalJSON
import Episodes
import EventStore
import Server

/// `corecraft mcp`.
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serve one episode to an agent over standard input and output.",
        discussion: """
            Opens an episode of a task or over a snapshot, or goes on with one that is there, and speaks MCP until the \
            input ends. The store is made when there is none. While a server holds the store, the episode is opened \
            or attached to there, and messages are relayed. The episode's id is said on standard error; with --json \
            that line is JSON.

            EXAMPLES:
              corecraft mcp --store run/store --task demo-swap-paid-order
              corecraft mcp --store run/store --snapshot starter --profile core
              corecraft mcp --store run/store --episode EPISODE
            """
    )

    @OptionGroup var options: OpeningOptions

    @Option(help: ArgumentHelp("Open an episode of this task.", valueName: "id"))
    var task: String?

    @Option(help: ArgumentHelp("Open an episode over this snapshot, by name or digest.", valueName: "name"))
    var snapshot: String?

    @Option(help: ArgumentHelp("Go on with this episode.", valueName: "id"))
    var episode: String?

    @Option(
        help: ArgumentHelp(
            "Which tools to offer in an episode that is opened: all, core, all+submit or core+submit.",
            valueName: "name"))
    var profile: String?

    func validate() throws {
        guard [task, snapshot, episode].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("name what to serve: one of --task ID, --snapshot NAME and --episode ID")
        }
        if episode != nil, profile != nil {
            throw ValidationError("an episode keeps the tools it was opened with; leave --profile out")
        }
    }

    func run() async throws {
        let known = try episode.map(EpisodeReference.whole)
        switch try await StoreDoor.writer(options.places, makesStore: known == nil) {
        case .here(let local):
            defer { local.close() }
            let id: String
            do throws(CommandFailure) {
                id = try await MCPCommand.episode(known, opening: opening, InProcessAccess(local))
            } catch {
                local.abandon()
                throw error
            }
            announce(id)
            guard let id = EpisodeID(id) else { return }
            _ = try local.host.summary(id)
            try await StdioServer(
                episode: id, of: local.host, version: Text(Corecraft.version), logger: Console.logger
            ).run()
        case .server(let server):
            let (id, url) = try await relayed(known, server)
            announce(id)
            try await StdioServer(respond: MCPRelay(server: server, handedOut: url).respond).run()
        }
    }

    /// The body of the request that opens the episode.
    private var opening: JSONObject {
        var body: JSONObject = [:]
        body["task"] = task.map { .string(Text($0)) }
        body["snapshot"] = snapshot.map { .string(Text($0)) }
        body["profile"] = profile.map { .string(Text($0)) }
        return body
    }

    private static func episode(
        _ known: String?, opening body: JSONObject, _ access: some EpisodeAccess
    ) async throws(CommandFailure) -> String {
        if let known { return known }
        return try await access.send(.post("episodes", body: body)).list("episodes").first?.shown("id") ?? ""
    }

    /// The episode at a server, and the URL to reach it by.
    private func relayed(
        _ known: String?, _ server: ServerAccess
    ) async throws(CommandFailure) -> (id: String, url: String) {
        if let known {
            let answer = try await server.send(.post("episodes", known, "attach"))
            return (known, answer.shown("mcp_url"))
        }
        let answer = try await server.send(.post("episodes", body: opening))
        let episode = answer.list("episodes").first ?? .null
        return (episode.shown("id"), episode.shown("mcp_url"))
    }

    private func announce(_ id: String) {
        if options.json {
            let line: JSONValue = ["event": "ready", "episode": .string(Text(id))]
            Console.note(line.shown)
        } else {
            Console.note("serving episode \(id) over standard input and output")
        }
    }
}
