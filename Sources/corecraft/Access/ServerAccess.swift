import AsyncHTTPClient
import CanonicalJSON
import NIOCore
import NIOHTTP1
import NIOSSL

/// Requests carried out by the server that holds the store, over HTTP.
struct ServerAccess: EpisodeAccess {
    /// The server's URL, without a slash at its end.
    let url: String
    /// Where it serves agents; the same without an address of their own.
    let agentURL: String
    /// The operator's token, when there is one.
    let token: String?

    /// An audit of a long episode takes its time; a server that is gone refuses the connection at once.
    private static let timeout = TimeAmount.minutes(30)

    /// Trusts the system's roots, or those in the PEM file that CORECRAFT_TLS_CA names. It lives as long as the process.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        // An address where nobody listens is told at once, and not tried until the timeout of the whole request.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        if let file = Environment.value("CORECRAFT_TLS_CA") {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(file)
            configuration.tlsConfiguration = tls
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    func answer(_ call: ControlCall) async throws(CommandFailure) -> (status: Int, body: [UInt8]) {
        try await exchange(
            call.method.rawValue, call.target,
            headers: [("Content-Type", "application/json"), ("Corecraft-Via", "cli")], body: call.body)
    }

    /// Sends one request and reads the whole answer.
    ///
    /// - Parameter target: A path of this server, or a whole URL.
    /// - Parameter timeout: How long the answer may take.
    func exchange(
        _ method: String, _ target: String, headers: [(String, String)], body: [UInt8],
        timeout: TimeAmount = ServerAccess.timeout
    ) async throws(CommandFailure) -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: target.hasPrefix("/") ? url + target : target)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let token { request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token)") }
        if method != "GET" { request.body = .bytes(body) }
        do {
            let response = try await Self.client.execute(request, timeout: timeout)
            let content = try await response.body.collect(upTo: 1 << 31)
            return (Int(response.status.code), Array(content.readableBytesView))
        } catch {
            throw CommandFailure(
                .trouble,
                "the server at \(request.url), which holds the store, does not answer: \(error); see whether it still runs"
            )
        }
    }
}
