import CanonicalJSON
import Episodes
import Projections
import Testing

@testable import Server

@Suite("The control API over real episodes")
struct ControlAPITests {
    private let cancel: JSONValue = ["order_id": "ord-250914-002", "status": "cancelled"]

    @Test func aGroupIsOpenedDrivenAndRead() async throws {
        try await LiveServer.run { server in
            let body: JSONValue = [
                "count": 4, "labels": ["run": "a", "split": "x:y"], "seed": 7, "task": .string(LiveServer.task),
            ]
            let answer = try await server.send("POST", "/v1/episodes", body)
            #expect(answer.status == 201)
            let opened = try answer.json["episodes"]?.elements ?? []
            #expect(opened.count == 4)
            #expect(opened.allSatisfy { $0["prompt"]?.text?.string.contains("Renée") == true })
            #expect(opened.allSatisfy { $0["system_prompt"]?.text?.isEmpty == false })
            #expect(Set(opened.map { $0["mcp_url"] }).count == 4)
            let id = opened[1]["id"]?.text?.string ?? ""

            let read = try await server.send("GET", "/v1/episodes/\(id)").json
            let group = try answer.json["group"]
            #expect(read["group"] == group)
            #expect(read["task"] == .string(LiveServer.task))
            #expect(read["labels"] == ["run": "a", "split": "x:y"])
            #expect(read["status"] == "open")
            for null: Text in ["parent", "forked_at", "reward", "passed", "invalid"] { #expect(read[null] == .null) }
            #expect(read["truncated"] == false)
            #expect(read["created_at"] == "2025-09-15T19:00:00.000Z")
            #expect(read["seq"] == 0)
            #expect(read["head"] == opened[1]["head"])

            let call = try await server.send(
                "POST", "/v1/episodes/\(id)/calls",
                ["arguments": cancel, "expected_seq": 1, "name": "updateOrderStatus"])
            #expect(call.status == 200)
            #expect(try call.json["seq"] == 1)
            #expect(try call.json["is_error"] == false)
            let state = try await server.send("GET", "/v1/episodes/\(id)/state?changed=true").json
            #expect(state["at"] == 1)
            let called = try call.json
            #expect(state["root"] == called["root"])
            #expect(state["entities"]?["order"]?["ord-250914-002"]?["status"] == "cancelled")
            #expect(state["entities"]?["_hold"] == nil)
            let before = try await server.send("GET", "/v1/episodes/\(id)/state?at=0&type=order").json
            #expect(before["entities"]?.object?.members.map(\.name) == ["order"])
            #expect(before["entities"]?["order"]?["ord-250914-002"]?["status"] == "paid")

            let records = try await server.send("GET", "/v1/episodes/\(id)/records?from=1&to=1").json["records"]
            #expect(records?.elements?.count == 1)
            let record = records?.elements?.first
            #expect(record?["record"]?["kind"] == "call")
            #expect(record?["via"] == "control")
            #expect(record?["result"] == called["result"])
            #expect(record?["hash"] == called["head"])
            let digest = record?["record"]?["result"]?.text ?? ""
            #expect(record?["blobs"]?[digest] == record?["result"])
        }
    }

    @Test func severalCallsAreOneCommitInOrder() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne().id
            let calls: JSONValue = [
                "calls": [
                    ["arguments": ["order_id": "nope"], "name": "getOrderDetails"],
                    ["arguments": cancel, "name": "updateOrderStatus"], ["name": "searchOrders"],
                ],
                "expected_seq": 1,
            ]
            let answer = try await server.send("POST", "/v1/episodes/\(id)/calls", calls)
            let receipts = try answer.json["calls"]?.elements
            #expect(receipts?.map { $0["seq"] } == [1, 2, 3])
            #expect(receipts?.map { $0["is_error"] } == [true, false, false])
            let again = try await server.send("POST", "/v1/episodes/\(id)/calls", calls)
            #expect(again.status == 409)
            #expect(again.headers["content-type"] == "application/problem+json")
            #expect(try again.json["status"] == 409)
        }
    }

    @Test func whatACallGets() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let path = "/v1/episodes/\(episode.id)/calls"
            let huge: JSONValue = .string(Text(String(repeating: "x", count: 300 * 1_024)))
            let cases: [(JSONValue, Int)] = [
                (["name": "nonsense"], 422), (["name": "searchOrders", "arguments": []], 422),
                (["name": "searchOrders", "arguments": .null], 422), (["name": 7], 422), ([:], 422),
                (["calls": []], 422), (["calls": [7]], 422), (["calls": [["name": "searchOrders"]], "name": "x"], 422),
                (["calls": [["name": "searchOrders"], ["name": "nope"]]], 422),
                (["name": "searchOrders", "expectedSeq": 1], 422), (["name": "searchOrders", "expected_seq": -1], 422),
                (["name": "searchOrders", "arguments": ["q": huge]], 413),
            ]
            for (body, status) in cases {
                let answer = try await server.send("POST", path, body)
                #expect(answer.status == status, "\(body["name"] ?? .null)")
                #expect(try answer.json["detail"]?.text?.isEmpty == false)
            }
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)").json["seq"] == 0)

            #expect(try await server.callTool(episode.path, "searchOrders", ["q": huge])?["isError"] == true)
            let submitted = try await server.send("POST", "/v1/episodes/\(episode.id)/submit", ["response": "Done."])
            #expect(submitted.status == 200)
            #expect(try submitted.json["grade"] == .null)
            #expect(try submitted.json["truncated"] == false)
            #expect(try await server.send("POST", path, ["name": "searchOrders"]).status == 409)
            let refused = try await server.callTool(episode.path, "searchOrders")
            #expect(refused?["isError"] == true)
            // In the agent's terms: neither the operator's id of the episode nor forks.
            let said = refused?["content"]?.elements?.first?["text"]?.text?.string ?? ""
            #expect(said.contains("\"hint\"") && !said.contains(episode.id) && !said.contains("fork"))
            let unknown = try await server.send("POST", episode.path, request(1, "tools/call", ["name": "nope"]))
            #expect(try unknown.json["error"]?["code"] == -32602)
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)").json["seq"] == 1)

            #expect(try await server.send("DELETE", "/v1/episodes/\(episode.id)").status == 204)
            #expect(try await server.send("POST", path, ["name": "searchOrders"]).status == 409)
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)").json["status"] == "ended")
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)/records").status == 200)
            for message in [request(1, "ping"), request(1, "tools/call", ["name": "searchOrders"])] {
                #expect(try await server.send("POST", episode.path, message).status == 404)
            }
        }
    }

    @Test func forksShareTheirPast() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne(["task": .string(LiveServer.task)]).id
            for _ in 0..<2 {
                _ = try await server.send("POST", "/v1/episodes/\(id)/calls", ["name": "searchOrders"])
            }
            let answer = try await server.send(
                "POST", "/v1/episodes/\(id)/fork", ["at": 1, "count": 2, "labels": ["try": "2"]])
            #expect(answer.status == 201)
            let forks = try answer.json["episodes"]?.elements ?? []
            #expect(forks.count == 2)
            #expect(forks.first?["prompt"]?.text?.isEmpty == false)
            let fork = forks.first?["id"]?.text?.string ?? ""
            let read = try await server.send("GET", "/v1/episodes/\(fork)").json
            #expect(read["parent"] == .string(Text(id)))
            #expect(read["forked_at"] == 1)
            #expect(read["seq"] == 1)
            let group = try answer.json["group"]
            #expect(read["group"] == group)
            #expect(read["group"] != .string(Text(id)))

            _ = try await server.send(
                "POST", "/v1/episodes/\(fork)/calls", ["arguments": cancel, "name": "updateOrderStatus"])
            let diff = try await server.send("GET", "/v1/diff?a=\(id)@2&b=\(fork)").json
            #expect(diff["first_difference"]?["seq"] == 2)
            #expect(diff["entities"]?["order"]?["ord-250914-002"]?["a"]?["status"] == "paid")
            #expect(diff["entities"]?["order"]?["ord-250914-002"]?["b"]?["status"] == "cancelled")
            let same = try await server.send("GET", "/v1/diff?a=\(id)@1&b=\(fork)@1").json
            #expect(same == ["entities": [:], "first_difference": .null])

            #expect(try await server.send("POST", "/v1/episodes/\(fork)/submit", ["response": .null]).status == 200)
            #expect(try await server.send("POST", "/v1/episodes/\(fork)/fork").status == 422)
            #expect(try await server.send("POST", "/v1/episodes/\(fork)/fork", ["at": 99]).status == 422)
            #expect(try await server.send("POST", "/v1/episodes/\(fork)/fork", ["at": 2]).status == 201)
        }
    }

    @Test func gradeReplayAuditAndTrajectory() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne(["task": .string(LiveServer.task)])
            let path = "/v1/episodes/\(episode.id)"
            #expect(try await server.callTool(episode.path, "searchOrders")?["isError"] == false)
            #expect(try await server.send("POST", "\(path)/grade", ["grader": "checks"]).status == 409)
            let look = try await server.send("POST", "\(path)/grade", ["at": 1, "grader": "checks"])
            #expect(look.status == 200)
            #expect(try await server.send("GET", path).json["reward"] == .null)
            #expect(try await server.send("POST", "\(path)/grade", ["grader": "judge", "at": 1]).status == 422)
            #expect(try await server.send("POST", "\(path)/audit").json["reward"] == .null)
            #expect(
                try await server.send("POST", "\(path)/messages", ["content": "Hm.", "role": "assistant"]).json["seq"]
                    == 2)

            let submitted = try await server.send(
                "POST", "\(path)/submit", ["response": "Sorry.", "stopped": "turn_limit"]
            ).json
            #expect(submitted["truncated"] == true)
            let grade = submitted["grade"]
            #expect(grade?["passed"] == false)
            let criteria = grade?["criteria"]?.elements ?? []
            #expect(!criteria.isEmpty)
            #expect(criteria.allSatisfy { $0["assertion"]?.text?.isEmpty == false && $0["dimension"]?.text != nil })
            let read = try await server.send("GET", path).json
            #expect(read["reward"] == grade?["reward"])
            #expect(read["passed"] == false)
            #expect(read["truncated"] == true)
            #expect(read["status"] == "submitted")

            for kind in ["facts", "commands", "both"] {
                let replay = try await server.send("POST", "\(path)/replay", ["kind": .string(Text(kind))]).json
                #expect(replay == ["divergence": .null, "ok": true, "records": 4])
            }
            let audit = try await server.send("POST", "\(path)/audit").json
            #expect(audit["ok"] == true)
            #expect(audit["reward"] == true)
            #expect(audit["commands"] == ["divergence": .null, "ran": true])
            #expect(audit["via"] == ["control": 3, "mcp": 1])

            let file = try await server.send("GET", "\(path)/trajectory")
            #expect(file.headers["content-type"] == "application/x-ndjson")
            #expect(try TrajectoryFile(parsing: file.body).head.json == read["head"])
            let whole = try await server.send("GET", "\(path)/trajectory?with_snapshot=true")
            #expect(whole.body.count > file.body.count)
        }
    }

    @Test func attachingReplacesTheURL() async throws {
        try await LiveServer.run { server in
            let episode = try await server.openOne()
            let answer = try await server.send("POST", "/v1/episodes/\(episode.id)/attach")
            #expect(answer.status == 200)
            let url = try answer.json["mcp_url"]?.text?.string ?? ""
            #expect(url != episode.url)
            for message in [
                request(1, "ping"), request(1, "tools/list"), request(1, "tools/call", ["name": "searchOrders"]),
                request(1, "tools/call", ["name": "nope"]), "x",
            ] {
                #expect(try await server.send("POST", episode.path, message).status == 404)
            }
            let path = String(url.dropFirst(server.url.count))
            #expect(try await server.callTool(path, "searchOrders")?["isError"] == false)
            #expect(try await server.send("GET", "/v1/episodes/\(episode.id)").json["seq"] == 1)
        }
    }

    @Test func snapshotsAreImportedListedAndPaged() async throws {
        try await LiveServer.run { server in
            let entities: JSONObject = JSONObject(
                uniqueMembers: (0..<5).map { number in
                    JSONObject.Member(
                        name: Text("emp-\(number)"),
                        value: ["department": "support", "name": "Ada", "permissions": [], "title": "Agent"])
                })
            let clock: JSONValue = ["now": "2025-09-15T19:00:00Z"]
            let world: JSONValue = ["clock": clock, "entities": ["order": [:]], "name": "tiny"]
            let imported = try await server.send("POST", "/v1/snapshots", world)
            #expect(imported.status == 201)
            #expect(try imported.json["counts"] == ["order": 0])
            let digest = try imported.json["snapshot"]?.text?.string ?? ""
            let one = try await server.send("GET", "/v1/snapshots/\(digest)").json
            #expect(one["name"] == "tiny")
            #expect(one["clock"] == ["now": "2025-09-15T19:00:00Z", "tick_seconds": 0])
            #expect(
                try await server.send("GET", "/v1/snapshots/\(digest)/entities/order").json
                    == ["entities": [], "next_cursor": .null])
            let names = try await server.send("GET", "/v1/snapshots").json["snapshots"]?.elements?.map { $0["name"] }
            #expect(
                names == [
                    "corecraft-1", "corecraft-2", "corecraft-3", "corecraft-4", "corecraft-eval", "starter", "tiny",
                ])
            #expect(try await server.openOne(["snapshot": "tiny"]).id.isEmpty == false)

            let wrong: JSONValue = [
                "clock": clock, "entities": ["employee": .object(entities), "nonsense": [:], "order": ["o": ["x": 1]]],
                "name": 7,
            ]
            let refused = try await server.send("POST", "/v1/snapshots", wrong)
            #expect(refused.status == 422)
            #expect((try refused.json["errors"]?.elements?.count ?? 0) > 3)

            var seen: [Text] = []
            var cursor: String? = ""
            var pages = 0
            while let next = cursor {
                let query = next.isEmpty ? "limit=3" : "limit=3&cursor=\(next)"
                let page = try await server.send("GET", "/v1/snapshots/starter/entities/customer?\(query)").json
                seen += (page["entities"]?.elements ?? []).compactMap { $0["id"]?.text }
                cursor = page["next_cursor"]?.text?.string
                pages += 1
                if pages > 100 { break }
            }
            let all = try server.episodes.snapshots.load(try server.episodes.snapshots.resolve("starter"))
            #expect(seen == all.documents(.customer).map(\.id))
            for path in [
                "/v1/snapshots/nope", "/v1/snapshots/starter/entities/_hold", "/v1/snapshots/starter/entities/x",
            ] {
                #expect(try await server.send("GET", path).status == 404)
            }
        }
    }

    @Test func listsPageStablyWhileEpisodesAreAdded() async throws {
        try await LiveServer.run { server in
            let first = try await server.open(["count": 5, "labels": ["run": "a"], "snapshot": "starter"])
            let page = try await server.send("GET", "/v1/episodes?limit=2&label=run:a").json
            let more = try await server.open(["count": 3, "labels": ["run": "a"], "snapshot": "starter"])
            var ids = (page["episodes"]?.elements ?? []).compactMap { $0["id"]?.text?.string }
            var cursor = page["next_cursor"]?.text?.string
            while let next = cursor {
                let page = try await server.send("GET", "/v1/episodes?limit=2&label=run%3Aa&cursor=\(next)").json
                ids += (page["episodes"]?.elements ?? []).compactMap { $0["id"]?.text?.string }
                cursor = page["next_cursor"]?.text?.string
            }
            #expect(ids == (first + more).map(\.id))
            let group = try await server.send("GET", "/v1/episodes?group=\(more[0].group)").json["episodes"]
            #expect(group?.elements?.count == 3)
            #expect(try await server.send("GET", "/v1/episodes?status=submitted").json["episodes"] == [])
            for query in ["limit=0", "limit=x", "cursor=%20", "cursor=!", "status=nope", "group=x", "label=x"] {
                #expect(try await server.send("GET", "/v1/episodes?\(query)").status == 422, "\(query)")
            }
            #expect(try await server.send("GET", "/v1/episodes?task=%FF").status == 400)
        }
    }

    @Test func tasksAreListedWithoutTheirRubrics() async throws {
        try await LiveServer.run { server in
            let list = try await server.send("GET", "/v1/tasks?split=demo").json["tasks"]?.elements ?? []
            #expect(list.map { $0["id"] } == [.string(LiveServer.task)])
            #expect(list.first?["rubric"] == nil)
            #expect(try await server.send("GET", "/v1/tasks?split=none").json["tasks"] == [])
            #expect(try await server.send("GET", "/v1/tasks/\(LiveServer.task)").json["rubric"] != nil)
            #expect(try await server.send("GET", "/v1/tasks/nope").status == 404)
        }
    }

    @Test func badInputGetsAClearError() async throws {
        try await LiveServer.run { server in
            let id = try await server.openOne().id
            for (method, path, body, status) in [
                ("POST", "/v1/episodes", "{\"snapshot\":", 400), ("POST", "/v1/episodes", "[]", 422),
                ("POST", "/v1/episodes", "{\"snapshot\":\"nope\"}", 404),
                ("POST", "/v1/episodes", "{\"task\":\"nope\"}", 404), ("POST", "/v1/episodes", "{}", 422),
                ("POST", "/v1/episodes", "{\"snapshot\":\"starter\",\"count\":0,\"seed\":-1,\"x\":1}", 422),
                ("POST", "/v1/episodes", "{\"snapshot\":\"starter\",\"profile\":\"nope\"}", 422),
                ("POST", "/v1/episodes", "{\"snapshot\":\"starter\",\"snapshot\":\"starter\"}", 400),
                ("GET", "/v1/episodes/nope", nil, 404), ("GET", "/v1/episodes/ep-000000000000-1", nil, 404),
                ("POST", "/v1/episodes/ep-000000000000-1/calls", "{\"name\":\"searchOrders\"}", 404),
                ("POST", "/v1/episodes/nope/submit", "{\"response\":\"\"}", 404),
                ("DELETE", "/v1/episodes/nope", nil, 404), ("GET", "/v1/episodes/\(id)/state?at=9", nil, 422),
                ("GET", "/v1/episodes/\(id)/state?changed=1", nil, 422),
                ("GET", "/v1/episodes/\(id)/state?type=nope", nil, 422),
                ("GET", "/v1/episodes/\(id)/records?from=-1", nil, 422), ("GET", "/v1/diff", nil, 422),
                ("GET", "/v1/diff?a=\(id)&b=nope", nil, 422), ("GET", "/v1/diff?a=\(id)&b=ep-000000000000-1", nil, 404),
                ("POST", "/v1/episodes/\(id)/messages", "{\"role\":\"system\",\"content\":\"x\"}", 422),
                ("POST", "/v1/episodes/\(id)/submit", "{}", 422), ("PUT", "/v1/episodes", "{}", 405),
                ("POST", "/v1/episodes/\(id)/replay", "{\"kind\":\"x\"}", 422),
                ("PATCH", "/v1/episodes/\(id)", nil, 405),
                ("GET", "/v1/nope", nil, 404), ("GET", "/v1/episodes/", nil, 404), ("GET", "/v1/tasks/%zz", nil, 404),
            ] as [(String, String, String?, Int)] {
                let answer = try await server.sendBytes(method, path, body.map { Array($0.utf8) })
                #expect(answer.status == status, "\(method) \(path) \(body ?? "")")
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(try answer.json["status"]?.number?.integer == status)
                #expect(try answer.json["title"]?.text?.isEmpty == false)
                #expect(try answer.json["type"]?.text?.isEmpty == false)
            }
            let several = try await server.send(
                "POST", "/v1/episodes", ["count": 0, "seed": -1, "snapshot": "starter", "x": 1])
            #expect(
                try several.json["errors"]?.elements?.compactMap { $0["path"]?.text } == ["count", "seed", "x"])
            let plain = try await RawConnection.open(port: server.port) { connection in
                try await connection.send(
                    "POST", "/v1/episodes", headers: [("Content-Type", "text/plain")], body: Array("{}".utf8))
                return try await connection.answer()
            }
            #expect(plain?.status == 415)
            let allowed = try await server.send("PUT", "/v1/episodes")
            #expect(allowed.headers["allow"] == "POST, GET, HEAD")
        }
    }
}
