import CanonicalJSON
import ToolLayer

/// `submitResponse`, the tool to finish with: it writes a submission and no call, so no check counts it.
extension SubmitResponse {
    /// What it answers.
    static let result = (["submitted": true] as JSONValue).canonicalBytes

    /// The response in a call's arguments.
    ///
    /// - Throws: ``EpisodeError`` with code `.badRequest`; nothing is recorded then.
    static func response(in request: CallRequest) throws(EpisodeError) -> JSONValue {
        guard case .object(let members) = request.arguments ?? .object([:]) else {
            throw EpisodeError(.argumentsNotAnObject, "arguments must be an object")
        }
        guard members.members.count == 1, case .string? = members["response"], let response = members["response"]
        else {
            throw EpisodeError(
                .badRequest, "submitResponse takes one argument, response, a string: the final answer to the customer")
        }
        return response
    }
}
