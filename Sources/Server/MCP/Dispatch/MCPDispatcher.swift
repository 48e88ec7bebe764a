internal import CanonicalJSON

/// Turns the bytes of one message into the bytes of its answer, for one episode.
struct MCPDispatcher: Sendable {
    let identity: ServerIdentity
    let encoder: MCPEncoder
    /// What a message may be at most.
    let limits: JSONParser.Limits

    init(version: Text, limits: JSONParser.Limits) {
        identity = ServerIdentity(version: version)
        encoder = MCPEncoder(identity: identity)
        self.limits = limits
    }

    /// Answers one message.
    ///
    /// A call finds out by itself whether its episode is there; everything else asks first, so that an ended episode
    /// answers nothing, not even errors.
    func respond(
        to bytes: [UInt8], from transport: EraDecision.Transport, backend: some MCPBackend
    ) async -> MCPReply {
        let message: JSONRPCMessage
        do {
            message = try JSONRPCMessage(parsing: bytes, limits: limits)
        } catch {
            return await refusal(error.id, error.error, era: .handshake, backend)
        }
        switch EraDecision.decide(message, from: transport) {
        case .accept: return await isGone(backend) ? .gone : .accepted
        case .refuse(let id, let error, let era): return await refusal(id, error, era: era, backend)
        case .dispatch(var request):
            if case .http(let headers) = transport { request.headerKey = headers.idempotencyKey.map { Text($0) } }
            return await answer(request, backend)
        }
    }

    private func refusal(
        _ id: RequestID?, _ error: JSONRPCError, era: Era, _ backend: some MCPBackend
    ) async -> MCPReply {
        await isGone(backend) ? .gone : .message(encoder.error(id, error), status: error.httpStatus(in: era))
    }

    private func isGone(_ backend: some MCPBackend) async -> Bool {
        do {
            try await backend.admit()
            return false
        } catch {
            return error == .gone
        }
    }

    private func answer(_ request: MCPRequest, _ backend: some MCPBackend) async -> MCPReply {
        do {
            return .message(try await result(of: request, backend), status: 200)
        } catch {
            switch error {
            case .error(let error): return await refusal(request.id, error, era: request.era, backend)
            case .gone: return .gone
            }
        }
    }

    private func result(of request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        if request.method != .toolsCall { try await ask(backend.admit) }
        return switch request.method {
        case .initialize: try initialize(request)
        case .ping: encoder.result(request.id, [:], era: request.era)
        case .discover: discover(request)
        case .toolsList: try await listTools(request, backend)
        case .toolsCall: try await callTool(request, backend)
        case .resourcesList: try listResources(request)
        case .resourceTemplatesList: try listResourceTemplates(request)
        case .resourcesRead: try await readResource(request, backend)
        case .promptsList: try listPrompts(request)
        case .promptsGet: try await getPrompt(request, backend)
        case .complete: try await complete(request, backend)
        }
    }
}

/// Why a request gets no result.
enum MCPFailure: Error, Sendable {
    case error(JSONRPCError)
    case gone

    static func invalidParams(_ message: String) -> Self { .error(.invalidParams(message)) }

    init(_ failure: MCPBackendFailure) {
        switch failure {
        case .gone: self = .gone
        case .unavailable(let message): self = .error(JSONRPCError(.internalError, message))
        }
    }
}

extension MCPDispatcher {
    /// Asks the episode for something.
    func ask<Answer>(
        _ question: () async throws(MCPBackendFailure) -> Answer
    ) async throws(MCPFailure) -> Answer {
        do {
            return try await question()
        } catch {
            throw MCPFailure(error)
        }
    }

    /// Lists here fit one page, so that no cursor was ever issued.
    func refuseCursor(in request: MCPRequest) throws(MCPFailure) {
        guard request.params["cursor"] == nil || request.params["cursor"] == .null else {
            throw .invalidParams("cursor was not issued by this server.")
        }
    }
}
