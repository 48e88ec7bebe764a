import CanonicalJSON
import Episodes
import EventStore
import Server

/// Everything that `corecraft serve` can be told, resolved.
struct ServeSettings {
    let places: Places
    let configuration: CorecraftServer.Configuration
    let episodeLimits: EpisodeHost.Limits
    /// nil stands for the one beside the store.
    let keyFile: String?
    let log: LogSettings
    /// In the order in which they were read.
    let entries: [Settings.Entry]

    /// What a file may set.
    static let names =
        [
            "store", "mode", "snapshots", "tasks", "system_prompts", "host", "port", "public_url", "agent_listen",
            "agent_public_url", "profile", "token_file", "key_file", "tls_certificate", "tls_key", "log_format",
            "log_level",
        ] + LimitOptions.names

    /// By which URL other commands on this machine reach the main address.
    func local(_ bound: String) -> String { named(configuration.publicURL, bound) }

    /// The same of the agents' address.
    func localAgent(_ bound: String) -> String { named(configuration.agentPublicURL, bound) }

    /// A certificate is for a name: over TLS other commands come by the public URL.
    private func named(_ publicURL: String?, _ bound: String) -> String {
        guard configuration.tls != nil, let publicURL else { return bound }
        return publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
    }

    /// - Throws: ``CommandFailure`` for a setting that cannot be read or must not be served with.
    init(_ command: ServeCommand, environment: [String: String]) throws(CommandFailure) {
        let path = command.config ?? Environment.value("CORECRAFT_CONFIG")
        let file = try path.map { (path) throws(CommandFailure) in
            try ConfigurationFile(path, known: ServeSettings.names)
        }
        var settings = Settings(flags: command.flags, environment: environment, file: file)
        places = try ServeSettings.places(&settings)
        var configuration = CorecraftServer.Configuration(version: Text(Corecraft.version))
        try ServeSettings.addresses(&settings, &configuration)
        configuration.profile = Text(try settings.text("profile", default: "all"))
        configuration.operatorToken = try ServeSettings.operatorToken(&settings)
        keyFile = try settings.text("key_file")
        let certificate = try settings.text("tls_certificate")
        configuration.tls = CorecraftServer.Configuration.TLS(
            certificateFile: certificate, keyFile: try settings.text("tls_key"))
        log = LogSettings(
            format: try settings.choice("log_format", default: .text),
            level: try settings.choice("log_level", default: .notice))
        episodeLimits = try LimitOptions.resolve(&settings, &configuration)
        configuration.isBenchmark = command.benchmarkRoute
        do {
            try configuration.validate()
        } catch {
            throw CommandFailure(.usage, error.sentence)
        }
        self.configuration = configuration
        entries = settings.entries
    }

    private static func places(_ settings: inout Settings) throws(CommandFailure) -> Places {
        var places = Places(store: try settings.text("store"))
        if let text = try settings.text("mode") {
            guard let mode = EventStore.Mode(rawValue: text) else {
                throw CommandFailure(.usage, "mode must be durable or scratch, not \(text)")
            }
            places.mode = mode
        }
        places.snapshots = try settings.text("snapshots", default: Places.snapshotsDefault)
        places.tasks = try settings.text("tasks", default: Places.tasksDefault)
        places.systemPrompts = try settings.text("system_prompts", default: Places.systemPromptsDefault)
        return places
    }

    private static func addresses(
        _ settings: inout Settings, _ configuration: inout CorecraftServer.Configuration
    ) throws(CommandFailure) {
        configuration.listen.host = try settings.text("host", default: configuration.listen.host)
        configuration.listen.port = try settings.integer("port", default: configuration.listen.port)
        configuration.publicURL = try settings.text("public_url")
        if let text = try settings.text("agent_listen") {
            guard let address = CorecraftServer.Configuration.Address(text) else {
                throw CommandFailure(.usage, "\(text) is no address to listen on; write HOST:PORT")
            }
            configuration.agentListen = address
        }
        configuration.agentPublicURL = try settings.text("agent_public_url")
    }

    /// A file wins over the variable, wherever the file was named.
    private static func operatorToken(_ settings: inout Settings) throws(CommandFailure) -> String? {
        let file = try settings.text("token_file")
        let token = try settings.secret("token")
        return try file.map(Places.token) ?? token
    }
}

extension ServeSettings {
    /// What `--print-config` prints.
    var json: JSONValue {
        [
            "settings": .array(
                entries.map { entry in
                    ["name": .string(Text(entry.name)), "source": .string(Text(entry.source)), "value": entry.value]
                })
        ]
    }

    var text: String {
        var table = Table("SETTING", "VALUE", "FROM")
        for entry in entries { table.add(entry.name, entry.value.shown, entry.source) }
        return table.text
    }
}
