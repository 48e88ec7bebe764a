import CanonicalJSON
import Testing

@testable import Server

@Suite("openapi.json")
struct OpenAPITests {
    @Test func itNamesEveryRouteAndNoOther() async throws {
        try await LiveServer.run {
            $0.isBenchmark = true
        } _: { server in
            let document = try await server.send("GET", "/openapi.json").json
            var described: Set<String> = []
            for path in document["paths"]?.object?.members ?? [] {
                for method in path.value.object?.members ?? [] {
                    described.insert("\(method.name) \(path.name)")
                }
            }
            // The table of control-api.md.
            let expected: Set<String> = [
                "get /healthz", "get /readyz", "get /metrics", "get /openapi.json", "post /v1/snapshots",
                "get /v1/snapshots", "post /v1/trajectories",
                "get /v1/snapshots/{digest}", "get /v1/snapshots/{digest}/entities/{type}", "get /v1/tasks",
                "get /v1/tasks/{id}", "post /v1/episodes", "get /v1/episodes", "get /v1/episodes/{id}",
                "delete /v1/episodes/{id}", "post /v1/episodes/{id}/calls", "get /v1/episodes/{id}/records",
                "get /v1/episodes/{id}/state", "get /v1/diff", "post /v1/episodes/{id}/fork",
                "post /v1/episodes/{id}/messages", "post /v1/episodes/{id}/submit", "post /v1/episodes/{id}/grade",
                "post /v1/episodes/{id}/attach", "post /v1/episodes/{id}/replay", "post /v1/episodes/{id}/audit",
                "get /v1/episodes/{id}/trajectory",
            ]
            #expect(described == expected)
            for operation in described {
                let parts = operation.split(separator: " ")
                let path = parts[1].replacing("{", with: "").replacing("}", with: "")
                let other = try await server.send("TRACE", String(path))
                #expect(other.status == 405, "\(operation)")
                #expect(other.headers["allow"]?.contains(parts[0].uppercased()) == true)
            }
        }
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        var references: Set<Text> = []
        func collect(_ value: JSONValue) {
            switch value {
            case .object(let object):
                for member in object.members {
                    if member.name == "$ref", let text = member.value.text { references.insert(text) }
                    collect(member.value)
                }
            case .array(let elements): elements.forEach(collect)
            default: break
            }
        }
        collect(.object(OpenAPISchemas.all))
        for reference in references {
            let name = Text(String(reference.string.split(separator: "/").last ?? ""))
            #expect(OpenAPISchemas.all[name] != nil, "\(reference)")
        }
    }
}
