internal import CanonicalJSON
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// The server: MCP for agents and the control API for operators, over HTTP.
public enum CorecraftServer {
    /// Serves until the process is told to stop, or the task is cancelled.
    ///
    /// - Parameter parts: What answers on the addresses.
    /// - Parameter onReady: Told the bound main URL, once every address is bound.
    static func run(
        _ configuration: Configuration, mcp: MCPEndpoint, control: ControlRouter, addresses: ServerAddresses,
        logger: Logger, stopsOnSignals: Bool = true, onReady: @escaping @Sendable (String) async -> Void
    ) async throws {
        try configuration.validate()
        let hasAgentAddress = configuration.agentListen != nil
        var services: [any Service] = [
            application(
                at: configuration.listen, configuration, mcp: hasAgentAddress ? nil : mcp, control: control, logger
            ) { bound in
                addresses.bound(main: bound)
                if let url = addresses.readyURL { await onReady(url) }
            }
        ]
        if let agentListen = configuration.agentListen {
            services.append(
                application(at: agentListen, configuration, mcp: mcp, control: nil, logger) { bound in
                    addresses.bound(agents: bound)
                    if let url = addresses.readyURL { await onReady(url) }
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
        _ logger: Logger, onBound: @escaping @Sendable (Configuration.Address) async -> Void
    ) -> Application<RootResponder> {
        let origins = Origins(
            isLoopback: Origins.isLoopback(address.host),
            publicURLs: [configuration.publicURL, configuration.agentPublicURL].compactMap { $0 })
        return Application(
            responder: RootResponder(origins: origins, mcp: mcp, control: control),
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(configuration.idleTimeoutSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "corecraft", backlog: 1_024),
            onServerRunning: { channel in
                await onBound(.init(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: logger)
    }
}
