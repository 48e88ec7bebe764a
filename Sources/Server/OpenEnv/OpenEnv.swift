internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import Rewards

/// The world as an environment of OpenEnv 0.10, under `/openenv`: a WebSocket, HTTP routes and the Task API.
///
/// A door beside `/v1`, and no second implementation: opening, calling, submitting and grading are those of ``ControlPlane``
/// and of the episodes. What is special to OpenEnv is its words, its sessions and its envelopes.
struct OpenEnv: Sendable {
    /// The environment's name in the Task API.
    static let name: Text = "corecraft"
    /// What stands before all its paths.
    static let base = "/openenv"

    let plane: ControlPlane
    let version: Text
    /// The most bytes of a message.
    let messageLimit: Int
    let sessions = OpenEnvSessions()

    var episodes: EpisodeHost { plane.episodes }

    func summary(_ id: EpisodeID) async throws(Problem) -> EpisodeSummary {
        try await plane.attempt { () async throws(EpisodeError) in try episodes.summary(id) }
    }

    /// The definitions of the tools: those of an episode, or those that a new one would get.
    func tools(of id: EpisodeID?) async throws(Problem) -> [JSONValue] {
        try await plane.attempt { () async throws(EpisodeError) in
            let definitions =
                if let id { try await episodes.offer(of: id).definitions } else {
                    try episodes.offer(ofProfile: plane.profile).definitions
                }
            return (try? JSONParser.parse(definitions))?.elements ?? []
        }
    }

    /// Carries out one call, and counts it.
    ///
    /// - Parameter exchange: Told what the answer is of, for the case that it is lost.
    func call(
        _ request: CallRequest, in id: EpisodeID, _ exchange: Exchange
    ) async throws(EpisodeError) -> CallReceipt {
        let start = ContinuousClock.now
        do throws(EpisodeError) {
            let receipts = try await episodes.call(id, [request], graders: plane.graders, via: .openenv)
            guard let receipt = receipts.first else { throw EpisodeError(.badRequest, "there was no call") }
            plane.metrics?.observe(call: request.name, receipt.isError ? .error : .ok, since: start)
            if episodes.writes(request.name) { exchange.tells(of: id, receipt.seq, to: episodes) }
            return receipt
        } catch {
            plane.metrics?.observe(call: request.name, .refused, since: start)
            throw error
        }
    }
}

/// Where a client is: an episode, and how far in it.
struct OpenEnvPlace: Sendable {
    let episode: EpisodeID
    /// The client's own name for the episode.
    var label: Text?
    /// The steps of the episode: its records when the client came to it, and each step since, a list of tools included.
    var steps: Int
}
