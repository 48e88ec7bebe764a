import CanonicalJSON
import Testing

@testable import Server

@Suite("Operators and agents")
struct PlanesTests {
    @Test func operatorRoutesNeedTheToken() async throws {
        try await LiveServer.run {
            $0.operatorToken = "s3cret"
        } _: { server in
            for (given, status) in [
                (nil, 401), ("Bearer wrong", 401), ("Bearer s3cre", 401), ("Bearer s3crets", 401), ("s3cret", 401),
                ("Basic s3cret", 401), ("Bearer ", 401), ("Bearer s3cret", 200), ("bearer s3cret", 200),
            ] as [(String?, Int)] {
                let headers = given.map { [("Authorization", $0)] } ?? []
                let answer = try await server.send("GET", "/v1/episodes", headers: headers)
                #expect(answer.status == status, "\(given ?? "none")")
                if status == 401 { #expect(answer.headers["www-authenticate"] == "Bearer") }
            }
            #expect(try await server.send("GET", "/v1/episodes?token=s3cret&access_token=s3cret").status == 401)
            #expect(try await server.send("POST", "/v1/episodes", ["snapshot": "starter"]).status == 401)
            for path in ["/healthz", "/readyz", "/openapi.json"] {
                #expect(try await server.send("GET", path).status == 200)
            }
            let opened = try await server.send(
                "POST", "/v1/episodes", ["snapshot": "starter"], headers: [("Authorization", "Bearer s3cret")])
            let url = try opened.json["episodes"]?.elements?.first?["mcp_url"]?.text?.string ?? ""
            // The URL is the agent's whole capability.
            let path = String(url.dropFirst(server.url.count))
            #expect(try await server.send("POST", path, request(1, "ping")).status == 200)
            for beside in ["\(path)/../../v1/episodes", "\(path)/v1", "\(path)x", "\(path)?x=1/../v1"] {
                let status = try await server.send("POST", beside, request(1, "ping")).status
                #expect(status == (beside.contains("?") ? 200 : 404))
            }
        }
    }

    @Test func anAddressForAgentsServesNothingElse() async throws {
        try await LiveServer.run {
            $0.agentListen = .init(host: "127.0.0.1", port: 0)
        } _: { server in
            let episode = try await server.openOne()
            let agentPort = Int(episode.url.split(separator: ":")[2].prefix { $0 != "/" }) ?? 0
            #expect(agentPort != server.port)
            #expect(try await server.send("POST", episode.path, request(1, "ping"), port: agentPort).status == 200)
            #expect(try await server.send("POST", episode.path, request(1, "ping")).status == 404)
            for path in ["/v1/episodes", "/healthz", "/openapi.json", "/", "/v1/episodes/\(episode.id)", "/mcp"] {
                #expect(try await server.send("GET", path, port: agentPort).status == 404)
            }
        }
    }

    @Test func publicURLsAreHandedOut() async throws {
        try await LiveServer.run {
            $0.publicURL = "https://desk.example.com/base/"
        } _: { server in
            let url = try await server.openOne().url
            #expect(url.hasPrefix("https://desk.example.com/base/mcp/"))
            #expect(server.url.hasPrefix("http://127.0.0.1:"))
        }
        try await LiveServer.run {
            $0.agentListen = .init(host: "127.0.0.1", port: 0)
            $0.agentPublicURL = "http://agents.example.com"
        } _: { server in
            let url = try await server.openOne().url
            #expect(url.hasPrefix("http://agents.example.com/mcp/"))
        }
    }

    @Test(
        "what must not be served",
        arguments: [
            ("0.0.0.0", nil), ("::", nil), ("192.168.0.1", nil), ("example.com", nil), ("127.0.0.1.nip.io", nil),
            ("127.0.0.1", ""),
        ] as [(String, String?)])
    func refusesToListenOpenly(host: String, token: String?) {
        var configuration = CorecraftServer.Configuration(version: "1")
        configuration.listen.host = host
        configuration.operatorToken = token
        #expect(throws: ServerError.self) { try configuration.validate() }
    }

    @Test(
        "what may be served",
        arguments: [("127.0.0.1", nil), ("127.9.9.9", nil), ("::1", nil), ("localhost", nil), ("0.0.0.0", "t")]
            as [(String, String?)])
    func listens(host: String, token: String?) {
        var configuration = CorecraftServer.Configuration(version: "1")
        configuration.listen.host = host
        configuration.operatorToken = token
        #expect(throws: Never.self) { try configuration.validate() }
    }

    @Test func addressesAreRead() {
        typealias Address = CorecraftServer.Configuration.Address
        #expect(Address("0.0.0.0:9000") == Address(host: "0.0.0.0", port: 9000))
        #expect(Address("[::1]:0") == Address(host: "::1", port: 0))
        for text in ["localhost", ":80", "h:99999", "h:-1", "", "h:8 0"] { #expect(Address(text) == nil) }
        #expect(CorecraftServer.Configuration(version: "1").listen == Address(host: "127.0.0.1", port: 8080))
    }

    @Test func theBenchmarkRouteIsThereOnlyWhenAskedFor() async throws {
        try await LiveServer.run { server in
            let answer = try await server.send("POST", "/bench/100", [:])
            #expect(answer.status == 404)
        }
        try await LiveServer.run {
            $0.isBenchmark = true
        } _: { server in
            let answer = try await server.send("POST", "/bench/100", [:])
            #expect(answer.status == 200)
            #expect(answer.body.count == 100)
        }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await LiveServer.run { first in
            let second = { () async throws -> Int in
                try await LiveServer.run {
                    $0.listen.port = first.port
                } _: {
                    $0.port
                }
            }
            await #expect(throws: ServerError.self) { try await second() }
        }
    }
}
