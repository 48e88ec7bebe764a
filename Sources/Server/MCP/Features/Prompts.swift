internal import CanonicalJSON

extension MCPDispatcher {
    /// The one prompt there is.
    static let workTask: Text = "work_task"

    /// `prompts/list`.
    func listPrompts(_ request: MCPRequest) throws(MCPFailure) -> [UInt8] {
        try refuseCursor(in: request)
        let prompt: JSONValue = [
            "arguments": [], "description": "The task of this episode and where its policies are.",
            "name": .string(Self.workTask), "title": "Work on the task",
        ]
        return encoder.result(request.id, ["prompts": [prompt]], era: request.era, caching: .fixed)
    }

    /// `prompts/get`: the task's prompt, then a link to the policies.
    func getPrompt(_ request: MCPRequest, _ backend: some MCPBackend) async throws(MCPFailure) -> [UInt8] {
        guard case .string(let name)? = request.params["name"] else { throw .invalidParams("name must be a string.") }
        guard name == Self.workTask else {
            throw .invalidParams("There is no prompt \(JSONRPCError.printable(name)); prompts/list names them.")
        }
        guard request.params["arguments"].map({ $0.object != nil }) ?? true else {
            throw .invalidParams("arguments must be an object; this prompt needs none.")
        }
        let text = Self.markdown(of: try await ask(backend.task))
        let messages: JSONValue = [
            ["content": ["text": .string(text), "type": "text"], "role": "user"],
            [
                "content": [
                    "mimeType": "text/markdown", "name": "policies", "type": "resource_link",
                    "uri": .string(Text(MCPResource.policies.rawValue)),
                ],
                "role": "user",
            ],
        ]
        return encoder.result(
            request.id, ["description": "The task of this episode.", "messages": messages], era: request.era)
    }
}
