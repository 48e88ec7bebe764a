internal import CanonicalJSON
public import Episodes
internal import EventStore
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOSSL
public import Rewards
internal import ServiceLifecycle
internal import UnixSignals

/// The server: MCP for agents and the control API for operators, over HTTP.
public enum CorecraftServer {
    /// The header Server.
    static let name = "corecraft"

    /// Serves the episodes of a store until the process gets SIGTERM or SIGINT, or the task is cancelled.
    ///
    /// When told to stop it accepts no more, lets the requests in flight finish and be committed, and returns; then the
    /// caller closes the store.
    ///
    /// - Parameter key: What the URLs of episodes are computed with.
    /// - Parameter logger: Gets what goes wrong; never a token, a URL of an episode or a prompt.
    /// - Parameter metrics: Counts and times what happens, and makes the page of `GET /metrics`.
    /// - Parameter stopsOnSignals: Whether signals are taken; a program that embeds the server may cancel instead.
    /// - Parameter onReady: Told where it listens, once every address is bound.
    /// - Throws: ``ServerError`` when the server cannot start as configured.
    public static func run(
        _ configuration: Configuration, episodes: EpisodeHost, tasks: TaskCatalogue, key: TokenKey, logger: Logger,
        metrics: ServerMetrics = ServerMetrics(), stopsOnSignals: Bool = true,
        onReady: @escaping @Sendable (BoundAddresses) async -> Void
    ) async throws {
        let connections = ConnectionTables()
        let mint = TokenMint(storeID: episodes.store.storeID.string, key: key)
        let addresses = ServerAddresses(configuration)
        let mcp = MCPEndpoint(version: configuration.version, bodyLimit: configuration.bodyLimit) { text, exchange in
            guard let token = mint.token(of: text) else { return nil }
            let id = EpisodeID(storeID: episodes.store.storeID, branch: BranchID(rawValue: token.branch))
            return EpisodeBackend(
                episodes: episodes, id: id, generation: token.generation, logger: logger,
                graders: ControlPlane.graders, exchange: exchange, metrics: metrics)
        }
        let plane = ControlPlane(
            episodes: episodes, tasks: tasks, mint: mint, addresses: addresses, configuration: configuration,
            metrics: metrics, connections: { connections.count })
        let openEnv = OpenEnv(
            plane: plane, version: configuration.version, messageLimit: configuration.importLimit)
        let control = ControlRouter(
            table: RouteTable(plane.routes + openEnv.routes), operatorToken: configuration.operatorToken,
            bodyLimit: configuration.bodyLimit, importLimit: configuration.importLimit)
        try await run(
            configuration, mcp: mcp, control: control, openEnv: openEnv, addresses: addresses, logger: logger,
            metrics: metrics, connections: connections, stopsOnSignals: stopsOnSignals, onReady: onReady)
    }

    /// Where a server listens, as this machine reaches it.
    public struct BoundAddresses: Sendable {
        /// The main address, such as `http://127.0.0.1:8080`.
        public let url: String
        /// Where agents are served, when that is another address.
        public let agentURL: String?
    }

    /// Serves whatever answers on the addresses; tests bring fixtures.
    static func run(
        _ configuration: Configuration, mcp: MCPEndpoint, control: ControlRouter, openEnv: OpenEnv? = nil,
        addresses: ServerAddresses, logger: Logger, metrics: ServerMetrics? = nil,
        connections: ConnectionTables = ConnectionTables(), stopsOnSignals: Bool = true,
        onReady: @escaping @Sendable (BoundAddresses) async -> Void
    ) async throws {
        try configuration.validate()
        let tls = try configuration.tls?.context()
        let hasAgentAddress = configuration.agentListen != nil
        let watch = AnswerWatch(logger: logger, metrics: metrics)
        let shared = Shared(
            memory: BodyMemory(limit: configuration.bodyMemory), connections: connections, watch: watch, tls: tls)
        var services: [any Service] = [
            application(
                at: configuration.listen, configuration, mcp: hasAgentAddress ? nil : mcp, control: control,
                openEnv: openEnv, shared
            ) { bound in
                addresses.bound(main: bound)
                if let bound = addresses.bound { await onReady(bound) }
            }
        ]
        if let agentListen = configuration.agentListen {
            services.append(
                application(at: agentListen, configuration, mcp: mcp, control: nil, openEnv: nil, shared) { bound in
                    addresses.bound(agents: bound)
                    if let bound = addresses.bound { await onReady(bound) }
                })
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(configuration.shutdownGraceSeconds)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw ServerError("Cannot listen on \(configuration.listen.host):\(configuration.listen.port): \(error).")
        }
    }

    private static func application(
        at address: Configuration.Address, _ configuration: Configuration, mcp: MCPEndpoint?, control: ControlRouter?,
        openEnv: OpenEnv?, _ shared: Shared, onBound: @escaping @Sendable (Configuration.Address) async -> Void
    ) -> Application<RootResponder> {
        let origins = Origins(
            isLoopback: Origins.isLoopback(address.host),
            publicURLs: [configuration.publicURL, configuration.agentPublicURL].compactMap { $0 })
        let connections = shared.connections.add(ConnectionTable(limit: configuration.connectionLimit))
        let limits = configuration.connectionLimits
        let webSocket =
            openEnv == nil
            ? nil
            : WebSocketLimits(
                message: configuration.importLimit, memory: shared.memory, idle: limits.idle, body: limits.body)
        let root = RootResponder(
            origins: origins, mcp: mcp, control: control, openEnv: openEnv, connections: connections,
            memory: shared.memory, watch: shared.watch)
        return Application(
            responder: root,
            server: HTTPServerBuilder { responder in
                GuardedHTTP1(
                    limits: limits, table: connections, tls: shared.tls, webSocket: webSocket, atOnce: root,
                    responder: responder)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: name, backlog: 1_024),
            onServerRunning: { channel in
                await onBound(.init(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: shared.watch.logger)
    }

    /// What all addresses of a server have in common.
    private struct Shared {
        let memory: BodyMemory
        let connections: ConnectionTables
        let watch: AnswerWatch
        let tls: NIOSSLContext?
    }
}
