import CanonicalJSON
import Episodes
import EventStore
import Synchronization
import Testing

@testable import Server

@Suite("Limits, and a disk that is slow")
struct LimitTests {
    private static let search: JSONValue = ["arguments": [:], "name": "searchOrders"]

    @Test func whatALimitSaysAtBothDoors() async throws {
        var limits = EpisodeHost.Limits()
        limits.records = 2
        limits.argumentBytes = 64
        limits.openEpisodes = 2
        try await LiveServer.run(limits: limits) { server in
            let episode = try await server.openOne()
            let path = "/v1/episodes/\(episode.id)"
            let large: JSONValue = ["email": .string(Text(String(repeating: "x", count: 60)))]
            let refused = try await server.send(
                "POST", path + "/calls", ["arguments": large, "name": "searchCustomers"])
            #expect(refused.status == 413)
            let told = try await server.callTool(episode.path, "searchCustomers", large)
            #expect(told?["isError"] == true)
            for _ in 0..<2 { #expect(try await server.send("POST", path + "/calls", Self.search).status == 200) }
            let third = try await server.send("POST", path + "/calls", Self.search)
            #expect(try third.status == 409 && third.json["detail"]?.text?.string.contains("limit of 2") == true)
            let toldAgain = try await server.callTool(episode.path, "searchOrders")
            #expect(toldAgain?["isError"] == true)
            // No reward, and why; a submission stands without a grade, a grade that is asked for clears the mark.
            let shown = try await server.send("GET", path).json
            #expect(shown["reward"] == .null && shown["status"] == "open")
            #expect(shown["invalid"]?.text?.string.contains("limit of 2") == true)
            _ = try await server.open(["snapshot": "starter"])
            let many = try await server.send("POST", "/v1/episodes", ["snapshot": "starter"])
            #expect(try many.status == 429 && many.json["type"] == "urn:corecraft:problem:limit")
            #expect(try await server.send("POST", path + "/fork").status == 429)
        }
    }

    @Test func aConnectionTooManyIsToldSo() async throws {
        try await LiveServer.run {
            $0.connectionLimit = 3
        } _: { server in
            try await RawConnection.open(port: server.port) { first in
                try await RawConnection.open(port: server.port) { second in
                    // Both are served before the others come.
                    for connection in [first, second] {
                        var connection = connection
                        try await connection.send("GET", "/healthz")
                        #expect(try await connection.answer()?.status == 200)
                    }
                    var refusals = 0
                    while refusals == 0 {
                        try await RawConnection.open(port: server.port) { third in
                            try await third.send("GET", "/healthz")
                            let one = try await third.answer()
                            try await RawConnection.open(port: server.port) { fourth in
                                let answer = try await fourth.answer()
                                if answer?.status == 503, answer?.headers["retry-after"] == "1" { refusals += 1 }
                            }
                            #expect(one?.status == 200)
                        }
                    }
                }
            }
        }
    }

    @Test func largeBodiesShareTheMemoryThereIs() {
        let memory = BodyMemory(limit: 100)
        do {
            let one = Exchange(memory: memory)
            let other = Exchange(memory: memory)
            #expect(throws: Never.self) { try one.hold(60) }
            #expect(throws: Problem.self) { try other.hold(41) }
            #expect(throws: Never.self) { try other.hold(40) }
            #expect(!memory.take(1))
        }
        // It is given back with the exchange.
        #expect(memory.take(100))
    }

    @Test func aLargeBodyWaitsForNobody() async throws {
        try await LiveServer.run {
            $0.bodyMemory = 1 << 20
        } _: { server in
            let episode = try await server.openOne()
            let large = [UInt8](repeating: 0x20, count: 2 << 20)
            let refused = try await server.sendBytes("POST", "/v1/episodes/\(episode.id)/calls", large)
            #expect(refused.status == 503 && refused.headers["retry-after"] == "1")
            // Ordinary requests need no leave.
            #expect(try await server.send("POST", "/v1/episodes/\(episode.id)/calls", Self.search).status == 200)
        }
    }

    private final class Counter: Sendable {
        private let sum = Mutex(0)
        var total: Int { sum.withLock { $0 } }
        func add() { sum.withLock { $0 += 1 } }
    }

    @Test func whileTheDiskStandsStillNoMoreIsTakenIn() async throws {
        let disk = StalledDisk()
        try await LiveServer.run(disk: disk) {
            // Far less than the disk takes: a client whose bytes are not read is not a slow one.
            $0.headerTimeoutSeconds = 1
            $0.bodyTimeoutSeconds = 1
        } _: { server in
            let episode = try await server.openOne()
            disk.stop()
            // The first call waits for the disk; what is pipelined behind it is refused by its shape, and cheap. Half of
            // it is more than the systems of both sides keep in their buffers, up to 36 MiB on usual Linux.
            let count = 400
            let call: JSONValue = ["arguments": [:], "name": "searchOrders"]
            let other: JSONValue = ["name": .string(Text(String(repeating: "x", count: 300_000)))]
            func request(_ body: [UInt8]) -> [UInt8] {
                let head = """
                    POST /v1/episodes/\(episode.id)/calls HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: \(body.count)\r
                    \r

                    """
                return Array(head.utf8) + body
            }
            let (first, more) = (request(call.canonicalBytes), request(other.canonicalBytes))
            try await RawConnection.open(port: server.port) { connection in
                let send = connection.sender
                let sent = Counter()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await send(first)
                        for _ in 0..<count {
                            try await send(more)
                            sent.add()
                        }
                    }
                    // Until the sender stands still as well: its bytes stay with it, not in the server.
                    var last = -1
                    while sent.total != last {
                        last = sent.total
                        try await Task.sleep(for: .milliseconds(500))
                    }
                    #expect(last < count / 2)
                    try await Task.sleep(for: .seconds(2))
                    disk.letGo()
                    #expect(try await connection.answer()?.status == 200)
                    for _ in 0..<count { #expect(try await connection.answer()?.status == 422) }
                    try await group.waitForAll()
                }
            }
        }
    }
}
