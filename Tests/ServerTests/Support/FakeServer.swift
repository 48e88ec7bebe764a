import CanonicalJSON
import Logging

@testable import Server

/// A server on a free port with one fake episode behind the token `good`.
struct FakeServer: Sendable {
    let port: Int
    let episode: FakeEpisode

    static func run<Value: Sendable>(
        _ adjust: (inout CorecraftServer.Configuration) -> Void = { _ in }, routes: [Route] = [],
        _ body: @escaping @Sendable (FakeServer) async throws -> Value
    ) async throws -> Value {
        var configuration = CorecraftServer.Configuration(version: "1.2.3")
        configuration.listen.port = 0
        adjust(&configuration)
        let episode = FakeEpisode()
        let mcp = MCPEndpoint(version: "1.2.3", bodyLimit: configuration.bodyLimit) { token, _ in
            token.elementsEqual("good".utf8) ? episode : nil
        }
        let control = ControlRouter(
            table: RouteTable(routes), operatorToken: configuration.operatorToken,
            bodyLimit: configuration.bodyLimit, importLimit: configuration.importLimit)
        let addresses = ServerAddresses(configuration)
        let (ready, signal) = AsyncStream.makeStream(of: String.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try await withThrowingTaskGroup(of: Void.self) { [configuration, logger] group in
            group.addTask {
                defer { signal.finish() }
                try await CorecraftServer.run(
                    configuration, mcp: mcp, control: control, addresses: addresses, logger: logger,
                    stopsOnSignals: false
                ) { bound in signal.yield(bound.url) }
            }
            for await url in ready {
                let port = url.split(separator: ":").last.flatMap { Int($0) } ?? 0
                let value = try await body(FakeServer(port: port, episode: episode))
                group.cancelAll()
                try? await group.waitForAll()
                return value
            }
            try await group.waitForAll()
            throw ServerError("The server ended before it was ready.")
        }
    }

    static let jsonHeaders = [
        ("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream"),
    ]

    /// Posts one message on a connection of its own.
    func post(
        _ message: JSONValue, headers: [(String, String)] = [], path: String = "/mcp/good"
    ) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: port) { connection in
            try await connection.send(
                "POST", path, headers: Self.jsonHeaders + headers, body: message.canonicalBytes)
            guard let answer = try await connection.answer() else { throw ServerError("The connection was closed.") }
            return answer
        }
    }

    /// Sends one request on a connection of its own.
    func request(
        _ method: String, _ path: String, headers: [(String, String)] = [], host: String = "localhost",
        body: [UInt8]? = nil
    ) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: port) { connection in
            try await connection.send(method, path, headers: headers, host: host, body: body)
            guard let answer = try await connection.answer(withoutBody: method == "HEAD") else {
                throw ServerError("The connection was closed.")
            }
            return answer
        }
    }
}

extension RawConnection.Answer {
    /// The body as JSON.
    var json: JSONValue {
        get throws { try JSONParser.parse(body) }
    }
}

/// A request of the handshake era.
func request(_ id: JSONValue, _ method: Text, _ params: JSONValue? = nil) -> JSONValue {
    var object: JSONObject = ["id": id, "jsonrpc": "2.0", "method": .string(method)]
    object["params"] = params
    return .object(object)
}

/// A request of the modern era, with its envelope.
func modernRequest(_ id: JSONValue, _ method: Text, _ params: JSONObject = [:]) -> JSONValue {
    var params = params
    params["_meta"] = [
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    ]
    return request(id, method, .object(params))
}

/// The headers that go with a modern request.
func modernHeaders(_ method: String, name: String? = nil) -> [(String, String)] {
    [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method)] + (name.map { [("Mcp-Name", $0)] } ?? [])
}
