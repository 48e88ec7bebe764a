internal import CanonicalJSON
internal import EventStore

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
            guard let unkept = unkept(bytes, error.error) else {
                return await refusal(error.id, error.error, era: .handshake, backend)
            }
            return await reply(to: unkept, from: transport, backend) { request in
                await refuse(request, error.error, backend)
            }
        }
        return await reply(to: message, from: transport, backend) { request in await answer(request, backend) }
    }

    /// Answers a message that is a call in the usual case, for who cannot wait.
    ///
    /// - Parameter later: Runs something behind what is ready to run now.
    /// - Parameter answer: Called once, perhaps before this returns, on whichever thread comes to it. Gets what makes the
    ///   bytes of the answer, to be run wherever there is time for it. Gets nil for every other message and case: then
    ///   nothing was done, and ``respond(to:from:backend:)`` answers.
    func callAtOnce(
        _ bytes: [UInt8], from headers: MCPHeaders, backend: any MCPBackend, later: @escaping EventStore.Later,
        answer: @escaping @Sendable ((@Sendable () -> [UInt8])?) -> Void
    ) {
        guard let message = try? JSONRPCMessage(parsing: bytes, limits: limits),
            case .dispatch(let request) = EraDecision.decide(message, from: .http(headers)),
            request.method == .toolsCall,
            headers.idempotencyKey == nil, let call = try? Self.toolCall(of: request)
        else { return answer(nil) }
        backend.callAtOnce(call, later: later) { outcome in
            guard case .result(let value, let isError)? = outcome else { return answer(nil) }
            answer { encoder.toolResult(request.id, value, isError: isError, era: request.era) }
        }
    }

    private func reply(
        to message: JSONRPCMessage, from transport: EraDecision.Transport, _ backend: some MCPBackend,
        carryOut: (MCPRequest) async -> MCPReply
    ) async -> MCPReply {
        switch EraDecision.decide(message, from: transport) {
        case .accept: return await isGone(backend) ? .gone : .accepted
        case .refuse(let id, let error, let era): return await refusal(id, error, era: era, backend)
        case .dispatch(var request):
            if case .http(let headers) = transport { request.headerKey = headers.idempotencyKey.map { Text($0) } }
            return await carryOut(request)
        }
    }

    /// The message behind a parse error, where it is one and only holds what cannot be kept, such as a number too exact.
    private func unkept(_ bytes: [UInt8], _ error: JSONRPCError) -> JSONRPCMessage? {
        guard error.code == .parseError else { return nil }
        return try? JSONRPCMessage(
            readingLossily: bytes, limits: JSONParser.Limits(depth: Self.readableDepth, bytes: limits.bytes))
    }

    /// How deep a message may nest for its request to be named in the answer.
    private static let readableDepth = 512

    /// Answers a request that cannot be kept. A model can mend the arguments of its call, so it gets to hear of them.
    private func refuse(_ request: MCPRequest, _ error: JSONRPCError, _ backend: some MCPBackend) async -> MCPReply {
        guard request.method == .toolsCall, await !isGone(backend) else {
            return await refusal(request.id, .invalidParams(error.message), era: request.era, backend)
        }
        let result: JSONObject = [
            "error": .string(Text(error.message)),
            "hint": "Nothing was done. Call again with a value that can be kept.",
        ]
        let bytes = encoder.toolResult(request.id, result.canonicalBytes, isError: true, era: request.era)
        return .message(bytes, status: 200)
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
