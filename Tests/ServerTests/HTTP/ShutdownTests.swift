import CanonicalJSON
import Logging
import ServiceLifecycleTestKit
import Testing

@testable import Server

@Suite("Stopping")
struct ShutdownTests {
    /// Accepts no more, finishes what is in flight, then returns.
    @Test func aCallInFlightIsAnswered() async throws {
        var configuration = CorecraftServer.Configuration(version: "1")
        configuration.listen.port = 0
        let episode = FakeEpisode()
        let mcp = MCPEndpoint(version: "1", bodyLimit: 1 << 20) { _, _ in episode }
        let control = ControlRouter(table: RouteTable([]), operatorToken: nil, bodyLimit: 1, importLimit: 1)
        let addresses = ServerAddresses(configuration)
        let (ready, signal) = AsyncStream.makeStream(of: String.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        try await testGracefulShutdown { [configuration, logger] trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await CorecraftServer.run(
                        configuration, mcp: mcp, control: control, addresses: addresses, logger: logger,
                        stopsOnSignals: false
                    ) { signal.yield($0.url) }
                }
                var urls = ready.makeAsyncIterator()
                let port = await urls.next()?.split(separator: ":").last.flatMap { Int($0) } ?? 0
                group.addTask {
                    try await RawConnection.open(port: port) { connection in
                        let message = request(1, "tools/call", ["name": "slow"])
                        try await connection.send(
                            "POST", "/mcp/good", headers: FakeServer.jsonHeaders, body: message.canonicalBytes)
                        let answer = try #require(try await connection.answer())
                        #expect(answer.status == 200)
                        #expect(try await connection.answer() == nil, "the connection is closed behind the answer")
                    }
                }
                await episode.gate.arrival()
                trigger.triggerGracefulShutdown()
                // Nobody is let in any more; how soon is up to the event loop.
                while (try? await RawConnection.open(port: port, { _ in true })) == true { await Task.yield() }
                #expect(episode.callCount == 0)
                episode.gate.open()
                try await group.waitForAll()
            }
        }
        #expect(episode.callCount == 1)
    }
}
