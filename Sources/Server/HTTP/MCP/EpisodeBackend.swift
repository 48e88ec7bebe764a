internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import Logging
internal import Projections

/// An episode of this process, as MCP sees it.
struct EpisodeBackend: MCPBackend {
    let episodes: EpisodeHost
    let id: EpisodeID
    /// The attempt that the URL names; nil where there is no URL, over stdio.
    let generation: UInt32?
    /// Gets what is kept from agents: why the server could not carry something out.
    let logger: Logger
    /// Who grades what `submitResponse` submits; nil leaves it ungraded.
    var graders: Graders?
    /// Whom to tell what the answer is of, for the case that it cannot be written.
    var exchange = Exchange()
    /// Counts and times calls.
    var metrics: ServerMetrics?

    func admit() async throws(MCPBackendFailure) {
        _ = try summary()
    }

    func tools() async throws(MCPBackendFailure) -> ToolListing {
        do {
            return ToolListing(definitions: try await episodes.offer(of: id).definitions)
        } catch {
            throw failure(error)
        }
    }

    func call(_ call: MCPToolCall) async -> MCPToolOutcome {
        let start = ContinuousClock.now
        let outcome = await carryOut(call)
        observe(call, outcome, since: start)
        return outcome
    }

    func callAtOnce(
        _ call: MCPToolCall, later: @escaping EventStore.Later, answer: @escaping @Sendable (MCPToolOutcome?) -> Void
    ) {
        let start = ContinuousClock.now
        guard call.key == nil else { return answer(nil) }
        episodes.callAtOnce(id, Self.request(call), generation: generation, via: .mcp, later: later) { receipt in
            guard let receipt else { return answer(nil) }
            let outcome = outcome(of: receipt, call)
            observe(call, outcome, since: start)
            answer(outcome)
        }
    }

    private func observe(_ call: MCPToolCall, _ outcome: MCPToolOutcome, since start: ContinuousClock.Instant) {
        switch outcome {
        case .result(_, isError: false): metrics?.observe(call: call.name, .ok, since: start)
        case .result(_, isError: true): metrics?.observe(call: call.name, .error, since: start)
        default: metrics?.observe(call: call.name, .refused, since: start)
        }
    }

    private static func request(_ call: MCPToolCall) -> CallRequest {
        CallRequest(name: call.name, arguments: call.arguments.map(JSONValue.object))
    }

    private func outcome(of receipt: CallReceipt, _ call: MCPToolCall) -> MCPToolOutcome {
        if episodes.writes(call.name) { exchange.tells(of: id, receipt.seq, to: episodes) }
        return .result(receipt.result, isError: receipt.isError)
    }

    private func carryOut(_ call: MCPToolCall) async -> MCPToolOutcome {
        do {
            var key: RequestKey?
            if let name = call.key {
                key = RequestKey(name, request: Self.digest(of: call))
                if key == nil { return .invalid("The idempotency key \(RequestKey.rule).") }
            }
            let receipts = try await episodes.call(
                id, [Self.request(call)], generation: generation, key: key, graders: graders, via: .mcp)
            guard let receipt = receipts.first else { return .failure(Self.unavailable) }
            return outcome(of: receipt, call)
        } catch {
            return await outcome(of: error, call)
        }
    }

    /// What a call under a key asks for; its id may differ when it is sent again.
    private static func digest(of call: MCPToolCall) -> Digest {
        let asked: JSONValue = [
            "arguments": .object(call.arguments ?? [:]), "method": "tools/call", "name": .string(call.name),
        ]
        return Digest(of: asked)
    }

    /// What a call that left no record comes to (control-api.md, "What a call gets").
    private func outcome(of error: EpisodeError, _ call: MCPToolCall) async -> MCPToolOutcome {
        switch error.code {
        case .unknownTool: return .unknownTool
        case .keyReused: return .invalid(error.description)
        case .closed, .otherRules, .argumentsTooLarge, .callLimit, .badRequest:
            do {
                // Ended, or by a URL that was replaced: such a client learns nothing.
                try await admit()
                guard try await offers(call.name) else { return .unknownTool }
            } catch {
                return .failure(error)
            }
            return .result(Self.refusal(error).canonicalBytes, isError: true)
        default: return .failure(failure(error))
        }
    }

    private func offers(_ name: Text) async throws(MCPBackendFailure) -> Bool {
        do {
            return try await episodes.offer(of: id).names.contains(name)
        } catch {
            throw failure(error)
        }
    }

    /// A refusal in the agent's terms: it knows neither the ids of episodes nor forks.
    private static func refusal(_ error: EpisodeError) -> JSONObject {
        switch error.code {
        case .closed(.submitted):
            ["error": "The work was submitted; no more calls are taken.", "hint": "There is nothing left to do."]
        case .callLimit:
            ["error": "As many calls were made as are allowed.", "hint": "Finish with what you have."]
        case .argumentsTooLarge: ["error": .string(Text(error.description)), "hint": "Send less in one call."]
        case .badRequest: ["error": .string(Text(error.description)), "hint": "Nothing was done."]
        default: ["error": "No more calls are taken here.", "hint": "Finish with what you have."]
        }
    }

    func manifest() async throws(MCPBackendFailure) -> JSONObject {
        let digest = try summary().snapshot
        do {
            let snapshot = try episodes.snapshots.load(digest)
            let counts = snapshot.counts.map { table in
                JSONObject.Member(name: table.type.name, value: .number(JSONNumber(Int32(clamping: table.count))))
            }
            return [
                "clock": ["now": .string(snapshot.clock.text)], "counts": .object(JSONObject(uniqueMembers: counts)),
                "digest": snapshot.digest.json, "name": .string(snapshot.name),
            ]
        } catch {
            throw failure(error)
        }
    }

    func status() async throws(MCPBackendFailure) -> JSONObject {
        let summary = try summary()
        do {
            let snapshot = try episodes.snapshots.load(summary.snapshot)
            return [
                "clock": ["now": .string(snapshot.clock.text)], "head": summary.head.json, "root": summary.root.json,
                "seq": .number(JSONNumber(Int32(clamping: summary.seq))), "status": .string(summary.status.text),
            ]
        } catch {
            throw failure(error)
        }
    }

    func task() async throws(MCPBackendFailure) -> TaskText? {
        do {
            guard let document = try episodes.task(id) else { return nil }
            return TaskText(
                systemPrompt: document["system_prompt"]?.text ?? "", prompt: document["prompt"]?.text ?? "")
        } catch {
            throw failure(error)
        }
    }

    private func summary() throws(MCPBackendFailure) -> EpisodeSummary {
        let summary: EpisodeSummary
        do {
            summary = try episodes.summary(id)
        } catch {
            throw failure(error)
        }
        guard summary.status != .ended, generation == nil || generation == summary.generation else { throw .gone }
        return summary
    }

    private func failure(_ error: EpisodeError) -> MCPBackendFailure {
        switch error.code {
        case .unknownEpisode, .closed(.ended): return .gone
        case .store(let failure):
            switch failure.code {
            case .staleGeneration, .closed(_, .ended), .notFound: return .gone
            default: break
            }
        default: break
        }
        logger.error(
            "episode failed",
            metadata: ["episode": "\(id)", "detail": "\(error.description)", "request_id": "\(exchange.id)"])
        return Self.unavailable
    }

    /// Nothing of paths, disks or other episodes goes to an agent; the operator finds it in the log.
    private static let unavailable = MCPBackendFailure.unavailable(
        "The server could not carry this out; nothing was recorded. Try again later.")
}
