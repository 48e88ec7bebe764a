import ArgumentParser
import CanonicalJSON
import Configuration
import Episodes
import EventStore
import Foundation
import Rewards
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

            Every setting can be given as a flag (--body-limit 1048576), in the environment \
            (CORECRAFT_BODY_LIMIT=1048576) or in a file ({"body_limit": 1048576}); the first one found in this order \
            holds. The operator's token is read from --token-file, or from CORECRAFT_TOKEN.

            EXAMPLES:
              corecraft serve --store run/store
              corecraft serve --store run/store --port 0 --json
              corecraft serve --store run/store --mode scratch --profile core
              corecraft serve --store run/store --host 0.0.0.0 --token-file FILE
              corecraft serve --store run/store --agent-listen 127.0.0.1:8081
              corecraft serve --config corecraft.json --print-config
            """
    )

    @OptionGroup var options: OpeningOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Option(help: "Where to listen (default: 127.0.0.1).")
    var host: String?

    @Option(help: "The port; 0 picks a free one (default: 8080).")
    var port: Int?

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
            "The tools of episodes whose opening names no profile: all, core, all+submit or core+submit (default: all).",
            valueName: "name"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Serve over TLS with this certificate chain (PEM); on all addresses, together with --tls-key.",
            valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The private key of the certificate (PEM).", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("How log lines look: text or json (default: text).", valueName: "text|json"))
    var logFormat: String?

    @Option(
        help: ArgumentHelp(
            "What is logged: error, warning, notice, info (each request) or debug (default: notice).",
            valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "A JSON file of settings; CORECRAFT_CONFIG when left out. Flags and the environment win over it.",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print every setting with where it came from, and do not serve.")
    var printConfig = false

    @Flag(help: ArgumentHelp("Serve POST /bench/{bytes} too, a fixed answer to measure against.", visibility: .hidden))
    var benchmarkRoute = false

    /// What was given on the command line, by the names of the settings.
    var flags: [String: ConfigContent] {
        let texts: [String: String?] = [
            "store": options.store.store, "mode": options.mode.mode?.rawValue,
            "snapshots": options.snapshots.snapshots, "tasks": options.tasks.tasks,
            "system_prompts": options.tasks.systemPrompts, "token_file": options.token.tokenFile, "host": host,
            "key_file": keyFile, "public_url": publicUrl,
            "agent_listen": agentListen, "agent_public_url": agentPublicUrl, "profile": profile,
            "tls_certificate": tlsCertificate, "tls_key": tlsKey, "log_format": logFormat, "log_level": logLevel,
        ]
        let numbers = limits.flags.merging(["port": port]) { $1 }
        return texts.compactMapValues { $0.map(ConfigContent.string) }
            .merging(numbers.compactMapValues { $0.map(ConfigContent.int) }) { $1 }
    }

    func run() async throws {
        let settings = try ServeSettings(self, environment: ProcessInfo.processInfo.environment)
        if printConfig {
            return options.json ? Console.print(settings.json) : Console.print(settings.text)
        }
        try await serve(settings)
    }

    private func serve(_ settings: ServeSettings) async throws {
        let directory = try settings.places.storeDirectory
        let metrics = ServerMetrics()
        let local = try opened(settings, metrics)
        defer { local.close() }
        let key = try TokenKey(file: settings.keyFile ?? ServeCommand.keyFile(beside: directory))
        let (json, store) = (options.json, local.store)
        let lacks = ServeCommand.lacks(of: local, settings.places)
        try await CorecraftServer.run(
            settings.configuration, episodes: local.host, tasks: local.tasks, key: key, logger: settings.log.logger,
            metrics: metrics
        ) { bound in
            let url = bound.url
            do throws(EventStoreError) {
                try store.publish(url: settings.local(url), agentURL: bound.agentURL.map(settings.localAgent))
            } catch {
                Console.error("other commands will not find this server: \(error.description)")
            }
            if json { Console.print(["event": "ready", "url": .string(Text(url))]) }
            for lack in lacks { settings.log.note(lack) }
            settings.log.note("serving \(store.directory) (\(store.mode.rawValue)) at \(url); Ctrl-C stops it")
        }
    }

    /// What a server that was started in the wrong folder, or without its data, does not offer.
    private static func lacks(of local: LocalStore, _ places: Places) -> [String] {
        var lacks: [String] = []
        // What the store holds and cannot be listed is no reason not to serve the rest.
        if (try? local.host.snapshots.listings())?.isEmpty == true {
            lacks.append(
                "no snapshots: none are in \(places.snapshots ?? Places.snapshotsDefault) and the store has none; name their folder with"
                    + " --snapshots or CORECRAFT_SNAPSHOTS, or import one with `corecraft snapshot import`")
        }
        if local.tasks.tasks.isEmpty {
            lacks.append(
                "no tasks: none are in \(places.tasks ?? Places.tasksDefault); name their folder with --tasks or CORECRAFT_TASKS,"
                    + " and that of the system prompts with --system-prompts or CORECRAFT_SYSTEM_PROMPTS")
        }
        return lacks
    }

    /// A second server must say so and stop, not wait.
    private func opened(_ settings: ServeSettings, _ metrics: ServerMetrics) throws(CommandFailure) -> LocalStore {
        do {
            return try LocalStore.writing(
                settings.places, limits: settings.episodeLimits, onCommit: metrics.observe(commit:))
        } catch {
            throw CommandFailure(error)
        }
    }

    /// `DIR.key`, beside the store, so that a copy of the store does not hold it.
    static func keyFile(beside directory: String) -> String {
        var directory = directory
        while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
        return directory + ".key"
    }
}
