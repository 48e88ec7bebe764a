import CanonicalJSON
import HTTPTypes
import Testing

@testable import Server

/// Slow clients on real sockets, with short limits; nothing is asserted about how long it took.
@Suite("Clients that are slow")
struct SlowClientTests {
    private func run(_ body: @escaping @Sendable (FakeServer) async throws -> Void) async throws {
        try await FakeServer.run(
            {
                $0.headerTimeoutSeconds = 1
                $0.bodyTimeoutSeconds = 1
                $0.writeTimeoutSeconds = 1
            }, body)
    }

    @Test("a head that never ends", arguments: ["G", "POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
    func head(text: String) async throws {
        try await run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Array(text.utf8))
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 408 && answer.headers["connection"] == "close")
                #expect(try answer.json["detail"]?.text?.string.contains("head") == true)
                #expect(try await connection.answer() == nil)
            }
        }
    }

    @Test func aHeadThatComesByteByByte() async throws {
        try await run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Array("POST /mcp/good HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".utf8))
                let send = connection.sender
                async let dribble: Void = {
                    for _ in 0..<10_000 {
                        try await send([UInt8(ascii: "x")])
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }()
                #expect(try await connection.answer()?.status == 408)
                // The server reads no more and closes.
                _ = try? await dribble
            }
        }
    }

    @Test("a body that does not come", arguments: [0, 1, 30])
    func body(count: Int) async throws {
        try await run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders + [("Content-Length", "1000")])
                try await connection.send([UInt8](repeating: 0x20, count: count))
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 408)
                #expect(try answer.json["detail"]?.text?.string.contains("body") == true)
            }
            #expect(server.episode.callCount == 0)
        }
    }

    @Test func aClientThatDoesNotReadItsAnswer() async throws {
        let route = Self.large
        try await FakeServer.run({ $0.writeTimeoutSeconds = 1 }, routes: [route]) { server in
            let error = await #expect(throws: (any Error).self) {
                try await RawConnection.open(port: server.port) { connection in
                    try await connection.send("GET", "/large")
                    // Nothing is read; in the end the server has closed, and there is nobody to send to.
                    while true {
                        try await connection.send(Array("GET / HTTP/1.1\r\n".utf8))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
            }
            #expect(error != nil)
        }
    }

    @Test func oneThatReadsGetsAllOfALargeAnswer() async throws {
        try await FakeServer.run(routes: [Self.large]) { server in
            let answer = try await server.request("GET", "/large")
            #expect(answer.body.count == 64 << 20)
        }
    }

    /// An answer that no socket's buffers hold.
    private static let large = Route(.get, "/large", isOpen: true, nil) { _ throws(Problem) in
        ControlReply(contentType: "text/plain", bytes: [UInt8](repeating: 0x20, count: 64 << 20))
    }

    @Test func aConnectionBetweenRequestsIsNotTakenForASlowOne() async throws {
        try await run { server in
            try await RawConnection.open(port: server.port) { connection in
                for _ in 0..<2 {
                    try await connection.send(
                        "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: request(1, "ping").canonicalBytes)
                    #expect(try await connection.answer()?.status == 200)
                    // Longer than every limit but the idle one.
                    try await Task.sleep(for: .milliseconds(1_500))
                }
            }
        }
    }

    @Test func aCallThatTakesLongIsNotCutOff() async throws {
        try await run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/mcp/good", headers: FakeServer.jsonHeaders,
                    body: request(1, "tools/call", ["name": "slow"]).canonicalBytes)
                await server.episode.gate.arrival()
                try await Task.sleep(for: .milliseconds(2_500))
                server.episode.gate.open()
                #expect(try await connection.answer()?.status == 200)
            }
        }
    }
}
