import CanonicalJSON
import Testing

@testable import Server

/// Calls that are answered on the event loop, beside everything that may come on the same connection.
@Suite("Calls on the event loop")
struct CallHandlerTests {
    private static let get: [UInt8] = Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)

    private static func call(_ id: Int, _ path: String, headers: String = "") -> [UInt8] {
        let parameters: JSONValue = [
            "arguments": ["order_id": "ord-250914-002", "status": "cancelled"], "name": "updateOrderStatus",
        ]
        return post(request(.number(JSONNumber(Int32(id))), "tools/call", parameters), path, headers: headers)
    }

    private static func post(_ message: JSONValue, _ path: String, headers: String = "") -> [UInt8] {
        let body = message.canonicalBytes
        let head =
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\(headers)\r\n"
        return Array(head.utf8) + body
    }

    /// An episode in memory.
    private static func opened(_ server: LiveServer) async throws -> LiveServer.Opened {
        let episode = try await server.openOne()
        _ = try await server.callTool(episode.path, "searchOrders")
        return episode
    }

    /// Sends something while the disk holds the first call back, lets go, and gives the answers that come.
    private static func answers(
        _ count: Int, to sent: @escaping @Sendable (LiveServer.Opened) -> [UInt8],
        then: @escaping @Sendable (inout RawConnection) async throws -> Void = { _ in }
    ) async throws -> (answers: [RawConnection.Answer?], seq: JSONValue?) {
        let disk = StalledDisk()
        return try await LiveServer.run(disk: disk) { server in
            let episode = try await opened(server)
            disk.stop()
            let answers = try await RawConnection.open(port: server.port) { connection in
                try await connection.send(sent(episode))
                while !disk.holdsCommit { await Task.yield() }
                try await then(&connection)
                disk.letGo()
                var answers: [RawConnection.Answer?] = []
                for _ in 0..<count { answers.append(try await connection.answer()) }
                return answers
            }
            return (answers, try await server.send("GET", "/v1/episodes/\(episode.id)").json["seq"])
        }
    }

    @Test func whatIsPipelinedBehindACallIsAnsweredBehindIt() async throws {
        let (answers, seq) = try await Self.answers(5) { episode in
            Self.call(7, episode.path) + Self.get + Self.call(8, episode.path)
                + Self.post(request(9, "ping"), episode.path) + Self.call(10, "/mcp/no-token")
        }
        #expect(answers.map { $0?.status } == [200, 200, 200, 200, 404])
        #expect(try [0, 2, 3].map { try answers[$0]?.json["id"] } == [7, 8, 9])
        #expect(try answers[1]?.json["status"] == "ok")
        #expect(seq == 3)
    }

    @Test func manyCallsInOnePieceAreAnsweredInOrder() async throws {
        let (answers, seq) = try await Self.answers(200) { episode in
            (0..<200).flatMap { Self.call($0, episode.path) }
        }
        #expect(try answers.map { try $0?.json["id"]?.number?.integer } == (0..<200).map { $0 })
        #expect(seq == 201)
    }

    @Test func garbageBehindACallIsRefusedBehindIt() async throws {
        let (answers, seq) = try await Self.answers(3) { episode in
            Self.call(7, episode.path) + Array("GARBAGE\r\n\r\n".utf8)
        }
        #expect(answers.map { $0?.status } == [200, 501, nil])
        #expect(seq == 2)
    }

    @Test func whoStopsSendingBehindACallGetsItsAnswer() async throws {
        let (answers, seq) = try await Self.answers(2) { episode in
            Self.call(7, episode.path)
        } then: { connection in
            try await connection.closeOutput()
        }
        #expect(answers.map { $0?.status } == [200, nil])
        #expect(seq == 2)
    }

    @Test(arguments: ["Connection: close\r\n", "Connection: keep-alive\r\n", "X-Request-Id: mine\r\n"])
    func theAnswerHasTheHeadersOfEveryAnswer(sent: String) async throws {
        try await LiveServer.run { server in
            let episode = try await Self.opened(server)
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send(Self.call(7, episode.path, headers: sent))
                let call = try #require(try await connection.answer())
                #expect(call.status == 200)
                #expect(call.headers["server"] == "corecraft" && call.headers["content-type"] == "application/json")
                #expect(call.headers["date"]?.hasSuffix(" GMT") == true)
                #expect(sent.hasPrefix("X-") == (call.headers["x-request-id"] == "mine"))
                if sent.hasSuffix(": close\r\n") {
                    #expect(try await connection.answer() == nil)
                } else {
                    try await connection.send(Self.get)
                    let other = try #require(try await connection.answer())
                    #expect(Set(call.headers.keys) == Set(other.headers.keys))
                }
            }
        }
    }

    @Test func aBodyMayComeInPieces() async throws {
        try await LiveServer.run { server in
            let episode = try await Self.opened(server)
            try await RawConnection.open(port: server.port) { connection in
                for id in 1...3 {
                    let bytes = Self.call(id, episode.path)
                    for piece in [bytes[..<60], bytes[60..<(bytes.count - 9)], bytes[(bytes.count - 9)...]] {
                        try await connection.send(Array(piece))
                        // Another connection's answer is time for this piece to arrive by itself.
                        _ = try await server.send("GET", "/healthz")
                    }
                    #expect(try await connection.answer()?.json["id"] == .number(JSONNumber(Int32(id))))
                }
                // Half a body is no call.
                try await connection.send(Self.call(4, episode.path).dropLast(3))
                _ = try await server.send("GET", "/healthz")
                try await connection.closeOutput()
                while try await connection.answer() != nil {}
            }
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)").json["seq"] == 4)
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (1_757_962_800, "Mon, 15 Sep 2025 19:00:00 GMT"),
    ])
    func theDateIsSpelledAsHTTPWantsIt(second: Int, text: String) {
        #expect(HTTPDate.text(of: second) == text)
    }
}
