internal import Synchronization

/// The URLs under which the server is reached, complete once the ports are bound.
final class ServerAddresses: Sendable {
    private struct State {
        var main: String?
        var agents: String?
    }

    private let state = Mutex(State())
    private let hasAgentAddress: Bool
    private let publicAgentURL: String?
    private let scheme: String

    init(_ configuration: CorecraftServer.Configuration) {
        hasAgentAddress = configuration.agentListen != nil
        scheme = configuration.tls == nil ? "http" : "https"
        publicAgentURL =
            configuration.agentListen == nil ? configuration.publicURL : configuration.agentPublicURL
    }

    /// The main address as it was bound, such as `http://127.0.0.1:8080`; nil while any address is missing.
    var readyURL: String? { bound?.url }

    /// The addresses as they were bound; nil while any is missing.
    var bound: CorecraftServer.BoundAddresses? {
        state.withLock { state in
            guard let main = state.main, !hasAgentAddress || state.agents != nil else { return nil }
            return CorecraftServer.BoundAddresses(url: main, agentURL: state.agents)
        }
    }

    /// What stands before `/mcp/{token}` in the URLs of episodes.
    var agentURL: String {
        if let publicAgentURL {
            return publicAgentURL.hasSuffix("/") ? String(publicAgentURL.dropLast()) : publicAgentURL
        }
        return state.withLock { (hasAgentAddress ? $0.agents : $0.main) ?? "" }
    }

    func bound(main address: CorecraftServer.Configuration.Address) {
        state.withLock { $0.main = url(address) }
    }

    func bound(agents address: CorecraftServer.Configuration.Address) {
        state.withLock { $0.agents = url(address) }
    }

    /// An IPv6 host gets brackets, and an address of all interfaces the name by which this machine reaches it.
    private func url(_ address: CorecraftServer.Configuration.Address) -> String {
        switch address.host {
        case "0.0.0.0", "::": "\(scheme)://127.0.0.1:\(address.port)"
        case let host where host.contains(":"): "\(scheme)://[\(host)]:\(address.port)"
        case let host: "\(scheme)://\(host):\(address.port)"
        }
    }
}
