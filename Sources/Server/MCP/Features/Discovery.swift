internal import CanonicalJSON

extension MCPDispatcher {
    /// `initialize`: the version asked for, or the latest of its era as a counter-offer (mcp-server.md section 3).
    func initialize(_ request: MCPRequest) throws(MCPFailure) -> [UInt8] {
        let params = request.params
        guard case .string(let asked)? = params["protocolVersion"] else {
            throw .invalidParams("protocolVersion must be a string.")
        }
        for name: Text in ["capabilities", "clientInfo"] where params[name] != nil && params[name]?.object == nil {
            throw .invalidParams("\(name) must be an object.")
        }
        let known = ProtocolRevision(rawValue: asked.string)
        let settled = known?.era == .handshake ? asked : Text(ProtocolRevision.latestHandshake.rawValue)
        return encoder.result(
            request.id,
            [
                "capabilities": ServerIdentity.capabilities,
                "instructions": .string(ServerIdentity.instructions),
                "protocolVersion": .string(settled),
                "serverInfo": identity.json,
            ], era: request.era)
    }

    /// `server/discover` (mcp-server.md section 4).
    func discover(_ request: MCPRequest) -> [UInt8] {
        let versions = ProtocolRevision.modernRevisions.map { JSONValue.string(Text($0.rawValue)) }
        return encoder.result(
            request.id,
            [
                "capabilities": ServerIdentity.capabilities,
                "instructions": .string(ServerIdentity.instructions),
                "supportedVersions": .array(versions),
            ], era: request.era, caching: .fixed)
    }
}
