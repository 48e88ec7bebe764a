import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Logging
import Rewards
import ToolLayer

@testable import Server

/// A server on a free port over a store of its own, with the project's snapshots and tasks.
struct LiveServer: Sendable {
    let port: Int
    let episodes: EpisodeHost
    /// The URL told when it was ready.
    let url: String

    /// The root of the checkout, found from this file.
    private static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    static let task: Text = "demo-swap-paid-order"

    static func run<Value: Sendable>(
        key: TokenKey = TokenKey(), limits: EpisodeHost.Limits = EpisodeHost.Limits(),
        disk: StalledDisk? = nil,
        _ adjust: (inout CorecraftServer.Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (LiveServer) async throws -> Value
    ) async throws -> Value {
        let directory = NSTemporaryDirectory() + "corecraft-server-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var options = EventStore.Options(
            mode: disk == nil ? .scratch : .durable, mapSize: 1 << 30, freeSpaceFloor: 0,
            wallClock: { 1_757_962_800_000 })
        if let disk { options.commitFault = { disk.commit() } }
        let store = try EventStore.open(at: directory, options: options)
        defer { store.close() }
        let episodes = EpisodeHost(
            store: store, tools: .standard,
            snapshots: try SnapshotCatalogue(directory: checkout + "snapshots", store: store),
            limits: limits)
        let tasks = try TaskCatalogue(tasks: checkout + "tasks", systemPrompts: checkout + "system-prompts")
        var configuration = CorecraftServer.Configuration(version: "1.2.3")
        configuration.listen.port = 0
        adjust(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ready, signal) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: Void.self) { [configuration, logger] group in
            group.addTask {
                defer { signal.finish() }
                try await CorecraftServer.run(
                    configuration, episodes: episodes, tasks: tasks, key: key, logger: logger, stopsOnSignals: false
                ) { signal.yield($0.url) }
            }
            for await url in ready {
                let port = url.split(separator: ":").last.flatMap { Int($0) } ?? 0
                let value = try await body(LiveServer(port: port, episodes: episodes, url: url))
                group.cancelAll()
                try? await group.waitForAll()
                return value
            }
            try await group.waitForAll()
            throw ServerError("The server ended before it was ready.")
        }
    }

    /// Sends a request on a connection of its own; a body is sent as JSON.
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = [], port: Int? = nil
    ) async throws -> RawConnection.Answer {
        try await sendBytes(method, path, body?.canonicalBytes, headers: headers, port: port)
    }

    func sendBytes(
        _ method: String, _ path: String, _ body: [UInt8]?, headers: [(String, String)] = [], port: Int? = nil
    ) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: port ?? self.port) { connection in
            let sent = body == nil ? headers : FakeServer.jsonHeaders + headers
            try await connection.send(method, path, headers: sent, body: body)
            guard let answer = try await connection.answer(withoutBody: method == "HEAD") else {
                throw ServerError("The connection was closed.")
            }
            return answer
        }
    }

    /// An episode as opening answers it.
    struct Opened: Sendable {
        let id: String
        let group: String
        let path: String
        let url: String
    }

    func open(_ body: JSONValue = ["snapshot": "starter"]) async throws -> [Opened] {
        let answer = try await send("POST", "/v1/episodes", body)
        guard answer.status == 201 else { throw ServerError(answer.text) }
        let group = try answer.json["group"]?.text?.string ?? ""
        return try (answer.json["episodes"]?.elements ?? []).map { episode in
            let url = episode["mcp_url"]?.text?.string ?? ""
            let path = url.range(of: "/mcp/").map { String(url[$0.lowerBound...]) } ?? ""
            return Opened(id: episode["id"]?.text?.string ?? "", group: group, path: path, url: url)
        }
    }

    func openOne(_ body: JSONValue = ["snapshot": "starter"]) async throws -> Opened {
        guard let episode = try await open(body).first else { throw ServerError("nothing was opened") }
        return episode
    }

    /// One call over MCP; the result member of the answer.
    func callTool(_ path: String, _ name: Text, _ arguments: JSONValue = [:]) async throws -> JSONValue? {
        try await send("POST", path, request(1, "tools/call", ["arguments": arguments, "name": .string(name)]))
            .json["result"]
    }
}
