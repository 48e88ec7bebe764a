internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes

/// The routes of OpenEnv over HTTP; the WebSocket is opened elsewhere.
extension OpenEnv {
    /// All routes under their paths. They have a description of their own, `/openenv/openapi.json`, and stay out of that of
    /// the control API.
    var routes: [Route] {
        (described + [openAPIRoute]).map { route in
            Route(
                route.method, Self.base + route.template, body: route.body, isOpen: route.isOpen,
                takesKey: route.takesKey, nil, handler: route.handler)
        }
    }

    private var described: [Route] { aboutRoutes + episodeRoutes + taskRoutes }

    private var openAPIRoute: Route {
        let operation = Operation(
            id: "openAPI", summary: "This description.", responseType: "application/json")
        let itself = Route(.get, "/openapi.json", isOpen: true, operation) { _ throws(Problem) in .nothing }
        let bytes = OpenAPIDocument(
            routes: described + [itself], title: "Corecraft as an OpenEnv environment", version: "1.0",
            description: "The customer-support desk by the protocol of OpenEnv 0.10; a WebSocket is at /ws.",
            base: Text(Self.base), schemas: OpenEnvSchemas.all
        ).json.canonicalBytes
        return Route(.get, "/openapi.json", isOpen: true, operation) { _ throws(Problem) in
            ControlReply(contentType: "application/json", bytes: bytes)
        }
    }

    private var aboutRoutes: [Route] {
        [
            Route(
                .get, "/health", isOpen: true,
                Operation(id: "health", summary: "Whether the process is alive.", response: "Health")
            ) { _ throws(Problem) in ControlReply(["status": .text("healthy")]) },
            Route(
                .get, "/metadata",
                Operation(id: "metadata", summary: "What the environment is.", response: "Metadata")
            ) { _ throws(Problem) in
                ControlReply([
                    "description": .text(
                        "The customer-support desk of an online PC-parts shop: an event-sourced world with tools over"
                            + " tickets, orders, payments, builds and policies, and rewards that can be audited."),
                    "name": .text(Self.name), "version": .text(version),
                ])
            },
            Route(
                .get, "/schema",
                Operation(id: "schema", summary: "Actions, observations and state.", response: "Schemas")
            ) { _ throws(Problem) in ControlReply(.value(OpenEnvSchemas.published)) },
        ]
    }

    private var episodeRoutes: [Route] {
        [
            Route(
                .post, "/reset", body: .importedObject, takesKey: true,
                Operation(
                    id: "reset", summary: "Opens an episode, or goes to one that is there.", request: "Reset",
                    response: "Observation", errors: [404, 409, 422, 429])
            ) { request throws(Problem) in
                let (_, observation) = try await reset(request.object, key: request.key)
                return ControlReply(observation.json)
            },
            Route(
                .post, "/step", body: .object,
                Operation(
                    id: "step", summary: "Takes a step in the episode named.", request: "Step",
                    response: "Observation", errors: [404, 409, 422])
            ) { request throws(Problem) in try await step(request) },
            Route(
                .get, "/state",
                Operation(
                    id: "state", summary: "Where an episode stands.",
                    query: [.text("episode_id", "The episode that a reset answered as metadata.episode.")],
                    response: "EpisodeState", errors: [404])
            ) { request throws(Problem) in try await state(request) },
            Route(
                .post, "/mcp", body: .imported,
                Operation(
                    id: "mcp", summary: "JSON-RPC: tools/list, tools/call, openenv/session/create and close.",
                    requestType: "application/json", response: "RPCResponse")
            ) { request throws(Problem) in ControlReply(await answer(rpc: request.bytes, request.exchange)) },
        ]
    }

    private func step(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        var fields = Fields(request.object)
        let name = fields.text("episode_id")
        // OpenEnv's own, which say nothing here: steps take no time, and requests are named by X-Request-Id.
        _ = fields.value("timeout_s")
        _ = fields.value("request_id")
        let action = fields.value("action")
        if action?.object == nil {
            fields.reject("action", "must be an object\(action.map { ", not \($0.kind)" } ?? "")")
        }
        try fields.finish()
        let place = try name.map { (name) throws(Problem) in try located(name) }
        let observation = try await step(
            try OpenEnvAction(action?.object ?? [:]), at: place, request.exchange)
        return ControlReply(observation.json)
    }

    private func state(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        guard let name = request.query["episode_id"] else { return ControlReply(try await state(at: nil)) }
        var place = try located(name)
        // Without a session, the steps are the records.
        let summary = try await summary(place.episode)
        place.steps = summary.seq
        place.label = summary.labels.first { $0.name == "episode_id" }?.value
        return ControlReply(try await state(at: place))
    }

    /// An episode by our id: over HTTP there is no session that would know the client's own names.
    private func located(_ name: Text) throws(Problem) -> OpenEnvPlace {
        guard let id = EpisodeID(name.string) else {
            throw Problem(
                .notFound, "There is no episode \(name); give the id that the reset answered as metadata.episode.")
        }
        return OpenEnvPlace(episode: id, steps: 0)
    }
}
