import CanonicalJSON
import Testing

@testable import Server

@Suite("What is no request")
struct UnreadableRequestTests {
    @Test(
        "it gets a problem that says what is wrong, and the connection ends",
        arguments: [
            ("FOO /v1/episodes HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "unknown-method"),
            ("get /mcp/good HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "unknown-method"),
            ("GET /healthz HTTP/1.1\r\nX-Flood: \(String(repeating: "x", count: 90_000))", 431, "head-too-large"),
            ("GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n", 400, "malformed"),
            ("GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n", 400, "malformed"),
        ])
    func isRefused(text: String, status: Int, kind: String) async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Array(text.utf8))
                let answer = try #require(try await connection.answer())
                #expect(answer.status == status)
                #expect(answer.headers["content-type"] == "application/problem+json")
                let problem = try JSONParser.parse(answer.body)
                #expect(problem["type"]?.text?.string == "urn:corecraft:problem:\(kind)")
                #expect(problem["detail"]?.text?.isEmpty == false)
                #expect(try await connection.answer() == nil)
            }
        }
    }

    @Test func itWaitsForTheAnswersBeforeIt() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                let ping = request(1, "ping").canonicalBytes
                try await connection.send("POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: ping)
                try await connection.send("FOO", "/mcp/good")
                #expect(try await connection.answer()?.status == 200)
                #expect(try await connection.answer()?.status == 501)
                #expect(try await connection.answer() == nil)
            }
        }
    }

    @Test func aMethodThatIsKnownAndNotServedIs405() async throws {
        try await FakeServer.run { server in
            let answer = try await server.request("PROPFIND", "/mcp/good")
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "POST")
        }
    }
}
