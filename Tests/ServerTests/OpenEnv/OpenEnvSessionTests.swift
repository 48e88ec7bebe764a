import CanonicalJSON
import Episodes
import EventStore
import Testing

@testable import Server

@Suite("OpenEnv: sessions and episodes")
struct OpenEnvSessionTests {
    private static func rpc(_ server: LiveServer, _ method: Text, _ parameters: JSONValue = [:]) async throws
        -> JSONValue
    {
        let request: JSONValue = ["id": 1, "jsonrpc": "2.0", "method": .string(method), "params": parameters]
        let answer = try await server.send("POST", "/openenv/mcp", request)
        #expect(answer.status == 200)
        return try answer.json
    }

    private static func session(_ server: LiveServer) async throws -> Text {
        try await rpc(server, "openenv/session/create")["result"]?["session_id"]?.text ?? ""
    }

    private static let reset: JSONValue = ["data": ["snapshot": "starter"], "type": "reset"]
    private static let state: JSONValue = ["type": "state"]

    private static func step(_ action: JSONValue) -> JSONValue { ["data": action, "type": "step"] }

    private static let call = step([
        "arguments": ["customer_id": "renee-lindqvist-48213"], "tool_name": "searchOrders", "type": "call_tool",
    ])

    @Test func aSessionOutlivesItsSocket() async throws {
        try await LiveServer.run { server in
            let id = try await Self.session(server)
            let before = try await RawWebSocket.open(port: server.port, "/openenv/ws?session_id=\(id)") { socket in
                _ = try await socket.ask(Self.reset)
                _ = try await socket.ask(Self.call)
                // The connection goes without a word.
                return try await socket.ask(Self.state)["data"]
            }
            let after = try await RawWebSocket.open(port: server.port, "/openenv/ws?session_id=\(id)") { socket in
                try await socket.ask(Self.state)["data"]
            }
            #expect(before == after)
            #expect(after?["step_count"] == 1)
        }
    }

    @Test func aNewSocketTakesThePlaceOfOneThatMayBeLost() async throws {
        try await LiveServer.run { server in
            let path = "/openenv/ws?session_id=\(try await Self.session(server))"
            try await RawWebSocket.open(port: server.port, path) { first in
                _ = try await first.ask(Self.reset)
                try await RawWebSocket.open(port: server.port, path) { second in
                    let answer = try await second.ask(Self.state)
                    #expect(answer["data"]?["status"] == "open")
                }
                #expect(try await first.receive()?.code == 1008)
            }
        }
    }

    @Test func anUnknownSessionIsSaidAndClosed() async throws {
        try await LiveServer.run { server in
            let id = try await Self.session(server)
            let closed = try await Self.rpc(server, "openenv/session/close", ["session_id": .string(id)])
            #expect(closed["result"]?["closed"] == true)
            for name in [id, "nothing"] {
                try await RawWebSocket.open(port: server.port, "/openenv/ws?session_id=\(name)") { socket in
                    let answer = try await socket.answer()
                    #expect(answer["data"]?["code"] == "SESSION_ERROR")
                    #expect(try await socket.receive()?.code == 1000)
                }
            }
        }
    }

    @Test func theEpisodeLivesOnAndCanBeGoneBackTo() async throws {
        try await LiveServer.run { server in
            let id = try await RawWebSocket.open(port: server.port) { socket in
                let opened = try await socket.ask([
                    "data": ["episode_id": "mine", "seed": 7, "split": "demo", "index": 0], "type": "reset",
                ])
                #expect(opened["data"]?["observation"]?["task"]?.text == LiveServer.task)
                _ = try await socket.ask(Self.call)
                let state = try await socket.ask(Self.state)
                #expect(state["data"]?["episode_id"] == "mine")
                return opened["data"]?["metadata"]?["episode"]?.text ?? ""
            }
            try await RawWebSocket.open(port: server.port) { socket in
                let refused = try await socket.ask([
                    "data": ["episode_id": .string(id), "task": "demo-swap-paid-order"], "type": "reset",
                ])
                #expect(refused["data"]?["code"] == "VALIDATION_ERROR")
                let again = try await socket.ask(["data": ["episode_id": .string(id), "seed": .null], "type": "reset"])
                #expect(again["data"]?["metadata"]?["seq"] == 1)
                #expect(try await socket.ask(Self.state)["data"]?["episode_id"] == "mine")
            }
            let episodes = try await server.send("GET", "/v1/episodes?label=episode_id:mine").json["episodes"]?.elements
            #expect(episodes?.compactMap { $0["id"]?.text } == [id])
            let records = try await server.send("GET", "/v1/episodes/\(id)/records").json["records"]?.elements
            #expect(records?.compactMap { $0["via"]?.text } == ["openenv", "openenv"])
            #expect(records?.first?["record"]?["seed"] == 7)
        }
    }

