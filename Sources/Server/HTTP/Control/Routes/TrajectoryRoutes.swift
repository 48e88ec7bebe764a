internal import CanonicalJSON
internal import Episodes
internal import HTTPTypes

extension ControlPlane {
    var trajectoryRoutes: [Route] {
        [
            Route(
                .post, "/v1/trajectories", body: .imported, takesKey: true,
                Operation(
                    id: "importTrajectory",
                    summary: "Verifies a trajectory file, whatever its Content-Type, and stores it.",
                    requestType: "application/x-ndjson", status: 201, response: "Episode", errors: [409, 422, 429])
            ) { request throws(Problem) in try await importTrajectory(request) }
        ]
    }

    private func importTrajectory(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let summary = try await attempt { () async throws(EpisodeError) in
            try await episodes.importTrajectory(request.bytes, key: request.key, via: request.via)
        }
        return ControlReply(.created, Self.json(summary))
    }
}
