import CanonicalJSON
import Episodes
import Testing

@testable import Server

@Suite("What the control API refuses, and how it says so")
struct ControlStrictnessTests {
    private static func paths(_ answer: RawConnection.Answer) throws -> [String] {
        (try answer.json["errors"]?.elements ?? []).compactMap { $0["path"]?.text?.string }
    }

    @Test func allThatIsWrongIsToldAtOnce() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne(["snapshot": "starter"]).id
            let queries: [(String, [String])] = [
                (
                    "/v1/episodes?limit=0&cursor=x&status=z&label=q&group=g",
                    ["cursor", "group", "label", "limit", "status"]
                ),
                ("/v1/episodes/\(id)/records?from=-1&to=x", ["from", "to"]),
                ("/v1/episodes/\(id)/state?at=x&changed=1&internal=y&type=z", ["at", "changed", "internal", "type"]),
                ("/v1/diff?a=x", ["a", "b"]),
                ("/v1/snapshots/starter/entities/order?limit=0&cursor=x", ["cursor", "limit"]),
            ]
            for (query, wrong) in queries {
                let answer = try await server.send("GET", query)
                #expect(answer.status == 422)
                #expect(try Self.paths(answer).sorted() == wrong, "\(query)")
            }
            let bodies: [(String, JSONValue, [String])] = [
                ("/v1/episodes", ["count": 0, "profile": "zz", "snapshot": "starter"], ["count", "profile"]),
                ("/v1/episodes", ["task": 1], ["task"]),
                (
                    "/v1/episodes/\(id)/calls",
                    ["calls": [["name": "nope"], ["arguments": [:], "name": "searchOrders"], ["name": "neither"]]],
                    ["calls[0].name", "calls[2].name"]
                ),
                ("/v1/episodes/\(id)/calls", ["arguments": [:], "name": "nope"], ["name"]),
                ("/v1/episodes", ["labels": ["a:b": "c", "d": "e:f"], "snapshot": "starter"], ["labels.a:b"]),
                ("/v1/episodes/\(id)/fork", ["labels": ["a:b": "c"]], ["labels.a:b"]),
            ]
            for (path, body, wrong) in bodies {
                let answer = try await server.send("POST", path, body)
                #expect(answer.status == 422)
                #expect(try Self.paths(answer) == wrong, "\(path)")
            }
            #expect(try server.episodes.summary(try #require(EpisodeID(id))).seq == 0)
        }
    }

    @Test func cursorsAreTakenByTheListThatIssuedThemAlone() async throws {
        try await LiveServer.run { server in
            _ = try await server.open(["count": 3, "snapshot": "starter"])
            func cursor(_ path: String) async throws -> String {
                try await server.send("GET", path).json["next_cursor"]?.text?.string ?? ""
            }
            let customers = try await cursor("/v1/snapshots/starter/entities/customer?limit=1")
            let episodes = try await cursor("/v1/episodes?limit=1&status=open")
            #expect(
                try await server.send("GET", "/v1/snapshots/starter/entities/customer?limit=1&cursor=\(customers)")
                    .status == 200)
            #expect(
                try await server.send("GET", "/v1/episodes?limit=2&status=open&cursor=\(episodes)").status == 200)
            let flipped = (customers.first == "A" ? "B" : "A") + customers.dropFirst()
            for path in [
                "/v1/snapshots/starter/entities/customer?cursor=\(flipped)",
                "/v1/snapshots/starter/entities/order?cursor=\(customers)",
                "/v1/snapshots/corecraft-1/entities/customer?cursor=\(customers)",
                "/v1/episodes?cursor=\(episodes)", "/v1/episodes?status=submitted&cursor=\(episodes)",
                "/v1/episodes?cursor=Mg", "/v1/episodes?cursor=\(customers)",
            ] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 422)
                #expect(try Self.paths(answer) == ["cursor"])
            }
        }
    }

    @Test func deepMessagesAndResponsesAreRefused() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne(["snapshot": "starter"]).id
            func nested(_ depth: Int) -> JSONValue { (1..<depth).reduce([]) { value, _ in [value] } }
            for (action, member) in [("messages", "content"), ("submit", "response")] {
                var body: JSONObject = action == "messages" ? ["role": "user"] : [:]
                body[Text(member)] = nested(49)
                #expect(try await server.send("POST", "/v1/episodes/\(id)/\(action)", .object(body)).status == 413)
                body[Text(member)] = nested(48)
                #expect(try await server.send("POST", "/v1/episodes/\(id)/\(action)", .object(body)).status == 200)
            }
            let records = try await server.send("GET", "/v1/episodes/\(id)/records")
            #expect(try records.json["records"]?.elements?.count == 3)
        }
    }

    @Test func aBatchBeyondTheLimitIsRefusedAndTheEpisodeGoesOn() async throws {
        var limits = EpisodeHost.Limits()
        limits.records = 3
        try await LiveServer.run(limits: limits) { server in
            let id = try await server.openOne(["snapshot": "starter"]).id
            let call: JSONValue = ["arguments": ["limit": 1], "name": "searchOrders"]
            func send(_ body: JSONValue) async throws -> Int {
                try await server.send("POST", "/v1/episodes/\(id)/calls", body).status
            }
            #expect(try await send(["calls": [call, call]]) == 200)
            #expect(try await send(["calls": [call, call]]) == 409)
            #expect(try await server.send("GET", "/v1/episodes/\(id)").json["invalid"] == .null)
            #expect(try await send(call) == 200)
            #expect(try await send(call) == 409)
            #expect(try await server.send("GET", "/v1/episodes/\(id)").json["invalid"]?.text != nil)
        }
    }

    @Test func bodiesThatAreCodedAreNotGuessedAt() async throws {
        try await LiveServer.run { server in
            for (path, encoding, status) in [
                ("/v1/episodes", "gzip", 415), ("/v1/trajectories", "gzip", 415), ("/v1/episodes", "Identity", 201),
            ] {
                let answer = try await server.send(
                    "POST", path, ["snapshot": "starter"], headers: [("Content-Encoding", encoding)])
                #expect(answer.status == status)
            }
        }
    }

    @Test func callsOfTheWrongShapeCountAsRefused() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne(["snapshot": "starter"]).id
            let wrong: JSONValue = ["arguments": [], "name": "searchOrders"]
            for body in [wrong, ["calls": [wrong]]] {
                #expect(try await server.send("POST", "/v1/episodes/\(id)/calls", body).status == 422)
            }
            let page = try await server.send("GET", "/metrics").text
            #expect(page.contains("corecraft_calls_total{tool=\"searchOrders\",outcome=\"refused\"} 2"))
        }
    }

    @Test func anUnknownProfileIsRefusedBeforeServing() {
        var configuration = CorecraftServer.Configuration(version: "1")
        configuration.profile = "nope"
        #expect(throws: ServerError.self) { try configuration.validate() }
        configuration.profile = "core+submit"
        #expect(throws: Never.self) { try configuration.validate() }
    }
}
