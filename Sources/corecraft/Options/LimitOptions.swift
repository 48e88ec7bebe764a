import ArgumentParser
import Episodes
import Server

/// What a server allows its clients; each refusal says which limit it was.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most bytes of a request's body.", valueName: "bytes"))
    var bodyLimit = 4 << 20

    @Option(help: ArgumentHelp("The most bytes of a snapshot that is imported.", valueName: "bytes"))
    var importLimit = 64 << 20

    @Option(
        help: ArgumentHelp(
            "The most bytes that bodies over 64 KiB may take in memory together.", valueName: "bytes"))
    var bodyMemory = 256 << 20

    @Option(
        help: ArgumentHelp(
            "The most bytes of a call's arguments as canonical JSON; at most 262144.", valueName: "bytes"))
    var argumentLimit = 256 << 10

    @Option(
        help: ArgumentHelp("The most calls and messages of one episode.", valueName: "records"))
    var callLimit = 100_000

    @Option(help: ArgumentHelp("The most episodes that are open at once.", valueName: "episodes"))
    var episodeLimit = 1_000_000

    @Option(help: ArgumentHelp("The most connections at once, of each address.", valueName: "connections"))
    var connectionLimit = 10_000

    @Option(help: ArgumentHelp("How long the head of a request may take.", valueName: "seconds"))
    var headerTimeout = 10

    @Option(
        help: ArgumentHelp(
            "How long a body may take, with a second more for each KiB that has come.", valueName: "seconds"))
    var bodyTimeout = 30

    @Option(
        help: ArgumentHelp(
            "How long a client may take less than a KiB a second of its answer.", valueName: "seconds"))
    var writeTimeout = 30

    @Option(help: ArgumentHelp("How long a connection may be idle.", valueName: "seconds"))
    var idleTimeout = 120

    /// The limits that hold for episodes, whoever calls.
    ///
    /// - Throws: ``CommandFailure`` for what is no limit.
    func episodes() throws(CommandFailure) -> EpisodeHost.Limits {
        guard 1...(256 << 10) ~= argumentLimit else {
            throw CommandFailure(.usage, "--argument-limit must be from 1 to 262144, which the format allows at most")
        }
        guard callLimit > 0, episodeLimit > 0 else {
            throw CommandFailure(.usage, "--call-limit and --episode-limit must be 1 or more")
        }
        var limits = EpisodeHost.Limits()
        limits.argumentBytes = argumentLimit
        limits.records = callLimit
        limits.openEpisodes = episodeLimit
        return limits
    }

    /// Sets the limits that hold for connections and requests.
    func apply(to configuration: inout CorecraftServer.Configuration) {
        configuration.bodyLimit = bodyLimit
        configuration.importLimit = importLimit
        configuration.bodyMemory = bodyMemory
        configuration.connectionLimit = connectionLimit
        configuration.headerTimeoutSeconds = headerTimeout
        configuration.bodyTimeoutSeconds = bodyTimeout
        configuration.writeTimeoutSeconds = writeTimeout
        configuration.idleTimeoutSeconds = idleTimeout
    }
}
