import CanonicalJSON
import Testing

@testable import Server

/// The wire of `/openenv/ws`, by hand.
@Suite("OpenEnv: the WebSocket")
struct OpenEnvSocketTests {
    private static let state: JSONValue = ["type": "state"]

    @Test func theHandshakeIsThatOfTheStandard() async throws {
        try await LiveServer.run { server in
            let answer = try await RawConnection.open(port: server.port) { connection in
                try await connection.send("GET", "/openenv/ws", headers: RawWebSocket.handshake)
                return try await connection.answer()
            }
            #expect(answer?.status == 101)
            #expect(answer?.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(answer?.headers["upgrade"] == "websocket")
            #expect(answer?.headers["sec-websocket-extensions"] == nil)
            #expect(answer?.headers["corecraft-answer"] == nil)
        }
    }

    @Test(
        "what is no handshake",
        arguments: [
            (["Upgrade": "h2c"], 426), (["Connection": "close"], 426), (["Sec-WebSocket-Version": "8"], 426),
            (["Sec-WebSocket-Key": "short"], 426), (["Sec-WebSocket-Key": nil], 426), (["Upgrade": nil], 426),
            (["Origin": "https://evil.example"], 403), (["Host": "evil.example"], 421),
            (["Authorization": "Bearer wrong"], 401), (["Authorization": nil], 401),
        ] as [([String: String?], Int)])
    func refusesAHandshake(change: [String: String?], status: Int) async throws {
        try await LiveServer.run {
            $0.operatorToken = "right"
        } _: { server in
            var headers = RawWebSocket.handshake + [("Authorization", "Bearer right")]
            for (name, value) in change where name != "Host" {
                headers.removeAll { $0.0 == name }
                if let value { headers.append((name, value)) }
            }
            let host = (change["Host"] ?? nil) ?? "localhost"
            let sent = headers
            let answer = try await RawConnection.open(port: server.port) { connection in
                try await connection.send("GET", "/openenv/ws", headers: sent, host: host)
                return try await connection.answer()
            }
            #expect(answer?.status == status)
            #expect(answer?.headers["content-type"] == "application/problem+json")
            if status == 426 { #expect(answer?.headers["sec-websocket-version"] == "13") }
        }
    }

    @Test func otherMethodsAndAddressesOpenNone() async throws {
        try await LiveServer.run {
            $0.agentListen = .init(host: "127.0.0.1", port: 0)
        } _: { server in
            let posted = try await server.send("POST", "/openenv/ws", [:])
            #expect(posted.status == 405)
            #expect(posted.headers["allow"] == "GET")
            let elsewhere = try await server.send("GET", "/openenv/health", headers: RawWebSocket.handshake)
            #expect(elsewhere.status == 200)
            let url = try await server.openOne().url
            let agentPort = Int(url.split(separator: ":")[2].prefix { $0 != "/" }) ?? 0
            for path in ["/openenv/ws", "/openenv/health", "/openenv/mcp"] {
                let answer = try await server.send("GET", path, headers: RawWebSocket.handshake, port: agentPort)
                #expect(answer.status == 404)
            }
        }
    }

    @Test func fragmentsPingsAndMessagesInOneWrite() async throws {
        try await LiveServer.run { server in
            try await RawWebSocket.open(port: server.port) { socket in
                let bytes = Self.state.canonicalBytes
                try await socket.send(
                    RawWebSocket.frame(0x01, Array(bytes.prefix(5))) + RawWebSocket.frame(0x89, [1, 2, 3])
                        + RawWebSocket.frame(0x80, Array(bytes.dropFirst(5))) + RawWebSocket.frame(0x81, bytes))
                #expect(try await socket.receive() == .init(first: 0x8A, payload: [1, 2, 3]))
                for _ in 0..<2 {
                    #expect(try await socket.answer()["data"]?["step_count"] == 0)
                }
            }
        }
    }

    @Test func eachPieceMayBeAByte() async throws {
        try await LiveServer.run { server in
            try await RawWebSocket.open(port: server.port) { socket in
                for byte in RawWebSocket.frame(0x81, Self.state.canonicalBytes) { try await socket.send([byte]) }
                #expect(try await socket.answer()["type"] == "state")
            }
        }
    }

    @Test(
        "what closes it, and with which code",
        arguments: [
            (RawWebSocket.frame(0x81, [0x7B, 0x7D], mask: nil), 1002), (RawWebSocket.frame(0x82, [1]), 1003),
            (RawWebSocket.frame(0x81, [0xFF]), 1007),
            (RawWebSocket.frame(0x81, [UInt8](repeating: 0x20, count: 70_000)), 1009),
            (RawWebSocket.frame(0x88, [0x03, 0xE8]), 1000),
            (RawWebSocket.frame(0x81, Array(#"{"type":"close"}"#.utf8)), 1000),
        ])
    func closes(bytes: [UInt8], code: Int) async throws {
        try await LiveServer.run {
            $0.importLimit = 65_536
        } _: { server in
            try await RawWebSocket.open(port: server.port) { socket in
                try await socket.send(bytes)
                #expect(try await socket.receive()?.code == code)
                #expect(try await socket.receive() == nil)
            }
            // What one client does wrong, the next does not feel.
            try await RawWebSocket.open(port: server.port) { socket in
                let answer = try await socket.ask(Self.state)
                #expect(answer["type"] == "state")
            }
        }
    }

    @Test(
        "what is answered with an error, and goes on",
        arguments: [
            ("{", "INVALID_JSON"), ("[]", "VALIDATION_ERROR"), ("{}", "UNKNOWN_TYPE"),
            (#"{"type":"jump"}"#, "UNKNOWN_TYPE"), (#"{"type":"step"}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":[]}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":{"task":"none"}}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":{"task":"demo-swap-paid-order","snapshot":"starter"}}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":{"split":"demo"}}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":{"split":"demo","index":7}}"#, "VALIDATION_ERROR"),
            (#"{"type":"reset","data":{"seed":-1}}"#, "VALIDATION_ERROR"),
            (#"{"type":"step","data":{"type":"call_tool","tool_name":"searchOrders"}}"#, "EXECUTION_ERROR"),
            (#"{"type":"step","data":{"type":"call_tool"}}"#, "VALIDATION_ERROR"),
            (#"{"type":"step","data":{"type":"call_tool","tool_name":"x","arguments":[]}}"#, "VALIDATION_ERROR"),
            (#"{"type":"step","data":{"type":"respond"}}"#, "VALIDATION_ERROR"),
        ])
    func errors(message: String, code: Text) async throws {
        try await LiveServer.run { server in
            try await RawWebSocket.open(port: server.port) { socket in
                try await socket.send(0x81, Array(message.utf8))
                let answer = try await socket.answer()
                #expect(answer["type"] == "error")
                #expect(answer["data"]?["code"]?.text == code)
                #expect(answer["data"]?["message"]?.text?.byteCount ?? 0 > 10)
                #expect(try await socket.ask(Self.state)["type"] == "state")
            }
        }
    }
}
