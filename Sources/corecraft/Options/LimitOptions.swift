import ArgumentParser
import Episodes
import Server

/// What a server allows its clients; each refusal says which limit it was.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most bytes of a request's body (default: 4194304).", valueName: "bytes"))
    var bodyLimit: Int?

    @Option(
        help: ArgumentHelp("The most bytes of a snapshot that is imported (default: 67108864).", valueName: "bytes"))
    var importLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The most bytes that bodies over 64 KiB may take in memory together (default: 268435456).",
            valueName: "bytes"))
    var bodyMemory: Int?

    @Option(
        help: ArgumentHelp(
            "The most bytes of a call's arguments as canonical JSON; at most 262144 (default: 262144).",
            valueName: "bytes"))
    var argumentLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The most calls and messages of one episode (default: 100000).", valueName: "records"))
    var callLimit: Int?

    @Option(help: ArgumentHelp("The most episodes that are open at once (default: 1000000).", valueName: "episodes"))
    var episodeLimit: Int?

    @Option(
        help: ArgumentHelp("The most connections at once, of each address (default: 10000).", valueName: "connections"))
    var connectionLimit: Int?

    @Option(help: ArgumentHelp("How long the head of a request may take (default: 10).", valueName: "seconds"))
    var headerTimeout: Int?

    @Option(
        help: ArgumentHelp(
            "How long a body may take, with a second more for each KiB that has come (default: 30).",
            valueName: "seconds"))
    var bodyTimeout: Int?

    @Option(
        help: ArgumentHelp(
            "How long a client may take less than a KiB a second of its answer (default: 30).", valueName: "seconds"))
    var writeTimeout: Int?

    @Option(help: ArgumentHelp("How long a connection may be idle (default: 120).", valueName: "seconds"))
    var idleTimeout: Int?

    /// The names of these settings.
    static let names = [
        "body_limit", "import_limit", "body_memory", "argument_limit", "call_limit", "episode_limit",
        "connection_limit", "header_timeout", "body_timeout", "write_timeout", "idle_timeout",
    ]

    /// What was given on the command line.
    var flags: [String: Int?] {
        [
            "body_limit": bodyLimit,
            "import_limit": importLimit,
            "body_memory": bodyMemory,
            "argument_limit": argumentLimit,
            "call_limit": callLimit,
            "episode_limit": episodeLimit,
            "connection_limit": connectionLimit,
            "header_timeout": headerTimeout,
            "body_timeout": bodyTimeout,
            "write_timeout": writeTimeout,
            "idle_timeout": idleTimeout,
        ]
    }

    /// Sets the limits that hold for connections and requests.
    ///
    /// - Returns: The limits that hold for episodes, whoever calls.
    /// - Throws: ``CommandFailure`` for what is no limit.
    static func resolve(
        _ settings: inout Settings, _ configuration: inout CorecraftServer.Configuration
    ) throws(CommandFailure) -> EpisodeHost.Limits {
        func set(_ name: String, _ value: inout Int) throws(CommandFailure) {
            value = try settings.integer(name, default: value)
        }
        try set("body_limit", &configuration.bodyLimit)
        try set("import_limit", &configuration.importLimit)
        try set("body_memory", &configuration.bodyMemory)
        try set("connection_limit", &configuration.connectionLimit)
        try set("header_timeout", &configuration.headerTimeoutSeconds)
        try set("body_timeout", &configuration.bodyTimeoutSeconds)
        try set("write_timeout", &configuration.writeTimeoutSeconds)
        try set("idle_timeout", &configuration.idleTimeoutSeconds)
        var limits = EpisodeHost.Limits()
        try set("argument_limit", &limits.argumentBytes)
        try set("call_limit", &limits.records)
        try set("episode_limit", &limits.openEpisodes)
        guard 1...(256 << 10) ~= limits.argumentBytes else {
            throw CommandFailure(.usage, "--argument-limit must be from 1 to 262144, which the format allows at most")
        }
        guard limits.records > 0, limits.openEpisodes > 0 else {
            throw CommandFailure(.usage, "--call-limit and --episode-limit must be 1 or more")
        }
        return limits
    }
}
