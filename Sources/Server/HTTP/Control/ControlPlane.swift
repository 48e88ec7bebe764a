internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import Rewards

/// What the operator's routes work on. Each group of routes is an extension in a file of its own.
struct ControlPlane: Sendable {
    let episodes: EpisodeHost
    let tasks: TaskCatalogue
    /// The graders of this build by name.
    let graders: Graders
    let mint: TokenMint
    let addresses: ServerAddresses
    /// The profile of episodes whose opening names none.
    let profile: Text
    let isBenchmark: Bool
    /// nil where nothing is counted.
    let metrics: ServerMetrics?
    /// The connections of all addresses.
    let connections: @Sendable () -> Int

    init(
        episodes: EpisodeHost, tasks: TaskCatalogue, mint: TokenMint, addresses: ServerAddresses,
        configuration: CorecraftServer.Configuration, metrics: ServerMetrics? = nil,
        connections: @escaping @Sendable () -> Int = { 0 }
    ) {
        self.episodes = episodes
        self.tasks = tasks
        graders = Self.graders
        self.mint = mint
        self.addresses = addresses
        profile = configuration.profile
        isBenchmark = configuration.isBenchmark
        self.metrics = metrics
        self.connections = connections
    }

    /// The graders of this build.
    static let graders = Graders([ChecksGrader()])

    /// All routes, in the order of control-api.md.
    var routes: [Route] {
        let routes =
            systemRoutes + snapshotRoutes + taskRoutes + episodeRoutes + actingRoutes + readingRoutes + judgingRoutes
            + trajectoryRoutes
        // The benchmark must not pay for the routes it is not.
        return (isBenchmark ? [Self.benchmarkRoute] : []) + routes + [Self.openAPIRoute(describing: routes)]
    }

    /// The URL at which an agent reaches an episode; null where nothing listens.
    func agentURL(_ id: EpisodeID, generation: UInt32) -> AnswerJSON {
        guard addresses.readyURL != nil else { return .null }
        let token = mint.text(of: EpisodeToken(branch: id.branch.rawValue, generation: generation))
        return .text("\(addresses.agentURL)/mcp/\(token)")
    }

    /// The episode that a path names.
    func episode(_ request: ControlRequest) throws(Problem) -> EpisodeID {
        let text = request.parameter("id")
        guard let id = EpisodeID(text.string) else { throw Problem(.notFound, "There is no episode \(text).") }
        return id
    }

    /// Does something with episodes, and says what went wrong as the control API does.
    func attempt<Value>(_ body: () async throws(EpisodeError) -> Value) async throws(Problem) -> Value {
        do {
            return try await body()
        } catch {
            throw Problem(error)
        }
    }
}

extension Problem {
    /// The statuses of control-api.md: 404 for what is not there, 409 for what an episode's state forbids, 413 for
    /// arguments over their limit, 422 for the rest that the client can change.
    init(_ error: EpisodeError) {
        let kind: Kind =
            switch error.code {
            case .unknownEpisode, .unknownSnapshot: .notFound
            case .unknownTool, .argumentsNotAnObject, .badPosition, .badRequest, .keyReused: .invalid
            case .argumentsTooLarge: .tooLarge
            case .closed, .conflict, .otherRules, .callLimit: .conflict
            case .episodeLimit: .limit
            case .graderUnavailable: .unavailable
            case .alteredSnapshot: .altered
            case .damaged: .damaged
            case .store(let failure): Problem.kind(failure)
            }
        self.init(kind, error.description)
    }

    private static func kind(_ error: EventStoreError) -> Kind {
        switch error.code {
        case .conflict, .headMismatch, .staleGeneration, .closed, .branchExists: .conflict
        case .notFound: .notFound
        case .badForkPoint, .forkAtSubmitted: .invalid
        case .corrupt: .damaged
        case .queueFull, .diskFull, .mapFull, .readersFull, .poisoned, .closedStore, .io: .unavailable
        default: .internal
        }
    }
}
