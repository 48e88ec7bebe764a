internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes

extension ControlPlane {
    var systemRoutes: [Route] {
        [
            Route(
                .get, "/healthz", isOpen: true,
                Operation(id: "health", summary: "Whether the process is alive.", response: "Status")
            ) { _ throws(Problem) in ControlReply(["status": .text("ok")]) },
            Route(
                .get, "/readyz", isOpen: true,
                Operation(
                    id: "readiness", summary: "Whether the server can serve.", response: "Status", errors: [503])
            ) { _ throws(Problem) in try ready() },
            Route(
                .get, "/metrics",
                Operation(
                    id: "metrics", summary: "Counters and times in the text format of Prometheus.",
                    responseType: "text/plain", errors: [404])
            ) { _ throws(Problem) in try await page() },
        ]
    }

    private func page() async throws(Problem) -> ControlReply {
        guard let metrics else { throw .nothingHere }
        let page = try await attempt { () async throws(EpisodeError) in
            try metrics.page(of: episodes, connections: connections())
        }
        return ControlReply(contentType: "text/plain; version=0.0.4; charset=utf-8", bytes: Array(page.utf8))
    }

    /// Every address is bound, the store can be read, and a write would be taken.
    private func ready() throws(Problem) -> ControlReply {
        guard addresses.readyURL != nil else { throw Problem(.unavailable, "Not every address is bound yet.") }
        do {
            _ = try episodes.list(EpisodeFilter(), limit: 1)
        } catch {
            throw Problem(.unavailable, "The store cannot be read.")
        }
        do {
            try episodes.store.requireWritable()
        } catch {
            // The route is open to everybody: no paths and no numbers of the machine.
            throw Problem(.unavailable, Self.reason(error))
        }
        return ControlReply(["status": .text("ready")])
    }

    private static func reason(_ error: EventStoreError) -> String {
        switch error.code {
        case .poisoned: "A commit failed; the store takes no more writes until the server is started again."
        case .diskFull: "The disk is full; writes go on when there is room."
        case .queueFull: "Too many writes wait."
        default: "The store takes no writes."
        }
    }

    /// A fixed answer of a given size, to hold the throughput of calls against: the body is read and not looked at.
    static let benchmarkRoute = Route(.post, "/bench/{bytes}", body: .imported, isOpen: true, nil) {
        request throws(Problem) in
        guard let count = Int(request.parameter("bytes").string), 2...(1 << 20) ~= count else {
            throw .invalid("bytes", "must be an integer from 2 to 1048576")
        }
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
        text[0] = UInt8(ascii: "\"")
        text[count - 1] = UInt8(ascii: "\"")
        return ControlReply(contentType: "application/json", bytes: text)
    }
}
