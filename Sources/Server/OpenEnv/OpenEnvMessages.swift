internal import CanonicalJSON

/// Why a message was not carried out.
struct OpenEnvError: Error, Sendable {
    /// The codes of OpenEnv.
    enum Code: Text, Sendable {
        case invalidJSON = "INVALID_JSON"
        case unknownType = "UNKNOWN_TYPE"
        case validation = "VALIDATION_ERROR"
        case execution = "EXECUTION_ERROR"
        case capacity = "CAPACITY_REACHED"
        case factory = "FACTORY_ERROR"
        case session = "SESSION_ERROR"
    }

    let code: Code
    let message: String
    var errors: [Problem.Item] = []

    var json: AnswerJSON {
        var data: [(name: Text, value: AnswerJSON)] = [
            ("code", .text(code.rawValue)), ("message", .text(message)),
        ]
        if !errors.isEmpty {
            data.append(
                ("errors", .array(errors.map { ["message": .text($0.message), "path": .text($0.path)] })))
        }
        return ["data": .object(data), "type": .text("error")]
    }

    /// What opening failed of.
    init(reset problem: Problem) {
        let code: Code =
            switch problem.kind {
            case .limit: .capacity
            case .internal, .unavailable: .factory
            default: .validation
            }
        self.init(code, problem)
    }

    /// What a step failed of.
    init(step problem: Problem) {
        self.init(problem.kind == .invalid ? .validation : .execution, problem)
    }

    init(_ code: Code, _ problem: Problem) {
        self.init(code: code, message: Self.message(problem), errors: problem.errors)
    }

    init(code: Code, message: String, errors: [Problem.Item] = []) {
        self.code = code
        self.message = message
        self.errors = errors
    }

    /// Clients show the message alone, so it names what is wrong.
    private static func message(_ problem: Problem) -> String {
        guard problem.errors.count > 1 else { return problem.detail }
        let shown = problem.errors.prefix(20).map { "\($0.path): \($0.message)" }
        let rest = problem.errors.count - shown.count
        return ([problem.detail] + shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
}

extension OpenEnv {
    /// Answers one message of a WebSocket.
    ///
    /// - Parameter exchange: Told what the answer is of.
    /// - Returns: The answer; nil for `close`.
    func answer(_ bytes: [UInt8], in session: OpenEnvSession, _ exchange: Exchange) async -> [UInt8]? {
        do throws(OpenEnvError) {
            return try await carryOut(bytes, in: session, exchange)?.bytes
        } catch {
            return error.json.bytes
        }
    }

    private func carryOut(
        _ bytes: [UInt8], in session: OpenEnvSession, _ exchange: Exchange
    ) async throws(OpenEnvError) -> AnswerJSON? {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, limits: JSONParser.Limits(bytes: messageLimit))
        } catch {
            throw OpenEnvError(code: .invalidJSON, message: "The message is not JSON that can be taken: \(error).")
        }
        guard let message = value.object else {
            throw OpenEnvError(code: .validation, message: "A message must be an object, not \(value.kind).")
        }
        switch message["type"]?.text {
        case "reset":
            let data = try Self.data(of: message, isRequired: false)
            do throws(Problem) {
                let (place, observation) = try await reset(data)
                session.go(to: place)
                return ["data": observation.json, "type": .text("observation")]
            } catch {
                throw OpenEnvError(reset: error)
            }
        case "step":
            let data = try Self.data(of: message, isRequired: true)
            let place = session.place
            do throws(Problem) {
                let observation = try await step(try OpenEnvAction(data), at: place, exchange)
                session.countStep(at: place)
                return ["data": observation.json, "type": .text("observation")]
            } catch {
                throw OpenEnvError(step: error)
            }
        case "state":
            do throws(Problem) {
                return ["data": try await state(at: session.place), "type": .text("state")]
            } catch {
                throw OpenEnvError(step: error)
            }
        case "mcp":
            let data = try Self.data(of: message, isRequired: true)
            return ["data": await answer(rpc: .object(data), in: session, exchange), "type": .text("mcp")]
        case "close": return nil
        case let type?:
            throw OpenEnvError(
                code: .unknownType, message: "There is no message \(type); there are reset, step, state, mcp and close."
            )
        case nil: throw OpenEnvError(code: .unknownType, message: "The message has no type.")
        }
    }

    private static func data(of message: JSONObject, isRequired: Bool) throws(OpenEnvError) -> JSONObject {
        switch message["data"] {
        case .object(let data)?: return data
        case nil where !isRequired, .null? where !isRequired: return [:]
        case let value:
            let found = value.map { ", not \($0.kind)" } ?? ""
            throw OpenEnvError(code: .validation, message: "data must be an object\(found).")
        }
    }
}
