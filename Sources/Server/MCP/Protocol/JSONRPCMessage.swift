internal import CanonicalJSON

/// One message of JSON-RPC 2.0, as far as its shape can be checked without knowing the method (mcp-server.md section 2).
enum JSONRPCMessage: Sendable, Hashable {
    case request(id: RequestID, method: Text, params: Params)
    case notification(method: Text, params: Params)
    /// An answer to a request that this server never sends; it carries nothing that anybody looks at.
    case response

    /// The `params` of a message; MCP has objects only, where JSON-RPC knows arrays as well.
    enum Params: Sendable, Hashable {
        case absent
        case object(JSONObject)
        /// Something that is no object: refused where the method needs to look at it.
        case malformed

        /// The members, none when there are no params.
        var object: JSONObject? {
            switch self {
            case .absent: JSONObject()
            case .object(let object): object
            case .malformed: nil
            }
        }
    }

    /// Parses one HTTP body or one line.
    ///
    /// - Throws: ``JSONRPCError`` -32700 when the bytes are not JSON, -32600 when they are, but not one message.
    init(parsing bytes: [UInt8], limits: JSONParser.Limits) throws(JSONRPCFailure) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, limits: limits)
        } catch {
            throw JSONRPCFailure(id: nil, error: .parseError("The message is not JSON that can be taken: \(error)."))
        }
        try self.init(value)
    }

    /// Reads a message that is JSON, but holds something that cannot be kept: enough to answer it, not to carry it out.
    ///
    /// - Throws: ``JSONRPCFailure`` when it is no message even so.
    init(readingLossily bytes: [UInt8], limits: JSONParser.Limits) throws(JSONRPCFailure) {
        let value: JSONValue
        do {
            value = try JSONParser.parseLossily(bytes, limits: limits)
        } catch {
            throw JSONRPCFailure(id: nil, error: .parseError("The message is not JSON: \(error)."))
        }
        try self.init(value)
    }

    /// Checks the shape of a value.
    init(_ value: JSONValue) throws(JSONRPCFailure) {
        guard case .object(let object) = value else {
            let what = value.elements == nil ? "The message is not an object." : "Batches are not supported."
            throw JSONRPCFailure(id: nil, error: .invalidRequest("\(what) Send one request or notification."))
        }
        if object["method"] == nil, (object["result"] == nil) != (object["error"] == nil) {
            // Whatever its id: errors about what could not be read have none, and no answer is ever answered.
            self = .response
            return
        }
        let idValue = object["id"]
        let id = idValue.flatMap(RequestID.init)
        func invalid(_ detail: String) -> JSONRPCFailure {
            JSONRPCFailure(id: id, error: .invalidRequest(detail))
        }
        guard object["jsonrpc"] == "2.0" else { throw invalid("jsonrpc must be \"2.0\".") }
        guard idValue == nil || id != nil else {
            throw invalid("id must be a string or an integer; a notification has none.")
        }
        guard case .string(let method)? = object["method"] else {
            throw invalid(object["method"] == nil ? "method is missing." : "method must be a string.")
        }
        let params: Params =
            switch object["params"] {
            case nil: .absent
            case .object(let members): .object(members)
            default: .malformed
            }
        self =
            if let id {
                .request(id: id, method: method, params: params)
            } else {
                .notification(method: method, params: params)
            }
    }
}
