internal import CanonicalJSON

/// The methods that exist here, and in which era (the table of mcp-server.md section 5).
///
/// What is not listed gets -32601: `logging/setLevel`, `resources/subscribe` and `subscriptions/listen` belong to
/// capabilities that are not declared.
enum MCPMethod: String, Sendable, CaseIterable {
    case initialize
    case ping
    case discover = "server/discover"
    case toolsList = "tools/list"
    case toolsCall = "tools/call"
    case resourcesList = "resources/list"
    case resourceTemplatesList = "resources/templates/list"
    case resourcesRead = "resources/read"
    case promptsList = "prompts/list"
    case promptsGet = "prompts/get"
    case complete = "completion/complete"

    /// Whether requests of that era may use the method.
    func exists(in era: Era) -> Bool {
        switch self {
        case .initialize, .ping: era == .handshake
        case .discover: era == .modern
        default: true
        }
    }

    /// The member of `params` that the header `Mcp-Name` mirrors in the modern era.
    var mirroredParameter: Text? {
        switch self {
        case .toolsCall, .promptsGet: "name"
        case .resourcesRead: "uri"
        default: nil
        }
    }
}
