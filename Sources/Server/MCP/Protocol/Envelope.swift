internal import CanonicalJSON

/// What a request of the modern era says about itself in `params._meta` (mcp-server.md section 4).
struct Envelope: Sendable, Hashable {
    /// The version named, served or not.
    let protocolVersion: Text

    private static let versionKey: Text = "io.modelcontextprotocol/protocolVersion"
    private static let capabilitiesKey: Text = "io.modelcontextprotocol/clientCapabilities"

    private static let logLevelKey: Text = "io.modelcontextprotocol/logLevel"
    private static let logLevels: [Text] = [
        "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency",
    ]

    /// Whether a message claims to be of the modern era.
    static func isPresent(in params: JSONRPCMessage.Params) -> Bool {
        guard case .object(let members) = params, let meta = members["_meta"]?.object else { return false }
        return meta[versionKey] != nil || meta[capabilitiesKey] != nil
    }

    /// - Throws: -32602 naming the first member that is missing or of a wrong type.
    init(of params: JSONRPCMessage.Params) throws(JSONRPCError) {
        guard let members = params.object, case .object(let meta)? = members["_meta"] else {
            throw .invalidParams("params._meta must be an object with \(Envelope.versionKey).")
        }
        guard case .string(let version)? = meta[Envelope.versionKey] else {
            throw .invalidParams("params._meta must have a string \(Envelope.versionKey).")
        }
        guard case .object? = meta[Envelope.capabilitiesKey] else {
            throw .invalidParams("params._meta must have an object \(Envelope.capabilitiesKey).")
        }
        if let level = meta[Envelope.logLevelKey] {
            guard let name = level.text, Envelope.logLevels.contains(name) else {
                throw .invalidParams("\(Envelope.logLevelKey) must be a log level; nothing is logged to clients here.")
            }
        }
        protocolVersion = version
    }
}
