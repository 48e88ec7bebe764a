import CanonicalJSON
import Testing

@testable import Server

@Suite("MCP over real sockets")
struct StreamableHTTPTests {
    @Test func bothErasAreServedSideBySide() async throws {
        try await FakeServer.run { server in
            let handshake = try await server.post(request(1, "tools/list"))
            let modern = try await server.post(
                modernRequest(1, "tools/list"), headers: modernHeaders("tools/list") + [("Mcp-Session-Id", "x")])
            #expect(handshake.status == 200)
            #expect(modern.status == 200)
            #expect(try handshake.json["result"]?["tools"] == modern.json["result"]?["tools"])
            #expect(handshake.headers["content-type"] == "application/json")
            #expect(handshake.headers["content-length"] == "\(handshake.body.count)")
            #expect(modern.headers["mcp-session-id"] == nil)
        }
    }

    @Test func jsonRPCErrorsCarryTheStatusOfTheirEra() async throws {
        try await FakeServer.run { server in
            let cases: [(JSONValue, [(String, String)], Int, Int)] = [
                (request(1, "nope"), [], 200, -32601),
                (modernRequest(1, "nope"), modernHeaders("nope"), 404, -32601),
                (request(1, "tools/call", ["name": "x"]), [], 200, -32602),
                (modernRequest(1, "tools/call", ["name": "x"]), modernHeaders("tools/call", name: "x"), 400, -32602),
                (modernRequest(1, "tools/list"), modernHeaders("tools/call"), 400, -32020),
                (modernRequest(1, "tools/list"), [], 400, -32020),
                (request(1, "tools/list"), [("mcp-protocol-version", "2026-07-28")], 400, -32602),
                (request(1, "tools/list"), [("MCP-Protocol-Version", "2099-01-01")], 400, -32022),
                (request(.null, "ping"), [], 400, -32600),
                ([request(1, "tools/call", ["name": "echo"])], [], 400, -32600),
            ]
            for (message, headers, status, code) in cases {
                let answer = try await server.post(message, headers: headers)
                #expect(answer.status == status, "\(message)")
                #expect(try answer.json["error"]?["code"]?.number?.integer == code, "\(message)")
            }
            #expect(server.episode.callCount == 0)
            let unsupported = try await server.post(
                request(1, "tools/list"), headers: [("MCP-Protocol-Version", "2099-01-01")])
            #expect(
                try unsupported.json["error"]?["data"] == ["requested": "2099-01-01", "supported": ["2026-07-28"]])
        }
    }

    @Test func notificationsAndResponsesGetAnEmpty202() async throws {
        try await FakeServer.run { server in
            for message: JSONValue in [
                ["jsonrpc": "2.0", "method": "notifications/initialized"],
                ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 9]],
                ["jsonrpc": "2.0", "id": 1, "result": [:]],
            ] {
                let answer = try await server.post(message)
                #expect(answer.status == 202)
                #expect(answer.body.isEmpty)
            }
            let response = try await server.post(
                ["jsonrpc": "2.0", "id": 1, "result": [:]], headers: [("MCP-Protocol-Version", "2026-07-28")])
            #expect(response.status == 400)
        }
    }

    @Test(
        "only POST is served (M-31, M-37, M-54)", arguments: ["GET", "DELETE", "PUT", "PATCH", "OPTIONS", "HEAD"])
    func otherMethods(method: String) async throws {
        try await FakeServer.run { server in
            let answer = try await server.request(
                method, "/mcp/good", headers: [("Accept", "text/event-stream"), ("MCP-Protocol-Version", "2026-07-28")])
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "POST")
        }
    }

    @Test func whatReachesNoEpisodeIsNotFoundWhateverIsAsked() async throws {
        try await FakeServer.run { server in
            server.episode.end()
            var bodies: Set<String> = []
            for path in ["/mcp/good", "/mcp/bad", "/mcp/", "/mcp", "/mcp/good/x", "/mcp/good%20", "/nope", "/"] {
                for (method, headers) in [
                    ("POST", FakeServer.jsonHeaders), ("GET", []), ("POST", [("Content-Type", "text/plain")]),
                    ("POST", FakeServer.jsonHeaders + [("Accept", "text/html")]),
                ] {
                    let answer = try await server.request(method, path, headers: headers, body: Array("{".utf8))
                    #expect(answer.status == 404, "\(method) \(path)")
                    bodies.insert(answer.text)
                }
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func encodedBodiesAreRefused() async throws {
        try await FakeServer.run { server in
            let body = request(1, "ping").canonicalBytes
            for (encoding, status) in [("gzip", 415), ("identity", 200)] {
                let headers = FakeServer.jsonHeaders + [("Content-Encoding", encoding)]
                let answer = try await server.request("POST", "/mcp/good", headers: headers, body: body)
                #expect(answer.status == status)
            }
        }
    }

    @Test func contentIsNegotiated() async throws {
        try await FakeServer.run { server in
            let body = request(1, "ping").canonicalBytes
            for (type, accept, status) in [
                ("application/json", "application/json", 200), ("application/json; charset=utf-8", "*/*", 200),
                ("Application/JSON", "application/*;q=0.5", 200), ("application/json", nil, 200),
                ("application/json", "text/event-stream, application/json", 200),
                ("application/json", "text/html", 406), ("application/json", "application/json;q=0", 406),
                ("application/json", "text/event-stream", 406), ("text/plain", "application/json", 415),
                (nil, "application/json", 415), ("application/jsonx", "application/json", 415),
            ] as [(String?, String?, Int)] {
                let headers = [type.map { ("Content-Type", $0) }, accept.map { ("Accept", $0) }].compactMap(\.self)
                let answer = try await server.request("POST", "/mcp/good", headers: headers, body: body)
                #expect(answer.status == status, "\(headers)")
            }
        }
    }

    @Test func foreignOriginsAndHostsAreRefused() async throws {
        try await FakeServer.run {
            $0.publicURL = "https://desk.example.com/base"
        } _: { server in
            let body = request(1, "ping").canonicalBytes
            for (origin, status) in [
                ("http://localhost", 200), ("http://localhost:3000", 200), ("http://127.0.0.1:9", 200),
                ("http://[::1]:80", 200), ("https://desk.example.com", 200), ("HTTPS://Desk.Example.com:443", 200),
                ("http://desk.example.com", 403), ("https://desk.example.com:444", 403),
                ("http://localhost.evil.example", 403), ("http://evil.example", 403), ("null", 403),
                ("http://localhost@evil.example", 403), ("http://localhost:80x", 403), ("localhost", 403),
                ("http://localhost/", 403), ("", 403), ("file://", 403),
            ] {
                for method in ["POST", "GET", "DELETE"] {
                    let answer = try await server.request(
                        method, "/mcp/good", headers: FakeServer.jsonHeaders + [("Origin", origin)], body: body)
                    let served = method == "POST" ? 200 : 405
                    #expect(answer.status == (status == 200 ? served : status), "\(method) \(origin)")
                }
            }
            for (host, status) in [
                ("localhost", 200), ("LOCALHOST:\(server.port)", 200), ("127.0.0.1", 200), ("[::1]:1", 200),
                ("desk.example.com", 200), ("evil.example", 421), ("localhost.evil.example", 421),
                ("127.0.0.1.evil.example", 421), ("", 400), ("localhost:x", 400), ("a b", 400),
            ] {
                let answer = try await server.request(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders, host: host, body: body)
                #expect(answer.status == status, "\(host)")
            }
        }
    }

    @Test func oneConnectionSurvivesErrors() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                for round in 0..<60 {
                    let (method, path, body, status): (String, String, String, Int) =
                        switch round % 5 {
                        case 0: ("POST", "/mcp/good", #"{"jsonrpc":"2.0","id":\#(round),"method":"ping"}"#, 200)
                        case 1: ("POST", "/mcp/good", "{\"broken", 400)
                        case 2: ("POST", "/mcp/bad", "{}", 404)
                        case 3: ("GET", "/mcp/good", "", 405)
                        default: ("POST", "/mcp/good", #"{"jsonrpc":"2.0","method":"notifications/x"}"#, 202)
                        }
                    try await connection.send(
                        method, path, headers: FakeServer.jsonHeaders, body: Array(body.utf8))
                    let answer = try #require(try await connection.answer())
                    #expect(answer.status == status, "round \(round)")
                    if status == 200 { #expect(try answer.json["id"]?.number?.integer == round) }
                    if round % 5 == 1 { #expect(try answer.json["id"] == .null) }
                }
            }
        }
    }

    @Test func headHasNoBodyToDesynchroniseTheConnection() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                for path in ["/mcp/good", "/mcp/bad", "/nope"] {
                    try await connection.send("HEAD", path)
                    let head = try #require(try await connection.answer(withoutBody: true))
                    #expect(head.status == (path == "/mcp/good" ? 405 : 404))
                    try await connection.send(
                        "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: request(1, "ping").canonicalBytes)
                    #expect(try await connection.answer()?.status == 200)
                }
            }
        }
    }

    @Test func manyCallsAtOnce() async throws {
        try await FakeServer.run { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        try await RawConnection.open(port: server.port) { connection in
                            for round in 0..<8 {
                                let arguments: JSONValue = ["n": .number(JSONNumber(Int32(number * 8 + round)))]
                                let message = request(
                                    .number(JSONNumber(Int32(number))), "tools/call",
                                    ["name": "echo", "arguments": arguments])
                                try await connection.send(
                                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: message.canonicalBytes)
                                let answer = try #require(try await connection.answer())
                                #expect(try answer.json["result"]?["structuredContent"] == arguments)
                                #expect(try answer.json["id"]?.number?.integer == number)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.episode.callCount == 512)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                for number in 0..<20 {
                    let message = request(.number(JSONNumber(Int32(number))), "ping")
                    try await connection.send(
                        "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: message.canonicalBytes)
                }
                for number in 0..<20 {
                    let answer = try #require(try await connection.answer())
                    #expect(try answer.json["id"]?.number?.integer == number)
                }
            }
        }
    }
}