    @Test func aFullServerSaysSo() async throws {
        var limits = EpisodeHost.Limits()
        limits.openEpisodes = 1
        try await LiveServer.run(limits: limits) { server in
            try await RawWebSocket.open(port: server.port) { socket in
                let first = try await socket.ask(Self.reset)
                #expect(first["type"] == "observation")
                #expect(try await socket.ask(Self.reset)["data"]?["code"] == "CAPACITY_REACHED")
            }
        }
    }

    @Test func anInvalidEpisodeHasNoRewardAndSaysWhy() async throws {
        var limits = EpisodeHost.Limits()
        limits.records = 1
        try await LiveServer.run(limits: limits) { server in
            try await RawWebSocket.open(port: server.port) { socket in
                _ = try await socket.ask(["data": ["task": .string(LiveServer.task)], "type": "reset"])
                #expect(try await socket.ask(Self.call)["type"] == "observation")
                #expect(try await socket.ask(Self.call)["data"]?["code"] == "EXECUTION_ERROR")
                let last = try await socket.ask(Self.step(["content": "Done.", "type": "respond"]))["data"]
                #expect(last?["reward"] == .null)
                #expect(last?["done"] == true)
                #expect(last?["metadata"]?["invalid"]?.text?.string.contains("limit") == true)
            }
        }
    }

    @Test func aCallWhoseAnswerWasLostWithTheSocketIsMadeOnce() async throws {
        let disk = StalledDisk()
        try await LiveServer.run(disk: disk) { server in
            let path = "/openenv/ws?session_id=\(try await Self.session(server))"
            let cancel = Self.step([
                "arguments": ["order_id": "ord-250914-002", "status": "cancelled"], "tool_name": "updateOrderStatus",
                "type": "call_tool",
            ])
            try await RawWebSocket.open(port: server.port, path) { socket in
                _ = try await socket.ask(Self.reset)
                disk.stop()
                try await socket.send(0x81, cancel.canonicalBytes)
                // The call has reached the writer when a commit waits for the disk.
                while !disk.holdsCommit { try await Task.sleep(for: .milliseconds(1)) }
            }
            // Nobody but whoever asks is connected: the server knows that the client is gone.
            while true {
                let page = try await server.send("GET", "/metrics").text
                if page.contains("\ncorecraft_connections 1\n") { break }
                try await Task.sleep(for: .milliseconds(1))
            }
            disk.letGo()
            try await RawWebSocket.open(port: server.port, path) { socket in
                let again = try await socket.ask(cancel)["data"]
                #expect(again?["observation"]?["error"] == .null)
                #expect(again?["metadata"]?["seq"] == 1)
            }
        }
    }

    @Test func theLastSessionsAreKept() {
        let sessions = OpenEnvSessions(limit: 2)
        let (first, second, third) = (OpenEnvSession(), OpenEnvSession(), OpenEnvSession())
        #expect(sessions.add(first) && sessions.add(second))
        #expect(sessions.session(first.id) != nil)
        #expect(sessions.add(third))
        #expect(sessions.session(second.id) == nil)
        let sockets = [first.attach {}, third.attach {}]
        #expect(!sessions.add(second))
        first.detach(sockets[0])
        #expect(sessions.add(second))
        #expect(sessions.count == 2)
    }
}
