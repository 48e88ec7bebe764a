internal import CanonicalJSON
internal import Episodes
internal import EventStore

/// The JSON-RPC dialect of OpenEnv, over `POST /openenv/mcp` and in messages; the Model Context Protocol itself is at `/mcp`.
extension OpenEnv {
    private struct Failure: Error {
        let code: Int
        let message: String

        static func parameters(_ message: String) -> Failure { Failure(code: -32602, message: message) }
    }

    /// Answers a body.
    func answer(rpc body: [UInt8], _ exchange: Exchange) async -> AnswerJSON {
        do {
            return await answer(
                rpc: try JSONParser.parse(body, limits: JSONParser.Limits(bytes: messageLimit)), in: nil, exchange)
        } catch {
            return Self.json(
                .null, Failure(code: -32700, message: "The request is not JSON that can be taken: \(error)."))
        }
    }

    /// Answers one request.
    ///
    /// - Parameter own: The session that the request came in; nil over HTTP, where its parameters name one.
    func answer(rpc request: JSONValue, in own: OpenEnvSession?, _ exchange: Exchange) async -> AnswerJSON {
        let id: JSONValue =
            switch request["id"] {
            case .string(let text)?: .string(text)
            case .number(let number)?: .number(number)
            default: .null
            }
        do throws(Failure) {
            guard request["jsonrpc"] == "2.0", let method = request["method"]?.text else {
                throw Failure(code: -32600, message: "A request has \"jsonrpc\": \"2.0\" and a method.")
            }
            let parameters = request["params"] ?? [:]
            guard let parameters = parameters.object else { throw .parameters("params must be an object") }
            let result = try await carryOut(method, parameters, in: own, exchange)
            return ["id": .value(id), "jsonrpc": .text("2.0"), "result": result]
        } catch {
            return Self.json(id, error)
        }
    }

    private static func json(_ id: JSONValue, _ failure: Failure) -> AnswerJSON {
        [
            "error": ["code": .integer(failure.code), "message": .text(failure.message)], "id": .value(id),
            "jsonrpc": .text("2.0"),
        ]
    }

    private func carryOut(
        _ method: Text, _ parameters: JSONObject, in own: OpenEnvSession?, _ exchange: Exchange
    ) async throws(Failure) -> AnswerJSON {
        switch method {
        case "openenv/session/create":
            let session = own ?? OpenEnvSession()
            guard sessions.add(session) else {
                throw Failure(code: -32000, message: "There are as many sessions as the server takes.")
            }
            return ["session_id": .text(session.id)]
        case "openenv/session/close":
            guard let id = parameters["session_id"]?.text else { throw .parameters("session_id must be a string") }
            guard let closed = sessions.remove(id) else { throw .parameters("there is no session \(id)") }
            if closed !== own { closed.closeSocket() }
            return ["closed": .bool(true), "session_id": .text(id)]
        case "tools/list":
            let place = try session(parameters, own)?.place
            do throws(Problem) {
                return ["tools": .array(try await tools(of: place?.episode).map(AnswerJSON.value))]
            } catch {
                throw Failure(code: -32603, message: error.detail)
            }
        case "tools/call": return try await call(parameters, in: try session(parameters, own), exchange)
        default: throw Failure(code: -32601, message: "There is no method \(method).")
        }
    }

    private func session(_ parameters: JSONObject, _ own: OpenEnvSession?) throws(Failure) -> OpenEnvSession? {
        guard let named = parameters["session_id"], named != .null, own == nil else { return own }
        guard let id = named.text, let session = sessions.session(id) else {
            throw .parameters("there is no session \(named.text ?? ""); create one with openenv/session/create")
        }
        return session
    }

    private func call(
        _ parameters: JSONObject, in session: OpenEnvSession?, _ exchange: Exchange
    ) async throws(Failure) -> AnswerJSON {
        guard let name = parameters["name"]?.text else { throw .parameters("name must be a string") }
        let arguments = parameters["arguments"] ?? [:]
        guard arguments.object != nil else { throw .parameters("arguments must be an object, not \(arguments.kind)") }
        guard let session else { throw .parameters("session_id must name a session, whose episode is called") }
        guard let place = session.place else {
            throw .parameters("the session has no episode yet: attach a WebSocket to it and reset")
        }
        do {
            let receipt = try await call(CallRequest(name: name, arguments: arguments), in: place.episode, exchange)
            session.countStep(at: place)
            return Self.json(receipt.result, isError: receipt.isError)
        } catch {
            switch error.code {
            case .unknownTool: throw .parameters(error.description)
            case .closed, .otherRules, .argumentsTooLarge, .callLimit, .badRequest:
                let refusal: JSONObject = ["error": .string(Text(error.description))]
                return Self.json(refusal.canonicalBytes, isError: true)
            default: throw Failure(code: -32603, message: error.description)
            }
        }
    }

    /// A result as OpenEnv's clients unpack it, and as MCP words it.
    private static func json(_ result: [UInt8], isError: Bool) -> AnswerJSON {
        [
            "content": [["text": .text(String(decoding: result, as: UTF8.self)), "type": .text("text")]],
            "data": .stored(result), "is_error": .bool(isError),
        ]
    }
}
