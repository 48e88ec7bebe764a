import CanonicalJSON
import Testing

@testable import Server

@Suite("Clients that misbehave")
struct HostileClientTests {
    /// What has to hold afterwards.
    private func stillServes(_ server: FakeServer) async throws {
        let answer = try await server.post(request(1, "tools/call", ["name": "echo"]))
        #expect(answer.status == 200)
    }

    @Test func aDeclaredHundredMegabytesAreRefusedUnread() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders + [("Content-Length", "104857600")])
                // Nothing of the body was sent, and there is the answer.
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 413)
                #expect(answer.headers["content-type"] == "application/problem+json")
            }
            try await stillServes(server)
        }
    }

    @Test func aHundredMegabytesThatAreSentAnywayAreDropped() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders + [("Content-Length", "104857600")])
                let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                for _ in 0..<100 { try await connection.send(piece) }
                #expect(try await connection.answer()?.status == 413)
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: request(1, "ping").canonicalBytes)
                #expect(try await connection.answer()?.status == 200)
            }
            try await stillServes(server)
        }
    }

    @Test(
        "a client that sends all of its body before it reads gets its refusal, and its connection is closed",
        arguments: [("/mcp/good", 413), ("/mcp/nothing", 404), ("/v1/nothing", 404)])
    func aRefusedBodyIsReadToItsEnd(path: String, status: Int) async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                let headers = FakeServer.jsonHeaders + [("Content-Length", "25165824"), ("Connection", "close")]
                try await connection.send("POST", path, headers: headers)
                let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                for _ in 0..<24 { try await connection.send(piece) }
                #expect(try await connection.answer()?.status == status)
                #expect(try await connection.answer() == nil)
            }
            try await stillServes(server)
        }
    }

    /// As clients that would rather speak HTTP/2 do with the first request of a connection.
    @Test func aRequestForAnotherProtocolIsAnsweredAndTheLastOfItsConnection() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                let headers =
                    FakeServer.jsonHeaders + [
                        ("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"),
                        ("HTTP2-Settings", "AAMAAABkAAQBAAAAAAIAAAAA"),
                    ]
                try await connection.send(
                    "POST", "/mcp/good", headers: headers, body: request(1, "ping").canonicalBytes)
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 200)
                #expect(answer.headers["connection"] == "close")
                #expect(try await connection.answer() == nil)
            }
            try await stillServes(server)
        }
    }

    @Test func aClientThatStaysAfterItsLastAnswerIsClosed() async throws {
        try await FakeServer.run {
            $0.connectionLimit = 1
            $0.bodyTimeoutSeconds = 5
        } _: { server in
            for _ in 0..<2 {
                let silent = try await RawConnection.open(port: server.port) { connection in
                    let headers = FakeServer.jsonHeaders + [("Content-Length", "25165824"), ("Connection", "close")]
                    try await connection.send("POST", "/mcp/nothing", headers: headers)
                    let answer = try await connection.answer()
                    // Neither sends nor hangs up; the end comes from the server.
                    while try await connection.answer() != nil {}
                    return answer
                }
                #expect(silent?.status == 404)
            }
            try await stillServes(server)
        }
    }

    @Test func aChunkedBodyIsRefusedWhereItPassesTheLimit() async throws {
        try await FakeServer.run {
            $0.bodyLimit = 1 << 16
        } _: { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders + [("Transfer-Encoding", "chunked")])
                let piece = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 1 << 16) + Array("\r\n".utf8)
                try await connection.send(piece)
                try await connection.send(piece)
                #expect(try await connection.answer()?.status == 413)
            }
            let exact = Array(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8)
            let padded = exact + [UInt8](repeating: 0x20, count: (1 << 16) - exact.count)
            #expect(
                try await server.request("POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: padded).status
                    == 200)
            #expect(
                try await server.request(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: padded + [0x20]
                ).status == 413)
        }
    }

    @Test func hangingUpInTheMiddleDisturbsNobody() async throws {
        try await FakeServer.run { server in
            let message = request(1, "tools/call", ["name": "echo"]).canonicalBytes
            let head = Array(
                "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(message.count)\r\n\r\n"
                    .utf8)
            let whole = head + message
            for cut in stride(from: 1, to: whole.count, by: 7) {
                try await RawConnection.open(port: server.port) { connection in
                    try await connection.send(Array(whole[..<cut]))
                }
            }
            // None of these was a whole request.
            #expect(server.episode.callCount == 0)
            // Whole requests whose clients do not wait.
            for _ in 0..<20 {
                try await RawConnection.open(port: server.port) { connection in try await connection.send(whole) }
            }
            try await stillServes(server)
        }
    }

    @Test(
        "garbage is answered or cut off",
        arguments: [
            "\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "POST /mcp/good HTTP/9.9\r\n\r\n",
            "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
            "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        ])
    func garbage(text: String) async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Array(text.utf8))
                if let answer = try await connection.answer() { #expect((400...501).contains(answer.status)) }
            }
            try await stillServes(server)
        }
    }

    @Test func hugeHeadersAreCutOff() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Array("POST /mcp/good HTTP/1.1\r\nHost: localhost\r\n".utf8))
                let line = Array("X-Flood: \(String(repeating: "x", count: 1_000))\r\n".utf8)
                do {
                    for _ in 0..<1_000 { try await connection.send(line) }
                } catch {
                    // The server closed while we were still sending, which is what it should do.
                    return
                }
                let answer = try? await connection.answer()
                #expect(answer == nil || answer?.status ?? 400 >= 400)
            }
            try await stillServes(server)
        }
    }

    @Test(
        "paths that try to leave their place",
        arguments: ["/mcp/../v1/episodes", "/mcp/good/../good", "//mcp/good", "/%6dcp/good", "/mcp//good", "/mcp/%00"])
    func pathTricks(path: String) async throws {
        try await FakeServer.run { server in
            let answer = try await server.request(
                "POST", path, headers: FakeServer.jsonHeaders, body: request(1, "ping").canonicalBytes)
            #expect(answer.status == 404)
        }
    }
}
