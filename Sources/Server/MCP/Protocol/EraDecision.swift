internal import CanonicalJSON

/// What to do with a message: the outcome of steps 3 to 5 of mcp-server.md section 5.
enum EraDecision: Sendable, Hashable {
    /// Carry it out and answer.
    case dispatch(MCPRequest)
    /// A notification or response: HTTP says 202 with nothing in it, stdio says nothing.
    case accept
    /// Answer with an error; the era decides the HTTP status.
    case refuse(id: RequestID?, JSONRPCError, era: Era)

    /// Where a message came from.
    enum Transport: Sendable, Hashable {
        case http(MCPHeaders)
        case stdio
    }

    /// Decides, from the message and its headers alone.
    static func decide(_ message: JSONRPCMessage, from transport: Transport) -> EraDecision {
        let header: String? = if case .http(let headers) = transport { headers.protocolVersion } else { nil }
        let named = header.map(NamedVersion.init)
        switch message {
        case .response:
            switch named {
            case .known(.modern):
                return .refuse(
                    id: nil, .invalidRequest("Responses are not taken: this server sends no requests."), era: .modern)
            case .unknown: return unknownVersion(header, of: nil)
            case .known(.handshake), nil: return .accept
            }
        case .notification(let method, let params):
            if Envelope.isPresent(in: params) || named == .known(.modern) { return .accept }
            if case .unknown = named, method != "initialize" { return unknownVersion(header, of: nil) }
            return .accept
        case .request(let id, let method, let params):
            if Envelope.isPresent(in: params) || named == .known(.modern)
                || transport == .stdio && method == Text(MCPMethod.discover.rawValue)
            {
                return modern(id, method, params, transport)
            }
            if case .http(let headers) = transport, case .unknown = named {
                // An `initialize` settles its version in its body; the header must not come with an unknown one.
                if headers.hasSessionID || method == Text(MCPMethod.initialize.rawValue) {
                    return unknownVersion(header, of: id)
                }
                return .refuse(id: id, .unsupportedVersion(Text(header ?? "")), era: .modern)
            }
            return dispatch(id, method, params, era: .handshake)
        }
    }

    /// What an `MCP-Protocol-Version` header says.
    private enum NamedVersion: Equatable {
        case known(Era)
        case unknown

        init(_ header: String) {
            self = ProtocolRevision(rawValue: header).map { .known($0.era) } ?? .unknown
        }
    }

    /// The plain 400 of the handshake era.
    private static func unknownVersion(_ header: String?, of id: RequestID?) -> EraDecision {
        let version = JSONRPCError.printable(Text(header ?? ""))
        return .refuse(id: id, .invalidRequest("MCP-Protocol-Version \(version) is not served."), era: .handshake)
    }

    /// Step 4: envelope complete, headers agree, version served, method exists; a client that contradicts itself is
    /// told so first.
    private static func modern(
        _ id: RequestID, _ method: Text, _ params: JSONRPCMessage.Params, _ transport: Transport
    ) -> EraDecision {
        do throws(JSONRPCError) {
            let envelope = try Envelope(of: params)
            if case .http(let headers) = transport {
                try check(headers, against: envelope.protocolVersion, method, params)
            }
            guard let revision = ProtocolRevision(rawValue: envelope.protocolVersion.string), revision.era == .modern
            else { throw JSONRPCError.unsupportedVersion(envelope.protocolVersion) }
        } catch {
            return .refuse(id: id, error, era: .modern)
        }
        return dispatch(id, method, params, era: .modern)
    }

    private static func check(
        _ headers: MCPHeaders, against version: Text, _ method: Text, _ params: JSONRPCMessage.Params
    ) throws(JSONRPCError) {
        guard headers.protocolVersion.map({ Text($0) }) == version else {
            throw .headerMismatch("MCP-Protocol-Version must equal the version in params._meta.")
        }
        guard let named = headers.method, MirroredHeader.decode(named) == method else {
            throw .headerMismatch("Mcp-Method must equal the method of the body.")
        }
        guard let parameter = MCPMethod(rawValue: method.string)?.mirroredParameter,
            case .string(let value)? = params.object?[parameter]
        else { return }
        guard let name = headers.name, MirroredHeader.decode(name) == value else {
            throw .headerMismatch("Mcp-Name must equal params.\(parameter).")
        }
    }

    private static func dispatch(
        _ id: RequestID, _ name: Text, _ params: JSONRPCMessage.Params, era: Era
    ) -> EraDecision {
        guard let method = MCPMethod(rawValue: name.string), method.exists(in: era) else {
            return .refuse(id: id, .methodNotFound(name), era: era)
        }
        guard let members = params.object else {
            return .refuse(id: id, .invalidParams("params must be an object."), era: era)
        }
        return .dispatch(MCPRequest(id: id, method: method, params: members, era: era))
    }
}
