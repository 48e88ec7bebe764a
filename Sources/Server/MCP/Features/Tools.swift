internal import CanonicalJSON

extension MCPDispatcher {
    /// `tools/list`: the same bytes in both eras, in every answer.
    func listTools(_ request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        try refuseCursor(in: request)
        return encoder.toolList(request.id, try await ask(backend.tools), era: request.era)
    }

    /// `tools/call`: malformed parameters and unknown tools are protocol errors, everything else a result.
    func callTool(_ request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        let call = try Self.toolCall(of: request)
        switch await backend.call(call) {
        case .result(let bytes, let isError):
            return encoder.toolResult(request.id, bytes, isError: isError, era: request.era)
        case .unknownTool:
            throw .invalidParams("There is no tool \(JSONRPCError.printable(call.name)); tools/list names them.")
        case .invalid(let message): throw .invalidParams(message)
        case .failure(let failure): throw MCPFailure(failure)
        }
    }

    /// The parameters of a call, checked as far as that goes without the episode.
    static func toolCall(of request: MCPRequest) throws(MCPFailure) -> MCPToolCall {
        guard case .string(let name)? = request.params["name"] else {
            throw .invalidParams("name must be a string: the tool's name.")
        }
        let arguments: JSONObject?
        switch request.params["arguments"] {
        case nil: arguments = nil
        case .object(let members): arguments = members
        default: throw .invalidParams("arguments must be an object.")
        }
        let key = try idempotencyKey(of: request)
        return MCPToolCall(name: name, arguments: arguments, key: key)
    }

    /// The key under which a call is to be carried out once: of the header or of `_meta`, which must not contradict.
    private static func idempotencyKey(of request: MCPRequest) throws(MCPFailure) -> Text? {
        let name: Text = "corecraft/idempotencyKey"
        switch request.params["_meta"]?[name] {
        case nil: return request.headerKey
        case .string(let key)?:
            guard request.headerKey == nil || request.headerKey == key else {
                throw .invalidParams("Idempotency-Key and _meta[\"\(name)\"] must be the same.")
            }
            return key
        default: throw .invalidParams("_meta[\"\(name)\"] must be a string.")
        }
    }
}
