import CanonicalJSON
import Episodes
import EventStore
import Testing

@testable import Server

@Suite("Exactly once, over HTTP")
struct ExactlyOnceTests {
    private static let cancel: JSONValue = [
        "arguments": ["order_id": "ord-250914-002", "status": "cancelled"], "name": "updateOrderStatus",
    ]

    private func key(_ name: String) -> [(String, String)] { [("Idempotency-Key", name)] }

    @Test func everyWritingRouteAnswersARepeatedRequestAgain() async throws {
        try await LiveServer.run { server in
            let opening: JSONValue = ["count": 2, "task": .string(LiveServer.task)]
            let opened = try await server.send("POST", "/v1/episodes", opening, headers: key("open"))
            let openedAgain = try await server.send("POST", "/v1/episodes", opening, headers: key("open"))
            #expect(openedAgain.status == 201 && openedAgain.body == opened.body)
            let id = try #require(try opened.json["episodes"]?.elements?.first?["id"]?.text?.string)
            let requests: [(String, JSONValue?)] = [
                ("/calls", Self.cancel), ("/calls", ["calls": [Self.cancel, Self.cancel]]),
                ("/messages", ["content": "Hello", "role": "user"]), ("/fork", ["count": 2]), ("/attach", nil),
                ("/submit", ["response": "done"]), ("/grade", nil),
            ]
            for (number, (path, body)) in requests.enumerated() {
                let path = "/v1/episodes/\(id)\(path)"
                let first = try await server.send("POST", path, body, headers: key("k\(number)"))
                #expect((200...201).contains(first.status), "\(path): \(first.text)")
                let seq = try await server.send("GET", "/v1/episodes/\(id)").json["seq"]
                let again = try await server.send("POST", path, body, headers: key("k\(number)"))
                #expect(again.status == first.status && again.body == first.body, "\(path)")
                #expect(try await server.send("GET", "/v1/episodes/\(id)").json["seq"] == seq)
                // Another request under the same key.
                let other = try await server.send("POST", path, ["calls": []], headers: key("k\(number)"))
                #expect(other.status == 422)
            }
            let answers = [
                try await server.send("DELETE", "/v1/episodes/\(id)", headers: key("end")),
                try await server.send("DELETE", "/v1/episodes/\(id)", headers: key("end")),
            ]
            #expect(answers.map(\.status) == [204, 204])
            // A key of an episode lives as long as the episode's records.
            let first = try await server.send("POST", "/v1/episodes/\(id)/calls", Self.cancel, headers: key("k0"))
            #expect(try first.status == 200 && first.json["seq"] == 1)
            #expect(try await server.send("GET", "/v1/episodes?limit=100").json["episodes"]?.elements?.count == 4)
        }
    }

    @Test func aSnapshotIsImportedOnce() async throws {
        try await LiveServer.run { server in
            let snapshot: JSONValue = ["clock": ["now": "2025-01-01T00:00:00Z"], "entities": [:], "name": "empty"]
            let first = try await server.send("POST", "/v1/snapshots", snapshot, headers: key("s"))
            #expect(first.status == 201)
            #expect(try await server.send("POST", "/v1/snapshots", snapshot, headers: key("s")).body == first.body)
            let other: JSONValue = ["clock": ["now": "2025-01-01T00:00:00Z"], "entities": [:], "name": "other"]
            #expect(try await server.send("POST", "/v1/snapshots", other, headers: key("s")).status == 422)
        }
    }

    @Test("keys that are none", arguments: ["", String(repeating: "k", count: 201)])
    func badKeys(name: String) async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let answer = try await server.send(
                "POST", "/v1/episodes/\(episode.id)/calls", Self.cancel, headers: key(name))
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.elements?.first?["path"] == "Idempotency-Key")
            #expect(try server.episodes.list(EpisodeFilter(), limit: 1).episodes[0].seq == 0)
        }
    }

    @Test func twoDoorsAreTwoRequests() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let path = "/v1/episodes/\(episode.id)/calls"
            #expect(try await server.send("POST", path, Self.cancel, headers: key("k")).status == 200)
            let answer = try await server.send(
                "POST", episode.path, request(1, "tools/call", Self.cancel), headers: key("k"))
            #expect(try answer.json["error"]?["code"] == -32602)
        }
    }

    // MARK: MCP

    private func message(_ id: JSONValue, key: JSONValue? = nil, _ call: JSONValue = cancel) -> JSONValue {
        var params = call.object ?? [:]
        if let key { params["_meta"] = ["corecraft/idempotencyKey": key] }
        return request(id, "tools/call", .object(params))
    }

    @Test func aCallOverMCPIsCarriedOutOnce() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let first = try await server.send("POST", episode.path, message(1, key: "k"))
            #expect(try first.json["result"]?["isError"] == false)
            // A client that tries again gives the request a new id, which is echoed; the header names the same key.
            let again = try await server.send("POST", episode.path, message("2", key: "k"))
            #expect(try again.json["id"] == "2" && again.json["result"] == first.json["result"])
            let header = try await server.send("POST", episode.path, message(3), headers: key("k"))
            #expect(try header.json["result"] == first.json["result"])
            let modern = try await server.send(
                "POST", episode.path, modernRequest(4, "tools/call", Self.cancel.object ?? [:]),
                headers: modernHeaders("tools/call", name: "updateOrderStatus") + key("k"))
            #expect(try modern.json["result"]?["structuredContent"] == first.json["result"]?["structuredContent"])
            #expect(try server.episodes.list(EpisodeFilter(), limit: 1).episodes[0].seq == 1)
        }
    }

    @Test func contradictionsAndOtherRequestsAreProtocolErrors() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            _ = try await server.send("POST", episode.path, message(1, key: "k"))
            let other: JSONValue = ["arguments": [:], "name": "searchOrders"]
            let cases: [(JSONValue, [(String, String)])] = [
                (message(2, key: "k", other), []), (message(3, key: "a"), key("b")), (message(4, key: 7), []),
                (message(5, key: ""), []), (message(6, key: "a\nb"), []),
            ]
            for (message, headers) in cases {
                let answer = try await server.send("POST", episode.path, message, headers: headers)
                #expect(try answer.json["error"]?["code"] == -32602, "\(message)")
            }
            #expect(try server.episodes.list(EpisodeFilter(), limit: 1).episodes[0].seq == 1)
        }
    }

    // MARK: Answers that were lost

    private func seq(_ server: LiveServer) throws -> Int {
        try server.episodes.list(EpisodeFilter(), limit: 1).episodes[0].seq
    }

    @Test func theSameCallMakesNoSecondRecord() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let first = try await server.callTool(episode.path, "updateOrderStatus", Self.cancel["arguments"] ?? [:])
            let id = try #require(EpisodeID(episode.id))
            server.episodes.answerWasLost(id, seq: 1)
            let again = try await server.callTool(episode.path, "updateOrderStatus", Self.cancel["arguments"] ?? [:])
            #expect(again == first)
            #expect(try seq(server) == 1)
            // The same at the other door.
            server.episodes.answerWasLost(id, seq: 1)
            let control = try await server.send("POST", "/v1/episodes/\(episode.id)/calls", Self.cancel)
            #expect(try control.json["seq"] == 1)
        }
    }
}
