public import CanonicalJSON
internal import NIOCore
internal import ToolLayer

extension CorecraftServer {
    /// How to serve; every member has the default of the command line.
    public struct Configuration: Sendable {
        /// A host and a port; port 0 picks a free one.
        public struct Address: Sendable, Hashable {
            public var host: String
            public var port: Int

            public init(host: String, port: Int) {
                self.host = host
                self.port = port
            }

            /// Reads `HOST:PORT`, an IPv6 host in brackets.
            public init?(_ text: String) {
                guard let authority = Origins.Authority(text), let port = authority.port else { return nil }
                self.init(host: authority.host.filter { $0 != "[" && $0 != "]" }, port: port)
            }
        }

        /// Where to listen.
        public var listen = Address(host: "127.0.0.1", port: 8080)
        /// A second address that serves `/mcp` alone; the first one then does not serve it.
        public var agentListen: Address?
        /// What stands before the paths in URLs that are handed out, when it is not the bound address.
        public var publicURL: String?
        /// The same for the URLs of episodes with `agentListen`.
        public var agentPublicURL: String?
        /// Demanded on the operator's routes; needed to listen beyond loopback.
        public var operatorToken: String?
        /// With what to serve over TLS, on all addresses; nil serves in the clear.
        public var tls: TLS?
        /// The most bytes of a request's body.
        public var bodyLimit = 4 << 20
        /// The most bytes of a snapshot or trajectory that is imported.
        public var importLimit = 64 << 20
        /// The tools of episodes whose opening names no profile.
        public var profile: Text = "all"
        /// How many bytes the bodies of large requests may take together.
        public var bodyMemory = 256 << 20
        /// The most connections of one address.
        public var connectionLimit = 10_000
        /// How long the head of a request may take, in seconds.
        public var headerTimeoutSeconds = 10
        /// How long a body may take, in seconds, together with a second for each KiB that has come.
        public var bodyTimeoutSeconds = 30
        /// How long a client may take less than a KiB a second of its answer, in seconds.
        public var writeTimeoutSeconds = 30
        /// How long a connection may be idle, in seconds.
        public var idleTimeoutSeconds = 120
        /// How long connections may take to finish when the server stops, in seconds.
        public var shutdownGraceSeconds = 10
        /// Serves `GET /bench/{bytes}`, a fixed answer to compare throughput with.
        public var isBenchmark = false
        /// What `serverInfo` says.
        public var version: Text

        public init(version: Text) {
            self.version = version
        }

        var connectionLimits: ConnectionLimits {
            ConnectionLimits(
                header: .seconds(Int64(headerTimeoutSeconds)), body: .seconds(Int64(bodyTimeoutSeconds)),
                idle: .seconds(Int64(idleTimeoutSeconds)), write: .seconds(Int64(writeTimeoutSeconds)))
        }

        /// - Throws: ``ServerError`` when it must not be served like this.
        public func validate() throws(ServerError) {
            for address in [listen, agentListen].compactMap({ $0 }) where !(0...65_535).contains(address.port) {
                throw ServerError("\(address.port) is no port; give 0 to 65535, 0 for a free one.")
            }
            let limits = [
                bodyLimit, importLimit, bodyMemory, connectionLimit, headerTimeoutSeconds, bodyTimeoutSeconds,
                writeTimeoutSeconds, idleTimeoutSeconds,
            ]
            if let limit = limits.first(where: { $0 < 1 }) {
                throw ServerError("\(limit) is no limit; give a number from 1 on.")
            }
            guard ToolProfile(rawValue: profile.string) != nil else {
                let names = ToolProfile.allCases.map(\.rawValue).joined(separator: ", ")
                throw ServerError("There is no profile \(profile); give one of \(names).")
            }
            if operatorToken?.isEmpty == true {
                throw ServerError("The operator's token is empty; write one into the token file.")
            }
            if operatorToken == nil, !Origins.isLoopback(listen.host) {
                throw ServerError(
                    "\(listen.host) can be reached from other machines: give --token-file, or listen on 127.0.0.1.")
            }
            try tls?.check()
            for url in [publicURL, agentPublicURL].compactMap({ $0 })
            where Origins.Origin(url, allowsPath: true) == nil {
                throw ServerError("\(url) is no URL; give it as https://host or http://host:port.")
            }
        }
    }
}

/// Why the server does not start.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
