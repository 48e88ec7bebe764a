import EventStore
import Foundation

/// Decides who carries a command out: this process, or the server that holds the store.
enum StoreDoor {
    /// How long to wait for a writer that has no URL: a command that is about to finish, or a server that starts.
    private static let patience = Duration.seconds(5)
    private static let pause = Duration.milliseconds(50)

    /// Lets `body` read the store, beside whoever writes to it.
    static func reading<Value>(
        _ places: Places, _ body: (InProcessAccess) async throws -> Value
    ) async throws -> Value {
        let local = try LocalStore.reading(places)
        defer { local.close() }
        return try await body(InProcessAccess(local))
    }

    /// Lets `body` write to the store: through the server that holds it, or alone.
    ///
    /// - Parameter makesStore: Whether a store that is not there is made.
    /// - Throws: ``CommandFailure`` naming the process that holds the store and is no server.
    static func writing<Value>(
        _ places: Places, makesStore: Bool = false, _ body: (any EpisodeAccess) async throws -> Value
    ) async throws -> Value {
        switch try await writer(places, makesStore: makesStore) {
        case .server(let server): return try await body(server)
        case .here(let local):
            do {
                let value = try await body(InProcessAccess(local))
                local.close()
                return value
            } catch {
                local.abandon()
                throw error
            }
        }
    }

    /// Who writes.
    enum Writer {
        case server(ServerAccess)
        /// This process, which must close the store.
        case here(LocalStore)
    }

    /// Finds out who writes, waiting for a holder that has no URL.
    static func writer(_ places: Places, makesStore: Bool) async throws(CommandFailure) -> Writer {
        let directory = try places.storeDirectory
        if !makesStore { try LocalStore.requireStore(in: directory) }
        let deadline = ContinuousClock.now + patience
        while true {
            var holder = EventStore.lockHolder(of: directory).map { (pid: $0.pid, url: $0.url, agents: $0.agentURL) }
            if holder == nil {
                do {
                    return .here(try LocalStore.writing(places))
                } catch let error as EventStoreError {
                    guard case .locked(let pid, let url) = error.code else { throw CommandFailure(error) }
                    holder = (pid, url, nil)
                } catch {
                    throw CommandFailure(error)
                }
            }
            if let url = holder?.url {
                return .server(
                    ServerAccess(url: url, agentURL: holder?.agents ?? url, token: try places.operatorToken()))
            }
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(
                    .trouble,
                    "process \(holder?.pid ?? 0) has held the store in \(directory) for 5 s and is no server;"
                        + " wait for it to end, or stop it")
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw CommandFailure(.trouble, "interrupted while waiting for the store")
            }
        }
    }
}
