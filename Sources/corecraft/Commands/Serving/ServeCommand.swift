import ArgumentParser
import CanonicalJSON
import EventStore
import Server

/// `corecraft serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a store: MCP for agents, the control API for operators.",
        discussion: """
            The store is made when it is not there. Snapshots under --snapshots and tasks under --tasks are offered \
            without an import. With --json one line on standard output, {"event":"ready","url":...}, says that it \
            serves; everything else goes to standard error. SIGTERM and Ctrl-C let the calls in flight finish first.

            EXAMPLES:
              corecraft serve --store run/store
              corecraft serve --store run/store --port 0 --json
              corecraft serve --store run/store --mode scratch --profile core
              corecraft serve --store run/store --host 0.0.0.0 --token-file FILE
              corecraft serve --store run/store --agent-listen 127.0.0.1:8081
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Option(help: "Where to listen.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 picks a free one.")
    var port = 8080

    @Option(
        help: ArgumentHelp(
            "The file of the key that episode URLs are computed with; made when missing. STORE.key when left out.",
            valueName: "file"))
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "What URLs that are handed out begin with, when it is not the bound address.", valueName: "url"))
    var publicUrl: String?

    @Option(
        help: ArgumentHelp("Serve MCP on this address alone, for agents that have a shell.", valueName: "host:port"))
    var agentListen: String?

    @Option(help: ArgumentHelp("What the URLs of episodes begin with, together with --agent-listen.", valueName: "url"))
    var agentPublicUrl: String?

    @Option(
        help: ArgumentHelp(
            "The tools of episodes whose opening names no profile: all, core, all+submit or core+submit.",
            valueName: "name"))
    var profile = "all"

    @Flag(help: ArgumentHelp("Serve POST /bench/{bytes} too, a fixed answer to measure against.", visibility: .hidden))
    var benchmarkRoute = false

    func run() async throws {
        let configuration = try serverConfiguration()
        let directory = try common.storeDirectory
        let local = try opened()
        defer { local.close() }
        let key = try TokenKey(file: keyFile ?? ServeCommand.keyFile(beside: directory))
        let (json, store) = (common.json, local.store)
        try await CorecraftServer.run(
            configuration, episodes: local.host, tasks: local.tasks, key: key, logger: Console.logger
        ) { url in
            do throws(EventStoreError) {
                try store.publish(url: url)
            } catch {
                Console.error("other commands will not find this server: \(error.description)")
            }
            if json { Console.print(["event": "ready", "url": .string(Text(url))]) }
            Console.note("serving \(store.directory) (\(store.mode.rawValue)) at \(url); Ctrl-C stops it")
        }
    }

    /// A second server must say so and stop, not wait.
    private func opened() throws(CommandFailure) -> LocalStore {
        let limits = try limits.episodes()
        do {
            return try LocalStore.writing(common, limits: limits)
        } catch {
            throw CommandFailure(error)
        }
    }

    private func serverConfiguration() throws(CommandFailure) -> CorecraftServer.Configuration {
        var configuration = CorecraftServer.Configuration(version: Text(Corecraft.version))
        configuration.listen = CorecraftServer.Configuration.Address(host: host, port: port)
        configuration.publicURL = publicUrl
        configuration.agentPublicURL = agentPublicUrl
        configuration.profile = Text(profile)
        configuration.isBenchmark = benchmarkRoute
        limits.apply(to: &configuration)
        configuration.operatorToken = try common.tokenFile.map(CommonOptions.token)
        if let agentListen {
            guard let address = CorecraftServer.Configuration.Address(agentListen) else {
                throw CommandFailure(.usage, "\(agentListen) is no address to listen on; write HOST:PORT")
            }
            configuration.agentListen = address
        }
        do {
            try configuration.validate()
        } catch {
            throw CommandFailure(.usage, error.sentence)
        }
        return configuration
    }

    /// `DIR.key`, beside the store, so that a copy of the store does not hold it.
    static func keyFile(beside directory: String) -> String {
        var directory = directory
        while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
        return directory + ".key"
    }
}
