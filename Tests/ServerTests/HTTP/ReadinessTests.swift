import CanonicalJSON
import Testing

@testable import Server

@Suite struct ReadinessTests {
    @Test func afterACommitThatFailedTheServerIsAliveAndNotReady() async throws {
        let disk = StalledDisk()
        try await LiveServer.run(disk: disk) { server in
            #expect(try await server.send("GET", "/readyz").status == 200)
            disk.fail(with: 5)
            #expect(try await server.send("POST", "/v1/episodes", ["snapshot": "starter"]).status == 503)
            let answer = try await server.send("GET", "/readyz")
            #expect(answer.status == 503)
            #expect(try answer.json["detail"]?.text?.string.contains("A commit failed") == true)
            #expect(try await server.send("GET", "/healthz").status == 200)
        }
    }

    @Test func theRequestsOwnIdComesBack() async throws {
        try await FakeServer.run { server in
            try await RawConnection.open(port: server.port) { connection in
                try await connection.send("GET", "/nothing", headers: [("X-Request-Id", "abc")], body: nil)
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 404)
                #expect(answer.headers["x-request-id"] == "abc")
            }
        }
    }
}
