import CanonicalJSON
import Testing

/// What the log says of who wrote.
@Suite("The door of a write over the control API")
struct DoorTests {
    @Test func aClientSaysThatItIsTheCommandLine() async throws {
        try await LiveServer.run { server in
            let opened = try await server.send("POST", "/v1/episodes", ["task": .string(LiveServer.task)]).json
            let path = "/v1/episodes/\(opened["episodes"]?.elements?.first?["id"]?.text?.string ?? "")"
            for headers in [[], [("Corecraft-Via", "control")], [("Corecraft-Via", "cli")]] {
                let call: JSONValue = ["name": "searchOrders"]
                #expect(try await server.send("POST", path + "/calls", call, headers: headers).status == 200)
            }
            for wrong in ["mcp", "openenv", "CLI", ""] {
                let answer = try await server.send(
                    "POST", path + "/calls", ["name": "searchOrders"], headers: [("Corecraft-Via", wrong)])
                #expect(answer.status == 422)
                #expect(try answer.json["errors"]?.elements?.first?["path"] == "Corecraft-Via")
            }
            let records = try await server.send("GET", path + "/records?from=1").json["records"]?.elements
            #expect(records?.map { $0["via"] } == ["control", "control", "cli"])
            let audit = try await server.send("POST", path + "/audit").json
            #expect(audit["via"] == ["cli": 1, "control": 3])
        }
    }
}
