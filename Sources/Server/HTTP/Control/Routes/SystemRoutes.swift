internal import CanonicalJSON
internal import Episodes
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
        ]
    }

    /// Every address is bound and the store can be read.
    private func ready() throws(Problem) -> ControlReply {
        guard addresses.readyURL != nil else { throw Problem(.unavailable, "Not every address is bound yet.") }
        do {
            _ = try episodes.list(EpisodeFilter(), limit: 1)
        } catch {
            throw Problem(.unavailable, "The store cannot be read.")
        }
        return ControlReply(["status": .text("ready")])
    }

    /// A fixed answer of a given size, to hold the throughput of calls against.
    static let benchmarkRoute = Route(.post, "/bench/{bytes}", body: .object, isOpen: true, nil) {
        request throws(Problem) in
        guard let count = Int(request.parameter("bytes").string), 2...(1 << 20) ~= count else {
            throw .invalid("bytes", "must be an integer from 2 to 1048576")
        }
        let text = [UInt8(ascii: "\"")] + [UInt8](repeating: UInt8(ascii: "x"), count: count - 2) + [UInt8(ascii: "\"")]
        return ControlReply(contentType: "application/json", bytes: text)
    }
}
