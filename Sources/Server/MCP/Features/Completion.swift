internal import CanonicalJSON

extension MCPDispatcher {
    /// `completion/complete`: policy names for the template's variable; the prompt has no arguments to complete.
    func complete(_ request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        guard let reference = request.params["ref"]?.object, case .string(let type)? = reference["type"] else {
            throw .invalidParams("ref must be an object with a type.")
        }
        guard let argument = request.params["argument"]?.object, case .string(let name)? = argument["name"],
            case .string(let value)? = argument["value"]
        else { throw .invalidParams("argument must be an object with name and value, both strings.") }
        guard request.params["context"].map({ $0.object != nil }) ?? true else {
            throw .invalidParams("context must be an object.")
        }
        let candidates: [Text]
        switch (type, reference["uri"]?.text, reference["name"]?.text) {
        case ("ref/resource", MCPResource.policyTemplate, _):
            let task = try await ask(backend.task)
            candidates = name == "policy" ? PolicySections(task?.systemPrompt).sections.map(\.slug) : []
        case ("ref/prompt", _, Self.workTask): candidates = []
        default: throw .invalidParams("ref names no prompt and no resource template of this server.")
        }
        let matching = candidates.filter { $0.string.utf8.starts(with: value.string.utf8) }
        let values = matching.prefix(100).map(JSONValue.string)
        let completion: JSONValue = [
            "hasMore": .bool(matching.count > 100), "total": .number(JSONNumber(Int32(clamping: matching.count))),
            "values": .array(values),
        ]
        return encoder.result(request.id, ["completion": completion], era: request.era)
    }
}
